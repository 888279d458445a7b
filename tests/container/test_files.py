"""The files around the image: the Hub's, the workflows, compose, the guide. None needs an image."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from tests.e2e.processes import REPOSITORY

from f5tts_worker.bootstrap import model_names
from f5tts_worker.config import from_environment
from f5tts_worker.errors import CODES
from f5tts_worker.request.parse import parse
from f5tts_worker.settings.table import GROUPS

HUB = json.loads((REPOSITORY / ".runpod/hub.json").read_text())
HTTP_HUB = json.loads((REPOSITORY / ".runpod/hub.load-balancing.json").read_text())
TESTS = json.loads((REPOSITORY / ".runpod/tests.json").read_text())
WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
WORKER_GROUPS = ("Model and machine", "Limits on what callers send", "Bucket")
ROWS = [row for group in GROUPS if group.title in WORKER_GROUPS for row in group.settings]
SETTINGS = {name for row in ROWS for name in row.names}
# RunPod's Hub publishing guide and its table of GPU pools. Field -> type, and whether it must be there.
HUB_FIELDS = {
    "title": (str, True),
    "description": (str, True),
    "type": (str, True),
    "category": (str, True),
    "iconUrl": (str, False),
    "config": (dict, True),
}
CONFIG_FIELDS = {
    "endpointType": (str, False),
    "runsOn": (str, True),
    "containerDiskInGb": (int, True),
    "gpuCount": (int, True),
    "gpuIds": (str, True),
    "allowedCudaVersions": (list, False),
    "env": (list, False),
    "presets": (list, False),
}
INPUT_FIELDS = {
    "name": (str, True),
    "type": (str, True),
    "description": (str, True),
    "options": (list, False),
    "default": ((str, int, bool), False),
    "advanced": (bool, False),
    "min": (int, False),
    "max": (int, False),
    "trueValue": (str, False),
    "falseValue": (str, False),
}
TEST_FIELDS = {"name": (str, True), "input": (dict, True), "timeout": (int, False)}
TEST_CONFIG_FIELDS = {
    "endpointType": (str, False),
    "gpuTypeId": (str, True),
    "gpuCount": (int, True),
    "env": (list, False),
    "allowedCudaVersions": (list, False),
}
POOLS = {
    "AMPERE_16",
    "AMPERE_24",
    "ADA_24",
    "ADA_32_PRO",
    "AMPERE_48",
    "ADA_48_PRO",
    "AMPERE_80",
    "ADA_80_PRO",
}


def test_the_hub_s_image_begins_as_the_other():
    """Both build the same worker, word for word; the Hub's installs the environment on top of it."""
    shared, own = ((REPOSITORY / name).read_text() for name in ("Dockerfile", ".runpod/Dockerfile"))
    assert own.count(shared) == 1
    assert "FROM worker\n" in own.partition(shared)[2]


def faults(found, fields):
    """Return what is missing, unknown or of another type than documented."""
    missing = [name for name, (_, needed) in fields.items() if needed and name not in found]
    wrong = [name for name in found if name not in fields or not isinstance(found[name], fields[name][0])]
    return missing + wrong


@pytest.mark.parametrize("hub", [HUB, HTTP_HUB], ids=["queue", "http"])
def test_hub_json_has_the_documented_fields(hub):
    """Every field is one that RunPod's publishing guide names, with its type and its values."""
    config = hub["config"]
    assert faults(hub, HUB_FIELDS) == []
    assert faults(config, CONFIG_FIELDS) == []
    assert (hub["type"], hub["category"], config["runsOn"]) == ("serverless", "audio", "GPU")
    assert set(config["gpuIds"].split(",")) <= POOLS
    for entry in config["env"]:
        assert set(entry) == {"key", "input"}
        assert faults(entry["input"], INPUT_FIELDS) == [], entry["key"]
        assert entry["input"]["type"] in {"string", "number", "boolean"}
    for preset in config["presets"]:
        assert faults(preset, {"name": (str, True), "defaults": (dict, True)}) == []


def test_hub_settings_are_the_worker_s_own():
    """The Hub's form says of every variable what the table of settings says: meaning, default and limits."""
    entries = {entry["key"]: entry["input"] for entry in HUB["config"]["env"]}
    rows = {row.name: row for row in ROWS if row.name in entries}
    assert set(rows) == set(entries)
    for name, row in rows.items():
        entry = entries[name]
        limits = (entry["min"], entry["max"]) if "min" in entry else None
        default = "" if row.default is None else row.default
        assert (entry["description"], entry["default"], limits) == (row.meaning, default, row.bounds), name
    defaults = {key: str(entry["default"]) for key, entry in entries.items()}
    assert from_environment(defaults) == from_environment({})


