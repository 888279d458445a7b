"""Downloads reach only what they may, and stop at the size, the deadline and the cancel."""

import contextlib
import dataclasses
import gzip
import ipaddress
import socket
import sys
import threading
import time
import unicodedata

import pytest
from tests.pairs import ordinarily
from tests.unit.servers import Server, body, certificate, http_server, redirect, s3_server

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage import open_store
from f5tts_worker.storage.downloads import fetch
from f5tts_worker.storage.folder import FolderStore

LIMIT = 200_000
LOOPBACK = fetch.Policy(LIMIT, seconds=120, allow_http=True, allow_loopback=True)
STRICT = fetch.Policy(LIMIT, allow_http=True)

# Every way that we know to write an address that only this machine or its network can reach.
PRIVATE_HOSTS = [
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
    ),
    *("017700000001", "127.0.0.1.", "127.255.255.254", "localhost", "LOCALHOST", "localhost."),
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("169.254.170.2", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "198.18.0.1", "192.0.2.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "\u2460\u2461\u2466.0.0.1", "127。0。0。1"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:0:0:1]"),
    *(
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fec0::1]",
        "[ff02::1]",
    ),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[2001::1]", "[100::1]"),
]


def failure(url, policy, path, late=None, **more):
    """Download something that must not arrive; return the error, after checking that no file is left.

    `late` is told by how many seconds the end came after the policy's deadline.
    """
    begun = time.monotonic()
    with pytest.raises(WorkerError) as caught:
        fetch.download(url, path / "in" / "voice", policy, field="voice_reference_url", **more)
    if late is not None:
        late("late_s", max(0.0, time.monotonic() - begun - policy.seconds))
    assert not (path / "in" / "voice").exists()
    assert "voice_reference_url" in caught.value.message or caught.value.code == "CANCELLED"
    assert "canary" not in f"{caught.value} {caught.value.details}"
    return caught.value


_tried: list[object] = []
_armed = threading.Event()


def _watch(event, arguments):
    """Count and stop every connection, however it is opened, while a test has it so."""
    if _armed.is_set() and event in ("socket.connect", "socket.sendto"):
        _tried.append(arguments[1])
        raise ConnectionRefusedError


sys.addaudithook(_watch)  # the interpreter's own recorder: no way to open a socket gets past it


@pytest.fixture
def no_connections():
    """Count the connections that are tried; none may be."""
    _tried.clear()
    _armed.set()
    yield
    _armed.clear()
    assert _tried == []


def test_the_recorder_sees_connections(tmp_path):
    """Otherwise an empty record would prove nothing."""
    _tried.clear()
    _armed.set()
    try:
        error = failure("http://127.0.0.1:9009/", LOOPBACK, tmp_path)
    finally:
        _armed.clear()
    assert error.code == "DOWNLOAD_FAILED"
    assert _tried == [("127.0.0.1", 9009)]


@pytest.mark.faults("urls")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_private_addresses_are_refused_unseen(host, scheme, tmp_path, no_connections):
    """Loopback, private, link-local and metadata addresses are refused in every notation, unconnected."""
    error = failure(f"{scheme}://{host}/canary.wav", STRICT, tmp_path)
    assert error.code == "URL_REFUSED"


