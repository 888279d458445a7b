"""Loopback servers for tests: HTTP servers that misbehave on purpose, and a real S3 server (rclone)."""

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from f5tts_worker.config import Bucket

Answer = Callable[[socket.socket, str], None]


@dataclass
class Server:
    """A raw HTTP server: `answers` maps a path to what is written to the socket for it."""

    port: int
    asked: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def http_server(answers: dict[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server that reads one request per connection and lets `answers` write whatever it likes."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1])
    threads: list[threading.Thread] = []
    connections: list[socket.socket] = []

    def encrypted(plain: socket.socket) -> socket.socket:
        return tls.wrap_socket(plain, server_side=True) if tls else plain

    def serve(plain: socket.socket) -> None:
        with plain, contextlib.suppress(OSError), encrypted(plain) as connection:
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(4096)):
                head += piece
            if not head:
                return
            path = head.split()[1].decode()
            server.asked.append(path)
            answers[path.partition("?")[0]](connection, path)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while not server.stop.is_set():
                connection, _ = listener.accept()
                thread = threading.Thread(target=serve, args=(connection,), daemon=True)
                thread.start()
                threads.append(thread)
                connections.append(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in connections:  # an answer that takes an hour ends now
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for one in [thread, *threads]:
            one.join(5)


def body(content: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Answer:
    """Answer with a body; `length` lies about its size."""

    def answer(connection: socket.socket, _path: str) -> None:
        size = len(content) if length is None else length
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers, "", ""]
        connection.sendall("\r\n".join(lines).encode() + content)

    return answer


def redirect(location: str, status: str = "302 Found") -> Answer:
    """Answer with a redirect."""
    return body(b"", f"Location: {location}", status=status)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for a host name; return a server context and the file that clients trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "trusted.pem").write_bytes(pem)
    (folder / "server.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, folder / "trusted.pem"


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def s3_server(
    key: str, secret: str, tls: Path | None = None, *, looks_anew: bool = False
) -> Iterator[tuple[Bucket, Path]]:
    """Run a real S3 server on a temporary folder; yield a bucket on it and the bucket's folder.

    `tls`: the file with the key and the certificate for `localhost`, to serve it encrypted. `looks_anew`:
    what is changed in the folder is seen at once.
    """
    folder = Path(tempfile.mkdtemp(prefix="s3-"))
    (folder / "voices-bucket").mkdir()
    program = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert program, "rclone is missing: install tests/requirements.txt"
    command = [program, "serve", "s3", "--auth-key", f"{key},{secret}", "--addr", "127.0.0.1:0"]
    options = ["--config", str(folder / "rclone.conf"), "--cache-dir", str(folder / "cache")]
    if looks_anew:
        options += ["--dir-cache-time", "1ms"]  # with 0 it keeps a processor busy, whatever it is asked
    (folder / "rclone.conf").touch()
    if tls is not None:
        options += ["--cert", str(tls), "--key", str(tls)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [*command, *options, str(folder)], stdout=log, stderr=subprocess.STDOUT, env={"HOME": str(folder)}
    )
    try:
        port = _port_of(process, folder / "log")
        address = f"http://127.0.0.1:{port}" if tls is None else f"https://localhost:{port}"
        yield (
            Bucket("voices-bucket", address, "us-east-1", key, secret),
            folder / "voices-bucket",
        )
    finally:
        process.terminate()
        process.wait(300)
        log.close()
        shutil.rmtree(folder)


def _port_of(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says on which port it listens."""
    while not (found := re.search(r"Starting s3 server on \[https?://[^\]]*:(\d+)/", log.read_text())):
        assert process.poll() is None, log.read_text()
        time.sleep(0.02)
    return found[1]


class Web(ThreadingHTTPServer):
    """A web server on the loopback that runs as long as its `with` block."""

    daemon_threads = True

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.asked: Counter[object] = Counter()
        self.over = threading.Event()  # what an answer that never comes waits for

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that goes away is what some tests are about."""


class Silent:
    """What the handlers of a `Web` share: they write no log."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Answering(Silent, BaseHTTPRequestHandler):
    """A handler that takes and gives JSON, as a worker's API does."""

    def order(self) -> Any:
        """Return what was sent."""
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def say(self, answer: object, status: int = 200) -> None:
        """Answer."""
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Files(Silent, SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.0"


def serve(folder: Path) -> Web:
    """Serve a folder's files."""
    return Web(partial(_Files, directory=str(folder)))


class Relay:
    """Passes connections on to a port, and breaks as it is told."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.refuse = False  # close every new connection at once
        self.cut_after: int | None = None  # from now on, bytes until the connections are reset
        self.hold_after: int | None = None  # bytes from clients until no more are passed on
        self.held = threading.Event()
        self.seen = 0  # connections that were opened
        self.sent = bytearray()  # everything that clients sent
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._opening = threading.Lock()  # else one that is just being passed on survives a break
        self._breaks = 0  # connections end one after the other; none passes anything on meanwhile

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def break_all(self) -> None:
        """Reset every connection, and refuse new ones."""
        with self._opening:
            self.refuse = True
            self.hold_after = None
            self._breaks += 1
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def break_once(self) -> None:
        """Reset every connection; new ones are passed on."""
        self.break_all()
        self.refuse = False

    def _start(self, run: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=run, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.seen += 1
                with self._opening:
                    if self.refuse:
                        client.close()
                        continue
                    server = socket.create_connection(("127.0.0.1", self.target))
                    self._open += [client, server]
                    breaks = self._breaks
                self._start(self._pass, client, server, True, breaks)
                self._start(self._pass, server, client, False, breaks)

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool, breaks: int) -> None:
        with contextlib.suppress(OSError):
            while (data := source.recv(16_384)) and breaks == self._breaks:
                if counted:
                    self.sent += data
                if counted and self.cut_after is not None:
                    self.cut_after -= len(data)
                    if self.cut_after < 0:
                        self.refuse = True
                        break
                while counted and self.hold_after is not None and len(self.sent) > self.hold_after:
                    self.held.set()
                    time.sleep(0.01)
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
