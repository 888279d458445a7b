"""`scripts/deploy.py` against a stand-in for RunPod's REST API v2: a server as strict as its schema."""

import copy
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.scripts.runpod_stand_in import KEY, ProblemError, running
from tests.unit.servers import free_port

REPOSITORY = Path(__file__).resolve().parents[3]
SCRIPTS = REPOSITORY / "scripts"
IMAGE = ("--image", "ghcr.io/owner/f5tts-worker:main")
BASIC = (*IMAGE, "--data-center", "EU-RO-1", "--set", "F5TTS_MODEL=demo")
SECRET = "CANARY/bucket+secret=42"
BUCKET = f"""# keys
S3_BUCKET=voices
export AWS_ACCESS_KEY_ID='CANARYKEYID'
AWS_SECRET_ACCESS_KEY={SECRET}

HF_TOKEN=hf_CANARY_TOKEN
"""
READY = {"engine": "READY", "problems": [], "environment": {"state": "published"}, "settings": {}}


@pytest.fixture
def runpod():
    """Run an empty account."""
    with running() as stand_in:
        yield stand_in


@pytest.fixture
def deploy(runpod, monkeypatch, capsys):
    """Run the command in this process, without its pauses; return exit code, output, and error."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import deploy as command
    from deployment import api, first_request

    monkeypatch.setattr(api, "PAUSE_S", 0.01)
    monkeypatch.setattr(first_request, "ASK_EVERY_S", 0.01)
    monkeypatch.setenv("RUNPOD_API_KEY", KEY)

    def run(*arguments):
        try:
            code = command.main(["--api", runpod.address, *map(str, arguments)])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        for secret in (KEY, SECRET, "CANARYKEYID", "hf_CANARY_TOKEN"):
            assert secret not in said.out + said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def keys(tmp_path):
    """Write a file with the keys of a bucket."""
    file = tmp_path / "bucket.env"
    file.write_text(BUCKET)
    return file


def kinds(runpod):
    """Return the writes, method and kind."""
    return [(method, path.split("/")[0]) for method, path, _ in runpod.writes]


MADE = [("POST", "network-volumes"), ("POST", "templates"), ("POST", "serverless")]


def test_everything_is_made(runpod, deploy, keys):
    """Volume, template and endpoint, with what v2's defaults lack; the output has the first request."""
    code, out, err = deploy(*BASIC, "--env-file", keys, "--volume-class", "HIGH_PERFORMANCE")
    assert (code, err) == (0, "")
    assert kinds(runpod) == MADE
    volume, endpoint = runpod.only("network-volumes"), runpod.only("serverless")
    assert volume == {
        "id": volume["id"],
        "name": "f5tts-eu-ro-1",
        "size": 30,
        "dataCenter": "EU-RO-1",
        "type": "HIGH_PERFORMANCE",
    }
    assert endpoint["flashboot"] == "FLASHBOOT"
    assert endpoint["timeout"] == 1_800_000
    assert endpoint["workers"] == {"min": 0, "max": 3, "idleTimeout": 60}
    assert endpoint["scaling"] == {"type": "QUEUE_DELAY", "queueDelay": 4.0}
    assert endpoint["gpu"]["minCudaVersion"] == "12.8"
    assert endpoint["gpu"]["allowedCudaVersions"] == []
    assert endpoint["networkVolumes"] == [volume["id"]]
    assert endpoint["dataCenterIds"] == ["EU-RO-1"]
    assert endpoint["env"] == {
        "F5TTS_JOB_SECONDS": "1740",
        "F5TTS_MODEL": "demo",
        "S3_BUCKET": "voices",
        "AWS_ACCESS_KEY_ID": "CANARYKEYID",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "HF_TOKEN": "hf_CANARY_TOKEN",
    }
    assert not runpod.only("templates")["startSsh"]
    assert f"{endpoint['requestUrls']['run']} -H" in out
    assert "$0.58 an hour" in out


