import ast
import contextlib
import re
from pathlib import Path

import pytest
from scripts.settings_table import page

from f5tts_worker.bootstrap.weights import hub_download
from f5tts_worker.config import SERVERLESS_MOUNT, from_environment, public_view
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.serving import read_serving
from f5tts_worker.settings.table import GROUPS, SETTINGS
from f5tts_worker.storage.s3.errors import plain_errors
from f5tts_worker.supervisor import child

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "handler.py", *(ROOT / "src").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]
SHELL = [*(ROOT / "scripts").glob("*.sh"), ROOT / "compose.yaml"]
NAMES = {name for setting in SETTINGS.values() for name in setting.names}
# What child processes are given, whatever the operator has set.
GIVEN = {
    *("CUDA_VISIBLE_DEVICES", "CUDA_CACHE_PATH", "CUDA_CACHE_MAXSIZE"),  # in the table with all of CUDA's
    "HF_HUB_OFFLINE",
    "RUNPOD_ENDPOINT_BASE_URL",  # of the SDK: where RunPod is
    "TORCH_DEVICE_BACKEND_AUTOLOAD",
    "UV_NO_PROGRESS",
    "UV_PYTHON_DOWNLOADS",
}


def test_an_empty_environment_gives_a_working_default():
    """Nothing has to be set."""
    settings = from_environment({})
    assert settings.volume == Path("/runpod-volume")
    assert settings.model == "F5TTS_v1_Base"
    assert settings.bucket is None
    assert not settings.on_runpod


def test_every_fault_is_named_at_once(tmp_path):
    """One error names all settings that make no sense, and what would."""
    file = tmp_path / "file"
    file.touch()
    environ = {
        "F5TTS_VOLUME": str(file),
        "F5TTS_JOB_SECONDS": "soon",
        "F5TTS_MAX_TEXT_CHARS": "0",
        "ENABLE_S3_MODEL_CACHE": "maybe",
        "F5TTS_DEVICE": "tpu",
        "S3_BUCKET": "b",
        "AWS_ACCESS_KEY_ID": "only-one",
        "AWS_ENDPOINT_URL": "s3.example.com",
    }
    with pytest.raises(WorkerError) as caught:
        from_environment(environ)
    assert caught.value.code == "INVALID_SETTINGS"
    for name in (
        "F5TTS_VOLUME",
        "F5TTS_JOB_SECONDS",
        "F5TTS_MAX_TEXT_CHARS",
        "ENABLE_S3_MODEL_CACHE",
        "F5TTS_DEVICE",
    ):
        assert name in caught.value.message
    assert "AWS_SECRET_ACCESS_KEY" in caught.value.message
    assert "https://" in caught.value.message
    assert len(caught.value.details["faults"]) == 7


def test_runpods_own_bucket_names_are_understood():
    """BUCKET_* work as AWS_* do, and AWS_* win."""
    environ = {
        "S3_BUCKET": "voices",
        "BUCKET_ENDPOINT_URL": "https://s3.example.com",
        "BUCKET_ACCESS_KEY_ID": "from-bucket",
        "BUCKET_SECRET_ACCESS_KEY": "secret-canary",
        "AWS_REGION": "eu-central-1",
    }
    bucket = from_environment(environ).bucket
    assert (bucket.name, bucket.endpoint, bucket.region) == (
        "voices",
        "https://s3.example.com",
        "eu-central-1",
    )
    assert bucket.access_key == "from-bucket"


def test_secrets_are_not_shown():
    """Neither `repr` nor the public view holds a key."""
    environ = {
        "S3_BUCKET": "b",
        "AWS_ACCESS_KEY_ID": "canary-access",
        "AWS_SECRET_ACCESS_KEY": "canary-secret",
    }
    settings = from_environment(environ)
    assert "canary-secret" not in repr(settings)
    assert "canary" not in str(public_view(settings))


def test_the_page_of_settings_is_up_to_date():
    """docs/SETTINGS.md is what `python scripts/settings_table.py > docs/SETTINGS.md` makes."""
    assert (ROOT / "docs/SETTINGS.md").read_text(encoding="utf-8") == page()


def parsed(path):
    """Return a file's syntax tree.

    CPython 3.11 counts the depth of trees for all threads together: while another thread, left by a test
    before, formats a traceback, which parses its lines, the parser may give up with a SystemError.
    """
    text = path.read_text(encoding="utf-8")
    for _ in range(20):
        with contextlib.suppress(SystemError):
            return ast.parse(text)
    return ast.parse(text)


