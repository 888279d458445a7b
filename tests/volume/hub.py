"""A model hub on the loopback interface: the endpoints that downloads use, and the ways a hub can fail."""

import hashlib
import json
import re
import socket
from collections import defaultdict
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from tests.unit.servers import Silent, Web

COMMIT = "a" * 40


class Hub(Web):
    """Serves `files` (path -> bytes) of any repository, and as plain files under /web/.

    `faults` maps a path to what goes wrong there: "unavailable" (503 twice), "reset" (the connection breaks
    in the middle, once), "breaks" (it breaks after each quarter of a megabyte), "stall" (nothing more comes
    from the middle on, once), "wrong" (other bytes than promised), "refused" (401), "unknown-token" (401 to
    whoever sends a token), "missing" (404), "slow" (a megabyte every 20 ms), "elsewhere" (no fault: it refers
    to another host, which is this server under another name, with a tag of its own).
    """

    def __init__(self, files, faults=None):
        super().__init__(Handler)
        self.files, self.faults = files, faults or {}
        self.connections = []
        self.ranges = defaultdict(list)  # from which byte on a file was asked for, None for all of it
        self.tokens = []  # that came with requests for files which the hub has elsewhere

    def break_all(self):
        """End every connection, as a server does that has heard nothing for a while."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(Silent, BaseHTTPRequestHandler):
    def setup(self):
        super().setup()
        self.server.connections.append(self.connection)

    def do_HEAD(self):
        self.answer(head=True)

    def do_GET(self):
        self.answer(head=False)

    def answer(self, *, head):
        quoted = urlsplit(self.path).path
        path = unquote(quoted)
        self.server.asked[self.command, path] += 1
        if re.fullmatch(r"/api/models/[^/]+/[^/]+(/revision/[^/]+)?", quoted):
            return self.listing()
        found = re.fullmatch(r"/[^/]+/[^/]+/resolve/[^/]+/(.+)|/web/(.+)", quoted)
        name = unquote(found[1] or found[2]) if found else ""
        fault = self.server.faults.get(name)
        count = self.server.asked[self.command, path]
        if fault == "unknown-token" and "Authorization" in self.headers:
            return self.say(401, b"no", {})
        if fault == "refused":
            return self.say(401, b"no", {"X-Error-Code": "GatedRepo", "X-Error-Message": "ask for access"})
        if fault == "missing" or name not in self.server.files:
            return self.say(404, b"no", {"X-Error-Code": "EntryNotFound"})
        if fault == "elsewhere" and "/resolve/" in path:
            return self.say(302, b"", self.tags(name, "X-Linked-Etag") | {"Location": self.elsewhere(name)})
        if fault == "unavailable" and not head and count <= 2:
            return self.say(503, b"later", {})
        self.send(name, fault if not head else None, head=head, first=count == 1)
        return None

    def elsewhere(self, name):
        return f"{self.server.address.replace('127.0.0.1', 'localhost')}/web/{name}"

    def tags(self, name, header="ETag"):
        return {header: f'"{hashlib.sha256(self.server.files[name]).hexdigest()}"'}

    def listing(self):
        siblings = [{"rfilename": name, "size": len(data)} for name, data in self.server.files.items()]
        body = {"_id": "1", "id": "some/model", "modelId": "some/model", "sha": COMMIT, "siblings": siblings}
        self.say(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def send(self, name, fault, *, head, first):
        data = self.server.files[name]
        if not head:
            self.server.ranges[name].append(self.headers.get("Range"))
        body = bytes(len(data)) if fault == "wrong" else data
        start = 0
        if found := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            start = int(found[1])
        headers = self.tags(name) | {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if self.server.faults.get(name) == "elsewhere":
            headers["ETag"] = f'"{"0" * 64}"'
            self.server.tokens.append(self.headers.get("Authorization"))
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        part = body[start:]
        if (fault in ("reset", "stall") and first) or (fault == "breaks" and len(part) > 2**18):
            self.begin(206 if start else 200, headers, len(part))
            self.wfile.write(part[: 2**18 if fault == "breaks" else len(part) // 2])
            self.wfile.flush()
            if fault == "stall":
                self.server.over.wait(60)
            self.close_connection = True
            self.connection.close()
            return
        self.begin(206 if start else 200, headers, len(part))
        if not head:
            with suppress(ConnectionError):
                for start in range(0, len(part), 2**20):
                    self.wfile.write(part[start : start + 2**20])
                    self.server.over.wait(0.02 if fault == "slow" else 0)

    def say(self, status, body, headers):
        self.begin(status, headers, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def begin(self, status, headers, length):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