def test_cuda_13_shuts_out_older_drivers(runpod, deploy):
    """The environment for CUDA 13 moves the filter, unless another one is named, which must not be lower."""
    assert deploy(*BASIC, "--set", "F5TTS_CUDA=13")[0] == 0
    assert runpod.only("serverless")["gpu"]["minCudaVersion"] == "13.0"
    assert deploy(*BASIC, "--min-cuda", "13.1")[0] == 0
    assert runpod.only("serverless")["gpu"]["minCudaVersion"] == "13.1"
    writes = len(runpod.writes)
    code, _, err = deploy(*BASIC, "--min-cuda", "12.9")
    assert (code, len(runpod.writes)) == (1, writes)
    assert "F5TTS_CUDA=13 needs --min-cuda 13.0 or newer" in err


def test_a_second_run_sends_no_write(runpod, deploy, keys):
    """The same command finds all three unchanged, also without the file of keys: their variables stay."""
    deploy(*BASIC, "--env-file", keys)
    before = copy.deepcopy(runpod.account)
    runpod.writes.clear()
    for more in (("--env-file", keys), ()):
        code, out, _ = deploy(*BASIC, *more)
        assert code == 0
        assert len(re.findall(": unchanged", out)) == 3
    assert runpod.writes == []
    assert runpod.account == before


def test_what_differs_is_changed_and_named(runpod, deploy, keys):
    """Each field that differs is named with both values, hidden ones without; nothing else is sent."""
    deploy(*BASIC, "--env-file", keys)
    runpod.writes.clear()
    endpoint = runpod.only("serverless")
    endpoint["workers"]["max"] = 0  # as RunPod does after seven days without a request
    keys.write_text("AWS_SECRET_ACCESS_KEY=CANARY-another\n")
    changed = (
        "--idle-timeout",
        120,
        "--volume-size",
        50,
        "--set",
        "F5TTS_LANGUAGE=de",
        "--unset",
        "HF_TOKEN",
    )
    runpod.faults.append(("PATCH", "templates", ProblemError(400, f"no CANARY-another, was {SECRET}")))
    code, _, err = deploy(*BASIC, "--env-file", keys)
    assert (code, "no (hidden), was (hidden)." in err) == (1, True)
    runpod.writes.clear()
    code, out, _ = deploy(*BASIC, *changed, "--gpu", "ADA_24", "--env-file", keys)
    assert code == 0
    assert [path.split("/")[0] for _, path, _ in runpod.writes] == [
        "network-volumes",
        "templates",
        "serverless",
    ]
    assert set(runpod.writes[2][2]) == {"env", "workers", "gpu"}
    for line in (
        "  size: 30 -> 50",
        "  workers.max: 0 -> 3",
        "  workers.idleTimeout: 60 -> 120",
        "  env.F5TTS_LANGUAGE: none -> de",
        "  env.HF_TOKEN: (hidden) -> none",
        "  env.AWS_SECRET_ACCESS_KEY: (hidden) -> (hidden)",
        "  gpu.pools: AMPERE_16, AMPERE_24, ADA_24 -> ADA_24",
    ):
        assert line in out.splitlines()
    assert "CANARY-another" not in out
    env = runpod.only("serverless")["env"]
    assert (env["F5TTS_LANGUAGE"], env["AWS_SECRET_ACCESS_KEY"]) == ("de", "CANARY-another")
    assert env["AWS_ACCESS_KEY_ID"] == "CANARYKEYID"
    assert "HF_TOKEN" not in env
    runpod.writes.clear()
    deploy(*BASIC, *changed, "--gpu", "ADA_24")
    assert runpod.writes == []


def test_an_exact_list_of_cuda_versions_gives_way_to_the_floor(runpod, deploy):
    """A list made elsewhere is cleared in the call that sets the floor: the API refuses both together."""
    deploy(*BASIC)
    runpod.only("serverless")["gpu"].update(allowedCudaVersions=["12.8"], minCudaVersion=None)
    code, out, err = deploy(*BASIC)
    assert (code, err) == (0, "")
    assert "  gpu.allowedCudaVersions: 12.8 -> none" in out
    assert runpod.only("serverless")["gpu"]["allowedCudaVersions"] == []