def test_every_variable_that_is_read_is_in_the_table():
    """Any text in the code that looks like a variable is one of the table's, or one that we only set."""
    beginnings = {name.partition("_")[0] for name in NAMES if "_" in name}
    looks_so = re.compile(rf"(?:{'|'.join(beginnings)})(?:_[A-Z0-9]+)+")
    worth_parsing = re.compile(rf"(?:{'|'.join(beginnings)})_|environ|getenv")  # one file of four
    for path in SOURCES:
        if not worth_parsing.search(path.read_text(encoding="utf-8")):
            continue
        nodes = list(ast.walk(parsed(path)))
        texts = {
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found = {text for text in texts if looks_so.fullmatch(text)}
        found |= {name for node in nodes if (name := asked_for(node))}
        assert found - NAMES - GIVEN == set(), path
    for path in SHELL:
        read = set(re.findall(r"\$\{([A-Z_]+[A-Z0-9_]*):?-", path.read_text(encoding="utf-8")))
        assert read - NAMES - {"PIP_CACHE_DIR"} == set(), path  # pip's own, for the tests' packages


def asked_for(node):
    """Return the variable that an expression takes from the process environment by a literal name."""
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
        key, taken = node.slice, isinstance(node.ctx, ast.Load)
    elif isinstance(node, ast.Call) and re.search(r"environ\.(get|pop)$|getenv$", ast.unparse(node.func)):
        key, taken = node.args[0], True
    else:
        return None
    return key.value if taken and isinstance(key, ast.Constant) else None


def test_defaults_outside_the_settings_are_the_table_s(tmp_path):
    """The handler, the engine's process and the downloads fill in the defaults that the table names."""
    tree = ast.parse((ROOT / "handler.py").read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and "setdefault" in ast.unparse(n.func)]
    # The last value of an expression is what holds in a served worker, whatever else holds for a single job.
    found = {call.args[0].value: getattr(call.args[1], "orelse", call.args[1]).value for call in calls}
    group = next(group for group in GROUPS if group.title == "RunPod")
    assert found == {s.name: str(s.default) for s in group.settings if not s.shown}
    engine = child.scrubbed_environment({}, tmp_path)
    assert engine["OMP_WAIT_POLICY"] == str(SETTINGS["OMP_WAIT_POLICY"].default)
    assert SETTINGS["HF_HUB_DOWNLOAD_TIMEOUT"].default == hub_download.READ_SECONDS
    passed = {f"{name}*" for name in child._ALLOWED_PREFIXES} | child._ALLOWED
    assert passed <= set(SETTINGS)
    assert str(SERVERLESS_MOUNT) in SETTINGS["F5TTS_VOLUME"].shown
    bucket = from_environment({"S3_BUCKET": "b"}).bucket
    assert bucket.region in SETTINGS["AWS_REGION"].shown


def test_limits_are_the_table_s():
    """Every setting with limits takes both ends, and refuses what lies beyond, naming them."""
    for setting in SETTINGS.values():
        if setting.bounds is None:
            continue
        low, high = setting.bounds
        for value in (low, high):
            read_all({setting.name: str(value)})
        for value in (low - 1, high + 1):
            with pytest.raises(
                WorkerError, match=f"{setting.name} must be a whole number from {low} to {high}"
            ):
                read_all({setting.name: str(value)})


def read_all(environ):
    """Read the worker's settings and the HTTP server's."""
    from_environment(environ)
    read_serving(environ)


@pytest.mark.parametrize("name", ["README.md", "docs/DEPLOY.md", "docs/S3_STRUCTURE.md"])
def test_other_pages_link_to_the_table(name):
    """The settings stand in one table; other pages lead to it and have none of their own."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "SETTINGS.md" in text
    assert [row for row in re.findall(r"^\| `([A-Z0-9_]+)`", text, re.MULTILINE) if row in NAMES] == []


def refused(**environ):
    """Return the faults of settings that make no sense."""
    with pytest.raises(WorkerError) as caught:
        from_environment(environ)
    return caught.value.details["faults"]


KEY = {"BUCKET_ACCESS_KEY_ID": "id", "BUCKET_SECRET_ACCESS_KEY": "secret"}
AWS_KEY = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.mark.parametrize(
    ("address", "name", "endpoint"),
    [
        ("https://voices.s3.eu-central-1.amazonaws.com", "voices", "https://s3.eu-central-1.amazonaws.com"),
        ("https://my.own.voices.s3.amazonaws.com/", "my.own.voices", "https://s3.amazonaws.com/"),
        ("https://voices.nyc3.digitaloceanspaces.com", "voices", "https://nyc3.digitaloceanspaces.com"),
        ("https://voices.s3.us-west-004.backblazeb2.com", "voices", "https://s3.us-west-004.backblazeb2.com"),
        (
            f"https://{'a' * 32}.r2.cloudflarestorage.com/voices",
            "voices",
            f"https://{'a' * 32}.r2.cloudflarestorage.com",
        ),
        (
            f"https://voices.{'a' * 32}.eu.r2.cloudflarestorage.com",
            "voices",
            f"https://{'a' * 32}.eu.r2.cloudflarestorage.com",
        ),
        ("https://minio.example.org:9000/voices/", "voices", "https://minio.example.org:9000"),
    ],
)
def test_the_bucket_may_stand_in_the_address_alone(address, name, endpoint):
    """RunPod's three BUCKET_* variables are enough where the address names the bucket."""
    bucket = from_environment(KEY | {"BUCKET_ENDPOINT_URL": address}).bucket
    assert (bucket.name, bucket.endpoint) == (name, endpoint)
    assert (bucket.access_key, bucket.secret_key) == ("id", "secret")


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL_S3", "S3_ENDPOINT_URL"])
def test_other_names_of_the_address(name):
    """boto3's own for S3 alone, and the one of many tools: without them, everything would go to AWS."""
    environ = AWS_KEY | {"S3_BUCKET": "voices", name: "https://s3.example.org"}
    assert from_environment(environ).bucket.endpoint == "https://s3.example.org"


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "BUCKET_ENDPOINT_URL"])
def test_an_error_names_the_variable_that_has_the_address(name):
    """Another one may be right, and be changed in vain."""
    environ = AWS_KEY | {"S3_BUCKET": "voices", name: "http://127.0.0.1:1"}
    bucket = from_environment(environ).bucket
    with pytest.raises(WorkerError, match=rf"check {name} or"), plain_errors(bucket, "key"):
        raise ConnectionError