@pytest.mark.faults("urls")
@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.org/a", "gopher://example.org/", "data:audio/wav;base64,AAAA"),
        *("https://", "https:///path", "//example.org/a", "example.org/a", "javascript:alert(1)", ""),
        *("https://user:canary@example.org/", "https://canary@example.org/", "https://a@b@example.org/"),
        *(
            "https://example.org:22/",
            "https://example.org:25/",
            "https://example.org:99999/",
            "https://[::1/",
        ),
        *(
            "https://example.org\\@127.0.0.1/",
            "https://exa mple.org/",
            "https://example.org/\r\nX: y",
            "https://[v1.x]/",
        ),
        *(
            "http://example.org:0/",
            "https://exa%6dple.org/",
            "s3://bucket/voices/a.wav",
            "https://example.org:-1/",
        ),
    ],
)
def test_addresses_that_are_refused_unresolved(url, tmp_path, no_connections, monkeypatch):
    """Other schemes, user info, ports of other services and malformed addresses never get to the resolver."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("resolved"))
    assert failure(url, STRICT, tmp_path).code == "URL_REFUSED"


@pytest.mark.faults("urls", count=6)
def test_names_that_lead_inside(tmp_path, no_connections, monkeypatch):
    """A public name that resolves to a private address is refused, whatever it resolved to before."""
    for inside in ("127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "::ffff:10.0.0.1", "fec0::1"):
        family = socket.AF_INET6 if ":" in inside else socket.AF_INET
        found = [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, found=found, **_k: found)
        error = failure("https://rebinding.example.org/a.wav", STRICT, tmp_path)
        assert error.code == "URL_REFUSED"


# What stays shut on a closed network, too: metadata of clouds, addresses of no machine or of many, and what a
# translator would turn into one of them.
NEVER = [
    *(
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
    ),
    *(
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:42::42",
        "fe80::a9fe:a9fe",
    ),
    *("0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "ff02::1", "255.255.255.255"),  # noqa: S104 - to refuse
    *("::ffff:169.254.169.254", "::ffff:169.254.170.2", "::ffff:0.0.0.0", "::ffff:100.100.100.200"),
    *("64:ff9b::169.254.169.254", "64:ff9b::169.254.170.2", "64:ff9b::", "64:ff9b::a83f:8110"),
    *("64:ff9b:1::169.254.169.254", "64:ff9b:1:a9fe:a9:fe00::", "2002:a9fe:a9fe::1", "2002:a9fe:aa02::1"),
    *("2002::1", "::169.254.169.254", "::ffff:0:169.254.169.254", "2001:0:a9fe:a9fe::1"),
    "2001::5601:5601",  # Teredo, which keeps its client's address inverted: 169.254.169.254
]
OPENED = fetch.policy_of(config.from_environment({"F5TTS_ALLOW_PRIVATE_URLS": "true"}))


@pytest.mark.faults("urls")
@pytest.mark.parametrize("policy", [STRICT, OPENED], ids=["closed", "opened"])
@pytest.mark.parametrize("inside", NEVER)
def test_names_that_lead_to_metadata(tmp_path, no_connections, monkeypatch, inside, policy):
    """A name is judged by where it leads, whatever the setting: none gets to what clouds keep for machines.

    The resolver is a stand-in, which gives a harmless address, too.
    """
    found = [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80))
        for one in ("93.184.215.14", inside)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert failure("http://rebinding.example.org/a.wav", policy, tmp_path).code == "URL_REFUSED"


@pytest.mark.faults("urls")
@pytest.mark.parametrize("inside", NEVER)
def test_literal_addresses_of_metadata(tmp_path, no_connections, inside):
    """Written out, they are refused as well when private addresses are open."""
    host = f"[{inside}]" if ":" in inside else inside
    assert failure(f"http://{host}/a.wav", OPENED, tmp_path).code == "URL_REFUSED"


@pytest.mark.faults("urls")
@pytest.mark.parametrize(
    "inside",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1", "169.254.1.1"),
        *("::1", "fd00::1", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8"),
        *("2002:a00:1::1", "::10.0.0.1", "2001:0:a00:1::1"),
    ],
)
def test_other_names_that_lead_inside(tmp_path, no_connections, monkeypatch, inside):
    """Private, carrier-grade, link-local, mapped and translated addresses are shut by default."""
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert failure("https://rebinding.example.org/a.wav", STRICT, tmp_path).code == "URL_REFUSED"


@pytest.mark.parametrize("inside", ["10.1.2.3", "100.64.0.1", "fd00::1", "64:ff9b::10.0.0.1"])
def test_a_closed_network_is_connected_to_by_what_was_checked(tmp_path, monkeypatch, inside):
    """With the setting, too, a name is resolved once, and the address it gave is the one that is tried."""
    looked, tried = [], []
    resolve = socket.getaddrinfo

    def once(host, *more, **options):
        if host != "minio.internal":
            return resolve(host, *more, **options)
        looked.append(host)
        family = socket.AF_INET6 if ":" in inside else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (inside, 9000))]

    def connect(_self, address):
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", once)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert failure("http://minio.internal:9000/a.wav", OPENED, tmp_path).code == "DOWNLOAD_FAILED"
    assert looked == ["minio.internal"]
    assert [ipaddress.ip_address(one) for one in tried] == [ipaddress.ip_address(inside)]


def test_a_name_is_resolved_once(tmp_path, monkeypatch):
    """The address that was checked is the address that is connected to: a name cannot change in between."""
    looked, tried = [], []

    def resolve(host, *_more, **_options):
        looked.append(host)
        address = "93.184.215.14" if len(looked) == 1 else "127.0.0.1"
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address if host == "name.example" else host, 443))
        ]

    def connect(_self, address):
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert failure("https://name.example/a.wav", STRICT, tmp_path).code == "DOWNLOAD_FAILED"
    assert tried == ["93.184.215.14"]
    assert looked.count("name.example") == 1


def test_a_good_download(tmp_path):
    """The body arrives unchanged, and its size is returned."""
    content = bytes(range(256)) * 500
    with http_server({"/a.wav": body(content)}) as server:
        size = fetch.download(server.url("/a.wav?x=1"), tmp_path / "in" / "a", LOOPBACK, field="audio_url")
    assert size == len(content)
    assert (tmp_path / "in" / "a").read_bytes() == content


def test_redirects_are_followed_three_times(tmp_path):
    """Three redirects are fine, relative ones too; the fourth is one too many."""
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(4)} | {"/4": body(b"RIFF")}
    with http_server(answers) as server:
        assert fetch.download(server.url("/1"), tmp_path / "a", LOOPBACK, field="audio_url") == 4
        error = failure(server.url("/0"), LOOPBACK, tmp_path)
    assert "more than 3 times" in error.message
    assert server.asked == ["/1", "/2", "/3", "/4", "/0", "/1", "/2", "/3"]


@pytest.mark.faults("urls")
@pytest.mark.parametrize(
    "location",
    [
        *(
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            "//0x0a000001/",
        ),
        *(
            "http://user:canary@example.org/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fe80::1]/",
            "ftp://127.0.0.1/",
        ),
        *("http://example.org:22/", "http://[broken/"),
    ],
)
def test_redirects_into_the_network_are_refused(tmp_path, location):
    """Each redirect is judged like a first address; only the first server is ever asked."""
    with http_server({"/a": redirect(location)}) as server:
        error = failure(server.url("/a"), LOOPBACK, tmp_path)
    assert error.code == ("DOWNLOAD_FAILED" if location == "http://[broken/" else "URL_REFUSED")
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    ("location", "asked"),
    [("/my voice.wav", "/my%20voice.wav"), ("/sch\u00f6n.wav", "/sch%C3%B6n.wav"), ("/a%20b", "/a%20b")],
)
def test_a_redirect_need_not_be_encoded(tmp_path, location, asked):
    """Servers send blanks and letters as they are; what is encoded already stays so."""
    with http_server({"/a": redirect(location), asked: body(b"RIFF")}) as server:
        assert fetch.download(server.url("/a"), tmp_path / "x", LOOPBACK, field="audio_url") == 4


def test_a_redirect_loop_ends(tmp_path):
    """A server that redirects to itself is left after three."""
    with http_server({"/a": redirect("/a")}) as server:
        assert failure(server.url("/a"), LOOPBACK, tmp_path).code == "DOWNLOAD_FAILED"
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content", "206 Partial"]
)
def test_other_statuses_are_failures(tmp_path, status):
    """Only 200 is a recording; the status is in the message and in the details."""
    with http_server({"/a": body(b"", status=status)}) as server:
        error = failure(server.url("/a?X-Amz-Signature=canary"), LOOPBACK, tmp_path)
    assert error.code == "DOWNLOAD_FAILED"
    assert status[:3] in error.message
    assert error.details["status"] == int(status[:3])


def endless(piece: bytes, pause: float, *headers: str):
    """Answer with pieces until the client or the test has had enough."""

    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall("\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode())
        for _ in range(100_000):
            connection.sendall(piece)
            if pause:
                time.sleep(pause)

    return answer


def drip_headers(connection: socket.socket, _path: str) -> None:
    """Answer with a header that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(60_000):
        connection.sendall(b"a")
        time.sleep(0.05)


