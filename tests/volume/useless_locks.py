"""A machine on which file locks are worth nothing, as on some network file systems: everybody gets them.

A system-call filter answers flock and fcntl's locks with success and does nothing. It is inherited by every
program that is started afterwards, uv among them.
"""

import ctypes
import fcntl
import platform

_FLOCK, _FCNTL = {"x86_64": (73, 72), "aarch64": (32, 25)}[platform.machine()]
_LOCK_COMMANDS = (fcntl.F_SETLK, fcntl.F_SETLKW, 37, 38)  # the last two: locks of open file descriptions
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_SUCCESS, _ALLOW = 0x00050000, 0x7FFF0000  # "fail" with error number 0, which is success
_NUMBER, _SECOND_ARGUMENT = 0, 24  # offsets in struct seccomp_data


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.POINTER(_Instruction)))


def make_locks_useless():
    """Make every file lock of this process and its children succeed and mean nothing. Raises OSError."""
    commands = len(_LOCK_COMMANDS)
    code = [
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, commands + 3, 0, _FLOCK),
        (_EQUAL, 0, commands + 1, _FCNTL),
        (_LOAD, 0, 0, _SECOND_ARGUMENT),
        *((_EQUAL, commands - n, 0, command) for n, command in enumerate(_LOCK_COMMANDS)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _SUCCESS),
    ]
    instructions = (_Instruction * len(code))(*(_Instruction(*one) for one in code))
    program = _Program(len(code), instructions)
    system = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if (
        system.prctl(no_new_privileges, 1, 0, 0, 0) != 0
        or system.prctl(set_seccomp, mode_filter, ctypes.byref(program), 0, 0) != 0
    ):
        raise OSError(ctypes.get_errno(), "no system-call filter can be set here")