def test_the_region_is_spelled_as_the_endpoint_has_it():
    """RunPod's are in capitals, and signatures need them so."""
    given = {"AWS_ENDPOINT_URL": "https://s3api-eu-ro-1.runpod.io", "AWS_REGION": "eu-ro-1"}
    assert from_environment(AWS_KEY | {"S3_BUCKET": "voices"} | given).bucket.region == "EU-RO-1"


def test_the_bucket_behind_the_address_is_not_named_twice():
    """With S3_BUCKET set, too, results must not land in a folder of the bucket's own name."""
    environ = AWS_KEY | {"S3_BUCKET": "voices", "AWS_ENDPOINT_URL": "https://s3.example.org/voices"}
    assert from_environment(environ).bucket.endpoint == "https://s3.example.org"


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        ({"AWS_ENDPOINT_URL": "https://s3.example.org"}, "S3_BUCKET is missing"),
        (KEY | {"BUCKET_ENDPOINT_URL": "https://s3.eu-west-1.amazonaws.com"}, "S3_BUCKET is missing"),
        (KEY, "BUCKET_ENDPOINT_URL is missing"),
        ({"AWS_ACCESS_KEY_ID": "id"}, "AWS_SECRET_ACCESS_KEY is missing"),
        ({"AWS_SECRET_ACCESS_KEY": "secret"}, "AWS_ACCESS_KEY_ID is missing"),
        ({"BUCKET_ACCESS_KEY_ID": "id"}, "BUCKET_SECRET_ACCESS_KEY is missing"),
        # Halves of two keys are none.
        (
            {"S3_BUCKET": "b", "AWS_ACCESS_KEY_ID": "id", "BUCKET_SECRET_ACCESS_KEY": "secret"},
            "AWS_SECRET_ACCESS_KEY is missing",
        ),
    ],
)
def test_half_a_bucket_is_a_fault(environ, missing):
    """Never "no bucket" in silence; no value is repeated."""
    faults = refused(**environ)
    assert any(missing in fault for fault in faults)
    assert "secret" not in " ".join(faults).replace("SECRET", "")


def test_keys_alone_are_no_bucket():
    """AWS keys may be there for something else."""
    assert from_environment(AWS_KEY | {"AWS_SESSION_TOKEN": "token"}).bucket is None


def test_a_session_token_belongs_to_its_key():
    """It goes with the AWS pair alone, and is shown nowhere."""
    token = {"AWS_SESSION_TOKEN": "token-canary", "S3_BUCKET": "b"}
    bucket = from_environment(AWS_KEY | token).bucket
    assert bucket.session_token == "token-canary"
    assert "canary" not in repr(bucket)
    assert from_environment(KEY | token).bucket.session_token is None


def test_what_callers_may_read_of_the_bucket():
    """Folders and keys, separated by commas; the worker's own folders cannot be opened."""
    given = {"S3_READ_PREFIXES": " references/2024/, reference.wav ,,"}
    assert from_environment(given).s3_read_prefixes == ("references/2024", "reference.wav")
    assert from_environment({"S3_READ_PREFIXES": "*"}).s3_read_prefixes == ("*",)
    patterns = {"S3_READ_PREFIXES": "/*, refs/*, a/b//*/"}
    assert from_environment(patterns).s3_read_prefixes == ("*", "refs", "a/b")
    (fault,) = refused(S3_READ_PREFIXES="input,output/jobs,models")
    assert "output/jobs or models" in fault