def test_scaling_by_requests_has_no_idle_timeout(runpod, deploy):
    """RunPod refuses both together; going over to the other scaler and back works."""
    deploy(*BASIC)
    for arguments in (("--requests-per-worker", 1), ()):
        code, _, err = deploy(*BASIC, *arguments)
        assert (code, err) == (0, "")
    assert runpod.only("serverless")["workers"]["idleTimeout"] == 60


@pytest.mark.parametrize("stopped_at", ["network-volumes", "templates", "serverless"])
def test_half_made_runs_are_taken_up_again(runpod, deploy, stopped_at):
    """Where a step was refused, the same command makes what is missing, and nothing twice."""
    runpod.faults.append(("POST", stopped_at, ProblemError(400, "No capacity in this data center")))
    code, _, err = deploy(*BASIC)
    assert code == 1
    assert "No capacity in this data center. Choose other --gpu pools or another --data-center." in err
    assert deploy(*BASIC)[0] == 0
    assert [len(things) for things in runpod.account.values()] == [1, 1, 1]


@pytest.mark.parametrize("fault", ["lost", "dropped", ProblemError(502, "bad gateway")])
@pytest.mark.parametrize("kind", ["network-volumes", "templates", "serverless"])
def test_a_lost_answer_makes_nothing_twice(runpod, deploy, kind, fault):
    """A POST without an answer is looked up before it is sent again."""
    runpod.faults.append(("POST", kind, fault))
    code, _, err = deploy(*BASIC)
    assert (code, err) == (0, "")
    assert [len(things) for things in runpod.account.values()] == [1, 1, 1]
    posts = [path for method, path, _ in runpod.writes if method == "POST"]
    assert sorted(posts) == ["network-volumes", "serverless", "templates"]


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_calls_that_repeat_harmlessly_are_repeated(runpod, deploy, method):
    """Rate limits, server errors and lost answers of reads and changes cost nothing but time."""
    deploy(*BASIC)
    busy = ProblemError(429, "rate limit exceeded", Retry_After="0")
    runpod.faults += [(method, "templates", fault) for fault in (busy, "lost", ProblemError(500, "oops"))]
    code, _, err = deploy(*BASIC, "--set", "F5TTS_LANGUAGE=fr")
    assert (code, err) == (0, "")
    assert runpod.only("templates")["env"]["F5TTS_LANGUAGE"] == "fr"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ProblemError(401, "invalid token"), "RunPod does not accept the key (401): set RUNPOD_API_KEY"),
        (ProblemError(403, "access denied"), "The key has no permission to make the endpoint (403)"),
        (ProblemError(400, "Endpoint name is already taken"), "is already taken. Choose another --name."),
        (ProblemError(402, "Insufficient balance"), "Add credit to the RunPod account."),
        (ProblemError(400, f"bad value {SECRET}"), "bad value (hidden)."),
    ],
)
def test_each_refusal_is_one_sentence(runpod, deploy, keys, problem, said):
    """What RunPod refuses is said with what to do, and without the secrets that it repeats."""
    runpod.faults.append(("POST", "serverless", problem))
    code, _, err = deploy(*BASIC, "--env-file", keys)
    assert code == 1
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [("serverless", "endpoints"), ("network-volumes", "volumes"), ("catalog", "GPUs"), ("job", "job")],
)
def test_a_key_that_may_not_read(runpod, deploy, kind, said):
    """What the key lacks is named: lists, the catalog, and jobs on the endpoint."""
    runpod.health = [READY]
    deploy(*BASIC)
    method, path = ("POST", "ser") if kind == "job" else ("GET", kind)  # an endpoint's id begins so
    runpod.faults.append((method, path, ProblemError(403, "access denied")))
    code, _, err = deploy(*BASIC, "--wait", 60)
    assert (code, "(403)" in err, said in err) == (1, True, True)