def silence(connection: socket.socket, _path: str) -> None:
    """Answer nothing at all."""
    connection.recv(1)


@pytest.mark.faults("bodies")
@pytest.mark.parametrize(
    "answer",
    [
        endless(b"a", 0.02),
        endless(b"a", 0.02, "Content-Length: 100000"),
        endless(b"1\r\na\r\n", 0.02, "Transfer-Encoding: chunked"),
        drip_headers,
        silence,
    ],
    ids=["body", "sized-body", "chunks", "headers", "silence"],
)
def test_the_deadline_holds_against_every_dribble(tmp_path, answer, record_property):
    """Something always arrives, so that no read times out; the deadline for the whole download ends it."""
    policy = dataclasses.replace(LOOPBACK, seconds=0.5)
    with http_server({"/a": answer}) as server:
        # The servers would go on for half an hour.
        error = failure(server.url("/a"), policy, tmp_path, record_property)
    assert error.code == "DOWNLOAD_FAILED"
    assert "longer than 0.5 seconds" in error.message


def bomb() -> bytes:
    """Return 200 MB of zeros in 200 KB."""
    return gzip.compress(bytes(200_000_000), 9)


@pytest.mark.faults("bodies")
@pytest.mark.parametrize(
    "answer",
    [
        endless(b"a" * 65536, 0),
        endless(b"10000\r\n" + b"a" * 65536 + b"\r\n", 0, "Transfer-Encoding: chunked"),
        endless(b"", 0, f"Content-Length: {LIMIT + 1}"),
        body(b"a" * (LIMIT + 1)),
        body(bomb(), "Content-Encoding: gzip", length=None),
    ],
    ids=["endless", "chunked", "declared", "one-too-many", "gzip-bomb"],
)
def test_the_cap_counts_decoded_bytes(tmp_path, answer, record_property):
    """Endless bodies and bombs end at the cap, however the size is declared."""
    with http_server({"/a": answer}) as server:
        begun = time.monotonic()
        error = failure(server.url("/a"), LOOPBACK, tmp_path)
        record_property("late_s", time.monotonic() - begun)
    assert error.code == "DOWNLOAD_TOO_LARGE"
    assert error.details["limit_bytes"] == LIMIT


