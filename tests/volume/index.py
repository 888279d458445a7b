"""A package index on the loopback interface, tiny real wheels for it, and the ways an index can fail."""

import base64
import hashlib
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from tests.unit.servers import Silent, Web

MODULES = 12  # of a package: enough that an installation takes a moment and can be hit in its middle


@dataclass(frozen=True)
class Wheel:
    """A package as it lies on an index."""

    name: str
    version: str
    data: bytes

    @property
    def filename(self):
        return f"{self.name}-{self.version}-py3-none-any.whl"

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()

    @property
    def pin(self):
        """Its line of a lock."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}\n"


def wheel(name, version="1.0", modules=MODULES):
    """Make a wheel whose package cannot be imported unless every one of its modules is there to its end."""
    filler = "\n".join(f"def function_{n}(a, b):\n    return a * {n} + b\n" for n in range(20))
    files = {f"{name}/part_{n}.py": f"{filler}\nCOMPLETE = {n}\n" for n in range(modules)}
    parts = "".join(f"from {name}.part_{n} import COMPLETE as _{n}\n" for n in range(modules))
    files[f"{name}/__init__.py"] = f"{parts}VERSION = {version!r}\n"
    info = f"{name}-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    lines = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return Wheel(name, version, packed.getvalue())


def _digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


class Index(Web):
    """Serves the wheels, unless there is a fault.

    "tampered": other bytes than promised. "slow": a wheel's second half never comes. "unavailable": 503 for
    every wheel.
    """

    def __init__(self, wheels, fault=None):
        super().__init__(Handler)
        self.wheels = {one.filename: one for one in wheels}
        self.fault = fault

    @property
    def address(self):
        return f"{super().address}/simple"

    def add(self, *wheels):
        self.wheels |= {one.filename: one for one in wheels}


class Handler(Silent, BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked[self.path] += 1
        _, kind, name, *_ = [*self.path.split("/"), "", ""]
        if kind == "simple":
            return self.page(name)
        found = self.server.wheels.get(name)
        if found is None:
            return self.say(404, b"no")
        if self.server.fault == "unavailable":
            return self.say(503, b"later")
        if self.server.fault == "tampered":
            return self.say(200, wheel(found.name, found.version, MODULES + 1).data)
        return self.say(200, found.data, stall=self.server.fault == "slow")

    def page(self, name):
        links = [
            f'<a href="/files/{one.filename}#sha256={one.sha256}">{one.filename}</a>'
            for one in self.server.wheels.values()
            if one.name == name.replace("-", "_")
        ]
        body = f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode()
        self.say(200 if links else 404, body, kind="text/html")

    def say(self, status, body, *, kind="application/octet-stream", stall=False):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            if stall:
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                self.server.over.wait(60)
                self.close_connection = True
            else:
                self.wfile.write(body)