@pytest.mark.parametrize(
    "fault", ["dropped", ProblemError(503, "down"), ProblemError(429, "slow down", Retry_After="0")]
)
def test_an_api_that_stays_away_is_given_up(runpod, deploy, fault):
    """After four tries the command ends with a sentence, and has made at most what was acknowledged."""
    runpod.faults += [("POST", "serverless", fault)] * 4
    code, _, err = deploy(*BASIC)
    assert code == 1
    assert len(err.splitlines()) == 1
    assert runpod.account["serverless"] == []


def test_a_wrong_key_and_no_server(runpod, deploy, monkeypatch):
    """A key that is refused, none at all, and an address that nothing listens at: one sentence each."""
    for key, address, said in (
        ("other", runpod.address, "does not accept the key"),
        ("", runpod.address, "RUNPOD_API_KEY is not set"),
        (KEY, f"http://127.0.0.1:{free_port()}", "gave no answer"),
        (KEY, "http://api.example.com", "must begin with https://"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv("RUNPOD_API_KEY", key)
            code, _, err = deploy(*BASIC, "--api", address)
        assert (code, said in err, len(err.splitlines())) == (1, True, 1)
    assert runpod.writes == []


def test_the_quota_of_workers(runpod, deploy):
    """RunPod's limit over all endpoints is repeated with what to do; the template is used by the next run."""
    code, _, err = deploy(*BASIC, "--max-workers", 31)
    assert code == 1
    assert "workers quota (30). Choose fewer --max-workers" in err
    assert deploy(*BASIC, "--max-workers", 30)[0] == 0
    assert kinds(runpod).count(("POST", "templates")) == 1


@pytest.mark.parametrize("kind", ["serverless", "templates", "network-volumes"])
def test_two_of_one_name(runpod, deploy, kind):
    """Names say which thing is meant: two of one name are a fault that names both."""
    deploy(*BASIC)
    runpod.account[kind].append({**runpod.only(kind), "id": "another"})
    runpod.writes.clear()
    code, _, err = deploy(*BASIC)
    assert code == 1
    assert "and another)" in err
    assert runpod.writes == []


def test_an_endpoint_of_another_kind_is_left_alone(runpod, deploy):
    """Neither a load-balancing endpoint nor one without GPUs can become ours."""
    deploy(*BASIC)
    runpod.writes.clear()
    for field in ({"type": "LOAD_BALANCER"}, {"type": "QUEUE", "cpu": [{"id": "cpu5c"}]}):
        runpod.only("serverless").update(field)
        code, _, err = deploy(*BASIC)
        assert (code, "choose another --name" in err) == (1, True)
    assert runpod.writes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "F5TTS_MODEL=no-such"), "F5TTS_MODEL is 'no-such', but the only models are"),
        (("--set", "F5TTS_MAX_TEXT_CHARS=many"), "F5TTS_MAX_TEXT_CHARS must be a whole number"),
        (("--set", "F5TTS_MODLE=demo"), "did you mean F5TTS_MODEL?"),
        (("--set", "S3_BUKET=voices"), "did you mean S3_BUCKET?"),
        (("--set", "AWS_ENDPOINT_URL=https://s3.example.com"), "S3_BUCKET is missing"),
        (("--set", "F5TTS_JOB_SECONDS=1800"), "must be below --execution-timeout (1800)"),
        (("--set", f"AWS_SECRET_ACCESS_KEY={SECRET}"), "put it into a file for --env-file"),
        (("--set", "F5TTS_MODEL=https://x.example/m.pt?sig=1"), "put it into a file for --env-file"),
        (("--set", "=x"), "--set takes NAME=VALUE"),
        (("--gpu", "ADA_42"), "RunPod has no GPU pool ADA_42; it has ADA_24, AMPERE_16, AMPERE_24."),
        (("--volume", "missing"), "There is no network volume missing"),
        (("--data-center", "EU-RO-1"), "one volume in each data center"),
        (("--env-file", "no-such-file"), "no-such-file cannot be read"),
        (("--set", "F5TTS_SERVE=HTTP", "--set", "PORT=8000"), "F5TTS_SERVE=http is for a load-balancing"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(runpod, deploy, arguments, said):
    """Settings are checked by the worker's own code, places and GPUs by the account's lists."""
    code, _, err = deploy(*BASIC, *arguments)
    assert code == 1
    assert said in err
    assert len(err.splitlines()) == 1
    assert runpod.writes == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--image is missing"),
        (("--image", "ghcr.io/Owner/Worker", "--no-volume"), "in small letters"),
        (IMAGE, "--data-center, --volume, or --no-volume"),
        ((*BASIC, "--no-volume"), "--no-volume excludes"),
        ((*BASIC, "--min-workers", 4), "--min-workers is more than --max-workers"),
        ((*BASIC, "--queue-delay", "nan"), "--queue-delay must be at least 0.5"),
        ((*BASIC, "--min-cuda", "12"), "--min-cuda must be a version"),
        ((*BASIC, "--idle-timeout", 3601), "must be from 1 to 3600"),
        ((*BASIC, "--delete-volume", "x"), "--delete-volume belongs to --destroy"),
    ],
)
def test_wrong_use(runpod, deploy, arguments, said):
    """Arguments that cannot be meant end with code 2, and nothing is sent."""
    code, _, err = deploy(*arguments)
    assert (code, runpod.writes) == (2, [])
    assert said in err