@pytest.mark.faults("bodies")
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip-bomb"])
def test_the_body_of_a_redirect_is_not_read(tmp_path, packed):
    """An answer that only says where to go may have a body without an end: none of it is read or unpacked."""
    unpacked = []

    def answer(connection, _path):
        head = ["HTTP/1.1 302 Found", "Location: /b"] + ["Content-Encoding: gzip"] * packed
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        piece = bomb() if packed else b"a" * 65536
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(piece)
                unpacked.append(len(piece))

    with http_server({"/a": answer, "/b": body(b"there")}) as server:
        size = fetch.download(server.url("/a"), tmp_path / "a", LOOPBACK, field="audio_url")
    assert size == 5
    assert sum(unpacked) < 20_000_000  # what the sockets' buffers take


def test_exactly_the_cap_is_fine(tmp_path):
    """The limit itself still passes."""
    with http_server({"/a": body(b"a" * LIMIT)}) as server:
        assert fetch.download(server.url("/a"), tmp_path / "a", LOOPBACK, field="audio_url") == LIMIT


def test_a_full_disk(tmp_path):
    """A disk without room is named, and is not a fault of the download's."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "voice").symlink_to("/dev/full")
    with http_server({"/a": body(b"a" * LIMIT)}) as server:
        error = failure(server.url("/a"), LOOPBACK, tmp_path)
    assert error.code == "VOLUME_FULL"


def chunked_cut(connection: socket.socket, _path: str) -> None:
    """Answer with half a chunk."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nhalf")