@pytest.mark.parametrize("preset", HUB["config"]["presets"], ids=lambda preset: preset["name"])
def test_hub_presets_are_accepted(preset):
    """A preset sets variables of the form, to values that the worker takes."""
    assert set(preset["defaults"]) <= {entry["key"] for entry in HUB["config"]["env"]}
    settings = from_environment({key: str(value) for key, value in preset["defaults"].items()})
    assert settings.model in model_names()


def test_hub_offers_the_models_that_there_are():
    """The form's list of models is the worker's."""
    (options,) = (e["input"]["options"] for e in HUB["config"]["env"] if e["key"] == "F5TTS_MODEL")
    assert {option["value"] for option in options} == set(model_names())


def test_hub_tests_are_jobs_that_the_worker_takes():
    """Every test has the documented fields, needs no volume and no weights, and is a valid job."""
    config = TESTS["config"]
    assert set(TESTS) == {"tests", "config"}
    assert faults(config, TEST_CONFIG_FIELDS) == []
    variables = {entry["key"]: entry["value"] for entry in config["env"]}
    assert set(variables) <= SETTINGS
    settings = from_environment(variables)
    assert settings.model == "demo"
    for test in TESTS["tests"]:
        assert faults(test, TEST_FIELDS) == []
        parse(test["input"], settings)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_pin_actions_and_grant_nothing_by_default(path):
    """Every action is pinned to a commit with its version beside it; permissions are given job by job."""
    text = path.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    # Without a name the shell is `bash -e`, and a test that fails in `test | tee report` passes.
    assert workflow["defaults"]["run"]["shell"] == "bash"
    assert all("permissions" in job for job in workflow["jobs"].values())
    # A job that is another workflow of ours has that one's limits, and may name none.
    assert all("timeout-minutes" in job or "uses" in job for job in workflow["jobs"].values())
    used = re.findall(r"uses: (?!\./\.github/workflows/)(.*)", text)
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line) for line in used), used


@pytest.mark.parametrize(
    ("severity", "state", "let_in"),
    [
        ("Critical", "fixed", False),
        ("High", "fixed", False),
        ("High", "not-fixed", True),
        ("Critical", "wont-fix", True),
        ("Medium", "fixed", True),
        ("Unknown", "unknown", True),
    ],
)
def test_the_policy_refuses_what_is_grave_and_can_be_mended(tmp_path, severity, state, let_in):
    """High and critical vulnerabilities that have a fix stop a build; all are counted."""
    fix = {"versions": ["1.1"] if state == "fixed" else [], "state": state}
    match = {
        "vulnerability": {"id": "CVE-1", "severity": severity, "fix": fix},
        "artifact": {"name": "some-package", "version": "1.0"},
    }
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"matches": [match]}))
    command = [sys.executable, str(REPOSITORY / "tests/container/vulnerabilities.py"), str(report)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == (0 if let_in else 1), ran.stderr
    assert f"| {severity.lower()} | 1 | {int(state == 'fixed')} |" in ran.stdout
    assert ("some-package 1.0, mended in 1.1" in ran.stdout) is not let_in


def test_base_and_companions_are_pinned_by_digest():
    """The image's base and the S3 server of compose.yaml are named by digest."""
    assert re.search(
        r"^FROM \S+@sha256:[0-9a-f]{64} AS python$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE
    )
    services = yaml.safe_load((REPOSITORY / "compose.yaml").read_text())["services"]
    assert re.search(r"@sha256:[0-9a-f]{64}$", services["s3"]["image"])
    assert set(services["worker"]["environment"]) <= SETTINGS


def test_the_build_s_context_is_what_the_dockerfile_copies():
    """.dockerignore lets in exactly what COPY names, so that nothing else can get into a layer."""
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE)
    named = {
        name.split("/")[0] if name.startswith("image/") else name for line in copied for name in line.split()
    }
    lines = (REPOSITORY / ".dockerignore").read_text().splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == named | {"Dockerfile"}
    assert "*" in lines


def test_the_guide_names_every_error():
    """docs/DEPLOY.md tells an operator what each error code wants of them."""
    guide = (REPOSITORY / "docs/DEPLOY.md").read_text()
    assert sorted(code for code in CODES if f"`{code}`" not in guide) == []