def test_secrets_of_the_account_may_be_named(runpod, deploy):
    """A reference to a RunPod secret may stand in the command, is printed, and is checked like a key."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    references = {name: "{{ RUNPOD_SECRET_" + name.lower() + " }}" for name in names}
    given = [part for name, value in references.items() for part in ("--set", f"{name}={value}")]
    code, out, _ = deploy(*BASIC, *given, "--set", "S3_BUCKET=voices", "--dry-run")
    assert code == 0
    assert references["AWS_ACCESS_KEY_ID"] in out
    code, _, err = deploy(*BASIC, *given[:2], "--set", "S3_BUCKET=voices")
    assert (code, "AWS_SECRET_ACCESS_KEY is missing" in err) == (1, True)


def test_dry_run_prints_the_calls_and_sends_none(runpod, deploy, keys):
    """New things are shown as POST, changed ones as PATCH and field by field, deleting as DELETE."""
    _, out, _ = deploy(*BASIC, "--env-file", keys, "--dry-run")
    assert re.findall(r"^[A-Z]+ http\S+/(\S+)", out, re.MULTILINE) == [
        "network-volumes",
        "templates",
        "serverless",
    ]
    assert '"AWS_SECRET_ACCESS_KEY": "(hidden)"' in out
    assert '"F5TTS_MODEL": "demo"' in out
    assert runpod.writes == []
    deploy(*BASIC, "--env-file", keys)
    runpod.writes.clear()
    _, out, _ = deploy(*BASIC, "--idle-timeout", 5, "--dry-run")
    workers = '{"workers": {"min": 0, "max": 3, "idleTimeout": 5}}'
    assert re.findall("^PATCH .*", out, re.MULTILINE) == [
        f"PATCH {runpod.address}/serverless/{runpod.only('serverless')['id']} {workers}"
    ]
    assert "  workers.idleTimeout: 60 -> 5" in out
    _, out, _ = deploy("--destroy", "--dry-run")
    assert len(re.findall("^DELETE ", out, re.MULTILINE)) == 2
    assert runpod.writes == []


def test_destroy_leaves_volumes_that_are_not_named(runpod, deploy):
    """Endpoint and template go; the volume only when it is named; a second time there is nothing to do."""
    deploy(*BASIC)
    deploy(*BASIC, "--name", "other")
    assert deploy("--destroy")[0] == 0
    assert [one["name"] for one in runpod.account["serverless"] + runpod.account["templates"]] == [
        "other"
    ] * 2
    assert len(runpod.account["network-volumes"]) == 2
    runpod.faults.append(("DELETE", "network-volumes", "lost"))
    code, out, _ = deploy("--destroy", "--delete-volume", "f5tts-eu-ro-1")
    assert (code, "f5tts-eu-ro-1: deleted" in out) == (0, True)
    assert [one["name"] for one in runpod.account["network-volumes"]] == ["other-eu-ro-1"]
    assert "There is nothing with the name f5tts." in deploy("--destroy")[1]


def test_several_volumes_and_one_that_exists(runpod, deploy):
    """One volume in each data center; one of the account's own is used as it is, by name or id."""
    deploy(*BASIC, "--data-center", "US-KS-2")
    assert sorted(runpod.only("serverless")["dataCenterIds"]) == ["EU-RO-1", "US-KS-2"]
    other = runpod.account["network-volumes"][1]
    for named in (other["name"], other["id"]):
        code, _, _ = deploy(*IMAGE, "--volume", named, "--name", "second", "--volume-size", 100)
        assert code == 0
    assert other["size"] == 30
    code, _, err = deploy(*IMAGE, "--volume", other["id"], "--volume-class", "HIGH_PERFORMANCE")
    assert (code, "is STANDARD, which cannot be changed" in err) == (1, True)
    deploy(*IMAGE, "--no-volume", "--name", "second")
    assert runpod.account["serverless"][1]["networkVolumes"] == []