@pytest.mark.faults("bodies")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (body(b"half", length=1000), "broke off"),
        (chunked_cut, "broke off"),
        (body(b""), "empty file"),
        (body(b"not gzip", "Content-Encoding: gzip"), "broken encoding"),
        (lambda connection, _path: connection.sendall(b"SSH-2.0-canary\r\n"), "broke off"),
        (lambda connection, _path: connection.close(), "broke off"),
    ],
    ids=["truncated", "truncated-chunk", "empty", "not-gzip", "not-http", "closed"],
)
def test_bodies_that_do_not_arrive(tmp_path, answer, words):
    """What breaks off or is no HTTP leaves no file, and the message quotes nothing of it."""
    with http_server({"/a": answer}) as server:
        error = failure(server.url("/a?canary"), LOOPBACK, tmp_path)
    assert error.code == "DOWNLOAD_FAILED"
    assert words in error.message


def test_https_is_checked_by_name_though_connected_by_address(tmp_path, monkeypatch):
    """The certificate must be for the name in the address, and one that nobody signed is refused."""
    context, trusted = certificate(tmp_path, "localhost")
    with http_server({"/a": body(b"RIFF")}, context) as server:
        address = f"https://localhost:{server.port}/a"
        assert "cannot be trusted" in failure(address, LOOPBACK, tmp_path).message
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(trusted))
        assert fetch.download(address, tmp_path / "a", LOOPBACK, field="audio_url") == 4
        other = failure(f"https://127.0.0.1:{server.port}/a", LOOPBACK, tmp_path)
    assert "cannot be trusted" in other.message
    assert server.asked == ["/a"]


@pytest.mark.parametrize("name", ordinarily(["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"], "SSL_CERT_FILE"))
def test_an_authority_of_a_closed_network(tmp_path, name):
    """Its certificates are trusted where private addresses are allowed, for downloads and for buckets."""
    context, trusted = certificate(tmp_path, "localhost")
    tls = tmp_path / "server.pem"
    private = {"F5TTS_ALLOW_PRIVATE_URLS": "true", "F5TTS_VOLUME": str(tmp_path)}
    with http_server({"/a": body(b"RIFF")}, context) as server, s3_server("key0", "secret0", tls) as (at, _):
        environ = {"S3_BUCKET": at.name, "AWS_ENDPOINT_URL": at.endpoint} | private
        environ |= {"AWS_ACCESS_KEY_ID": "key0", "AWS_SECRET_ACCESS_KEY": "secret0"}
        url = f"https://localhost:{server.port}/a"
        for trusts in (False, True):
            settings = config.from_environment(environ | ({name: str(trusted)} if trusts else {}))
            callers = dataclasses.replace(settings.bucket, from_job=True, ca_bundle=None)
            ours, theirs = open_store(settings), open_store(dataclasses.replace(settings, bucket=callers))
            for use in (
                lambda s=settings, o=ours: fetch.fetch(url, tmp_path / "a", s, o, field="audio_url"),
                lambda o=ours: o.list("voices/"),
                lambda t=theirs: t.list("voices/"),
            ):
                with contextlib.nullcontext() if trusts else pytest.raises(WorkerError, match="trusted"):
                    use()
            ours.close()
            theirs.close()
    with pytest.raises(WorkerError, match=f"{name} is /no/such/file"):
        config.from_environment(private | {name: "/no/such/file"})
    assert config.from_environment({name: "/no/such/file"}).ca_bundle is None


