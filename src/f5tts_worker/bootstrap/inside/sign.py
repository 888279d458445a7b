"""Run by the environment's Python: put a signed C2PA manifest into an audio file, and end.

It says "ready" once no other process may look into it: whoever can open a process's /proc/PID/fd could read
the key out of the pipe. Then one order comes as JSON on stdin, and nothing of it is written anywhere:
`source`, `target`, `certificates`, `key`, `algorithm`, `manifest`. One JSON object goes to stdout: {"bytes":
how many the file has more, "seconds": what that took}, or {"error": a sentence, "refused": whether the
certificate is why}.
"""

import ctypes
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_SIGKILL = 9


def sign(order: Mapping[str, Any]) -> int:
    """Write the target: the source with a manifest; return by how many bytes it is larger.

    Raises what c2pa raises.
    """
    import c2pa

    # Whether others trust the certificate is for them to say: its issuer need not be on a list.
    own = {"verify": {"verify_trust": False, "remote_manifest_fetch": False, "ocsp_fetch": False}}
    certificates, key = order["certificates"].encode(), order["key"].encode()
    info = c2pa.C2paSignerInfo(order["algorithm"].encode(), certificates, key, None)
    with (
        c2pa.Context.from_dict(own) as context,
        c2pa.Signer.from_info(info) as signer,
        c2pa.Builder.from_json(json.dumps(order["manifest"]), context=context) as builder,
    ):
        builder.sign_file(order["source"], order["target"], signer)
    return Path(order["target"]).stat().st_size - Path(order["source"]).stat().st_size


def main() -> None:
    """Take an order, and say what came of it."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no other process may read the key in our memory, or on its way
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    print("ready", flush=True)
    try:
        order = json.load(sys.stdin)
        began = time.perf_counter()
        answer: dict[str, Any] = {"bytes": sign(order), "seconds": time.perf_counter() - began}
    except ImportError:
        answer = {"error": "this environment has no c2pa-python", "refused": True}
    except Exception as error:  # noqa: BLE001 (whatever it is, the worker hears of it)
        kind = type(error).__name__.strip("_").removeprefix("C2pa")
        answer = {"error": str(error) or kind, "refused": kind == "Signature"}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