def test_waiting_for_the_worker(runpod, deploy):
    """`--wait` sends health and repeats what the worker says, until it is ready or the time is over."""
    installing = {**READY, "engine": "NEW", "preparing": "installing the environment: 41 of 60 packages"}
    runpod.health = [installing, READY]
    code, out, _ = deploy(*BASIC, "--wait", 60)
    assert (code, "41 of 60 packages" in out, "ready" in out) == (0, True, True)
    runpod.health = [
        {**READY, "engine": "NEW", "problems": [{"serious": True, "message": "The volume is full."}]}
    ]
    code, _, err = deploy(*BASIC, "--wait", 60)
    assert (code, "The worker cannot do jobs: The volume is full." in err) == (1, True)
    runpod.health = [installing]
    code, _, err = deploy(*BASIC, "--wait", 1)
    assert (code, "not ready after 1 s" in err) == (1, True)


def test_the_key_goes_to_runpod_alone(runpod, deploy):
    """An endpoint's address on another host gets no key."""
    runpod.health = [READY]
    deploy(*BASIC)
    runpod.only("serverless")["requestUrls"]["run"] = "https://evil.example/v2/x/run"
    code, _, err = deploy(*BASIC, "--wait", 5)
    assert (code, "evil.example" in err, "not sent there" in err) == (1, True, True)


def test_a_bare_python_is_enough():
    """Without packages or a key, from another folder, the calls for an empty account are printed."""
    command = [sys.executable, "-S", SCRIPTS / "deploy.py", *BASIC, "--dry-run"]
    environ = {"PATH": os.environ["PATH"]}
    run = subprocess.run(
        command, cwd="/", env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.count("POST https://api.runpod.io/v2/") == 3


def examples():
    """Return the commands that docs/DEPLOY.md and README.md show."""
    pages = [(REPOSITORY / name).read_text(encoding="utf-8") for name in ("README.md", "docs/DEPLOY.md")]
    found = re.findall(r"^ *(scripts/deploy\.py(?:.*\\\n)*.*)$", "\n".join(pages), re.MULTILINE)
    assert len(found) > 3
    return [one.replace("\\\n", " ") for one in found]


def test_the_pages_commands_work(runpod, deploy, tmp_path, monkeypatch):
    """Every command on the pages, in their order, on one account."""
    monkeypatch.chdir(tmp_path)
    Path("bucket.env").write_text(BUCKET)
    runpod.health = [READY]
    for command in examples():
        code, _, err = deploy(*shlex.split(command)[1:])
        assert (code, err) == (0, ""), command