@pytest.mark.faults("bodies")
@pytest.mark.parametrize("answer", [endless(b"a", 0.02), drip_headers], ids=["body", "headers"])
def test_the_deadline_holds_through_tls(tmp_path, monkeypatch, answer, record_property):
    """Encrypted dribbles end at the deadline as plain ones do."""
    context, trusted = certificate(tmp_path, "localhost")
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(trusted))
    policy = dataclasses.replace(LOOPBACK, seconds=0.5)
    with http_server({"/a": answer}, context) as server:
        error = failure(f"https://localhost:{server.port}/a", policy, tmp_path, record_property)
    assert "longer than 0.5 seconds" in error.message


def test_a_cancel_ends_a_download(tmp_path):
    """A cancelled job does not wait for a server that says nothing."""
    cancel = threading.Event()
    asked = threading.Event()

    def hang(connection: socket.socket, _path: str) -> None:
        asked.set()
        connection.recv(1)

    threading.Thread(target=lambda: asked.wait(300) and cancel.set(), daemon=True).start()
    with http_server({"/a": hang}) as server:
        error = failure(server.url("/a"), LOOPBACK, tmp_path, cancel=cancel)
    assert error.code == "CANCELLED"


def test_the_process_environment_is_not_asked(tmp_path, monkeypatch):
    """A proxy or a .netrc in the environment changes nothing."""
    with http_server({"/a": body(b"RIFF")}) as server:
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login canary password canary")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
        assert fetch.download(server.url("/a"), tmp_path / "a", LOOPBACK, field="audio_url") == 4


def test_a_host_that_does_not_exist(tmp_path, monkeypatch):
    """An unknown name gets its own words."""

    def unknown(*_given, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "canary")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "name is not known" in failure("https://nowhere.example/a", STRICT, tmp_path).message


def test_a_closed_network_may_be_opened(tmp_path):
    """With the setting, http and private addresses work; link-local ones never do."""
    settings = config.from_environment({"F5TTS_ALLOW_PRIVATE_URLS": "true"})
    store = FolderStore(tmp_path / "store")
    with http_server({"/a": body(b"RIFF")}) as server:
        assert fetch.fetch(server.url("/a"), tmp_path / "a", settings, store, field="audio_url") == 4
        closed = config.from_environment({})
        with pytest.raises(WorkerError, match="must start with https://"):
            fetch.fetch(server.url("/a"), tmp_path / "b", closed, store, field="audio_url")
    for host in ("169.254.169.254", "[fe80::1]", "[::]", "0xa9fea9fe"):
        error = failure(f"http://{host}/", fetch.policy_of(settings), tmp_path)
        assert error.code == "URL_REFUSED"


S3 = {"S3_BUCKET": "ours", "AWS_ACCESS_KEY_ID": "canary", "AWS_SECRET_ACCESS_KEY": "canary-secret"}


@pytest.mark.parametrize("prefix", ["", "team/speech"])
def test_our_bucket_may_be_read_where_voices_are(tmp_path, prefix):
    """`s3://` reads voices and uploads of our own bucket, by the key that the bucket's owner sees."""
    settings = config.from_environment(S3 | {"S3_PREFIX": prefix})
    store = FolderStore(tmp_path / "store")
    for key in ("voices/a.wav", "uploads/b c.wav", "uploads/Zoë.wav"):
        store.put_bytes(unicodedata.normalize("NFD", key), b"RIFF", "audio/wav")  # as a Mac writes it
        url = f"s3://ours/{prefix}/{key}" if prefix else f"s3://ours/{key}"
        assert fetch.fetch(url, tmp_path / "got", settings, store, field="audio_url") == 4
        assert (tmp_path / "got").read_bytes() == b"RIFF"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("s3://theirs/voices/a.wav", "URL_REFUSED"),
        ("s3://ours", "URL_REFUSED"),
        ("s3://ours/", "URL_REFUSED"),
        ("s3://ours/output/secret.wav", "URL_REFUSED"),
        ("s3://ours/models/x", "URL_REFUSED"),
        ("s3://ours/voicesx/a.wav", "URL_REFUSED"),
        ("s3://ours/voices/../output/secret.wav", "NOT_FOUND"),
        ("s3://ours/voices/%2e%2e/output/secret.wav", "NOT_FOUND"),
        ("s3://ours//voices/a.wav", "URL_REFUSED"),
        ("s3://ours/voices/", "NOT_FOUND"),
        ("s3://ours/voices/none.wav", "NOT_FOUND"),
        ("s3://ours@theirs/voices/a.wav", "URL_REFUSED"),
        ("s3://ours/voices/large.wav", "DOWNLOAD_TOO_LARGE"),
    ],
)
def test_other_places_in_s3_are_refused(tmp_path, url, code):
    """With the worker's keys, another bucket or another folder would be somebody else's."""
    settings = config.from_environment(S3 | {"F5TTS_MAX_DOWNLOAD_MB": "1"})
    store = FolderStore(tmp_path / "store")
    store.put_bytes("output/secret.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/a.wav", b"RIFF", "audio/wav")
    store.put_bytes("voices/large.wav", bytes(1024 * 1024 + 1), "audio/wav")
    with pytest.raises(WorkerError) as caught:
        fetch.fetch(url, tmp_path / "got", settings, store, field="audio_url")
    assert caught.value.code == code
    assert not (tmp_path / "got").exists()


def test_long_recordings_have_a_limit_of_their_own(tmp_path):
    """A limit above the usual one is kept, from the web and from the bucket, with the time that it takes."""
    settings = config.from_environment(
        S3 | {"F5TTS_MAX_DOWNLOAD_MB": "1", "F5TTS_ALLOW_PRIVATE_URLS": "true"}
    )
    store = FolderStore(tmp_path / "store")
    size = 1024 * 1024 + 1
    store.put_bytes("uploads/long.wav", bytes(size), "audio/wav")
    with http_server({"/long": body(bytes(size))}) as server:
        for url in ("s3://ours/uploads/long.wav", server.url("/long")):
            target = tmp_path / "got"
            given = {"field": "audio_url", "max_bytes": size}
            assert fetch.fetch(url, target, settings, store, **given) == size
            with pytest.raises(WorkerError) as caught:
                fetch.fetch(url, target, settings, store, field="audio_url", max_bytes=size - 1)
            assert caught.value.code == "DOWNLOAD_TOO_LARGE"
    assert fetch.policy_of(settings).seconds == 60
    assert fetch.policy_of(settings, settings.max_align_bytes).seconds == 175


def test_s3_without_a_bucket(tmp_path):
    """A worker without a bucket says so."""
    with pytest.raises(WorkerError, match="has no bucket"):
        fetch.fetch(
            "s3://ours/voices/a.wav",
            tmp_path / "got",
            config.from_environment({}),
            FolderStore(tmp_path / "store"),
            field="audio_url",
        )


def test_the_server_helper_serves(tmp_path):
    """The misbehaving servers answer what they are told: otherwise refusals above would prove nothing."""
    with (
        http_server({"/a": body(b"x")}) as server,
        socket.create_connection(("127.0.0.1", server.port)) as probe,
    ):
        assert isinstance(server, Server)
        probe.sendall(b"GET /a HTTP/1.1\r\n\r\n")
        assert probe.recv(1000).endswith(b"\r\n\r\nx")
