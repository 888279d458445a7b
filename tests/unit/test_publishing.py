"""What is published, and how: images, releases, the Hub's form, the policy of vulnerabilities."""

import datetime as dt
import json
import re
import subprocess
import sys

import pytest
import yaml
from scripts.lock_digest import ROOT

from f5tts_worker.config import from_environment

sys.path.insert(0, str(ROOT / "scripts"))  # the scripts import each other as they do when they are run
from run_workflows import in_order
from workflow_expressions import fill_in

STATUS = {"success": True, "failure": False, "always": True, "cancelled": False}
IMAGE = yaml.safe_load((ROOT / ".github/workflows/image.yml").read_text())
RELEASE = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
HUB = json.loads((ROOT / ".runpod/hub.json").read_text())
HTTP_HUB = json.loads((ROOT / ".runpod/hub.load-balancing.json").read_text())
HUB_TESTS = json.loads((ROOT / ".runpod/tests.json").read_text())
VULNERABILITIES = ROOT / "tests/container/vulnerabilities.py"


def actions(job):
    """Return the actions that a job uses, without their commits."""
    return [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]


def test_the_image_is_built_by_a_job_that_does_nothing_else():
    """The job that pushes runs pinned actions, echo and git; it uses no cache, and pushes no tag."""
    job = IMAGE["jobs"]["build"]
    assert actions(job) == [
        "actions/checkout",
        "docker/setup-buildx-action",
        "docker/login-action",
        "docker/metadata-action",
        "docker/build-push-action",
    ]
    (build,) = (step for step in job["steps"] if step.get("id") == "push")
    assert "push-by-digest=true" in build["with"]["outputs"]
    assert not {"tags", "cache-from", "cache-to"} & set(build["with"])
    commands = "".join(step.get("run", "") for step in job["steps"])
    assert set(re.findall(r"^\s*(?:echo .*\$\()?(\w+)", commands, re.MULTILINE)) <= {"echo", "git"}


def test_the_image_is_tagged_after_its_tests_and_never_built_again():
    """Tagging and signing wait for the tests, take the digest that was tested, and build nothing."""
    job = IMAGE["jobs"]["publish"]
    assert set(job["needs"]) == {"build", "test"}
    assert "needs.test.result == 'success'" in job["if"]
    assert "docker/build-push-action" not in actions(job)
    said = yaml.dump(job)
    assert "imagetools create --prefer-index=false" in said
    assert said.count("needs.build.outputs.digest") == 2
    assert "needs.build.outputs.digest" in yaml.dump(IMAGE["jobs"]["test"])


def test_only_jobs_without_foreign_programs_may_write_packages():
    """The job that installs and runs things may only read; those that write use actions alone."""
    may_write = {name for name, job in IMAGE["jobs"].items() if job["permissions"].get("packages") == "write"}
    assert may_write == {"build", "publish", "tidy"}
    for name in may_write:
        assert "sudo" not in yaml.dump(IMAGE["jobs"][name])


def test_images_are_tidied_by_a_version_that_keeps_their_tags():
    """From 1.1.0 on, the action leaves the tags of images that are kept; f092b48 is 1.2.1."""
    used = re.findall(
        r"dataaxiom/ghcr-cleanup-action@(\w+) # v([\d.]+)", (ROOT / ".github/workflows/image.yml").read_text()
    )
    assert set(used) == {("f092b48ba3b604b2a83690dc4b2bbb3392e1045f", "1.2.1")}


def test_a_release_waits_for_checks_and_image():
    """What the Hub picks up has been checked, and its image has been tested, tagged and signed."""
    order = [name for name, _ in in_order(RELEASE["jobs"])]
    assert order == ["notes", "check", "image", "release"]
    assert {"check", "image"} <= set(RELEASE["jobs"]["release"]["needs"])
    assert RELEASE["jobs"]["image"]["uses"] == "./.github/workflows/image.yml"
    assert "workflow_call" in IMAGE[True]
    assert "tags" not in IMAGE[True]["push"]  # or a tag would be built twice


@pytest.mark.parametrize(
    ("name", "option"), [("v1.2.3", ""), ("v1.2.3-rc.1", "--prerelease"), ("v2.0.0-beta", "--prerelease")]
)
def test_a_candidate_is_a_pre_release(name, option):
    """A tag with a hyphen is released as a pre-release, every other one as a release."""
    (step,) = (step for step in RELEASE["jobs"]["release"]["steps"] if "gh release" in step.get("run", ""))
    assert fill_in(step["env"]["PRE_RELEASE"], {"github": {"ref_name": name}}, STATUS) == option
    assert "${PRE_RELEASE:+" in step["run"]


CHANGELOG = """# Changelog

## [Unreleased]

- Something new.

## [0.2.0] - 2026-11-01

- Something older.
"""


@pytest.mark.parametrize(
    ("name", "version", "notes"),
    [
        ("v0.2.0", "0.2.0", "- Something older."),
        ("v0.3.0-rc.1", "0.3.0", "- Something new."),
        ("v0.3.0", "0.3.0", None),
        ("v0.2.0", "0.3.0", None),
        ("v0.4.0-rc.1", "0.3.0", None),
    ],
)
def test_the_notes_are_the_changelog_s_section(tmp_path, name, version, notes):
    """A release has a section and pyproject.toml's version; a candidate may use what is unreleased."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "pyproject.toml").write_text(f'version = "{version}"\n')
    output = tmp_path / "output"
    (step,) = (step for step in RELEASE["jobs"]["notes"]["steps"] if step.get("id") == "notes")
    ran = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "TAG": name,
            "GITHUB_SHA": "1" * 40,
            "GITHUB_OUTPUT": str(tmp_path / "output"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode == 0) is (notes is not None), ran.stdout
    if notes:
        end = f"END-OF-{'1' * 40}"
        assert output.read_text() == f"notes<<{end}\n\n{notes}\n{end}\n"


def test_names_for_registries_have_no_capitals():
    """Every name of an image is made from the repository's in small letters."""
    for name in ("image", "scan"):
        text = (ROOT / f".github/workflows/{name}.yml").read_text()
        assert "ghcr.io/${{" not in text
        assert set(re.findall(r"ghcr\.io/\S+?REPOSITORY[^}]*}", text)) == {"ghcr.io/${GITHUB_REPOSITORY,,}"}


# The policy of vulnerabilities, and its exceptions.
TODAY = dt.datetime.now(dt.UTC).date()


def scan(tmp_path, *options, until=None, **entry):
    """Run the policy over a report with one grave vulnerability; return the exit code and what it said."""
    match = {
        "vulnerability": {
            "id": "CVE-2026-1",
            "severity": "High",
            "fix": {"versions": ["2"], "state": "fixed"},
        },
        "artifact": {"name": "some-package", "version": "1"},
    }
    report = tmp_path / "image.json"
    report.write_text(json.dumps({"matches": [match]}))
    lines = {
        "id": '"CVE-2026-1"',
        "package": '"some-package"',
        "reason": '"not reached"',
        "until": until,
    } | entry
    body = "[[exception]]\n" + "".join(
        f"{name} = {value}\n" for name, value in lines.items() if value is not None
    )
    exceptions = tmp_path / "exceptions.toml"
    exceptions.write_text(body if until else "")
    command = [sys.executable, str(VULNERABILITIES), "--exceptions", str(exceptions), *options, str(report)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_an_exception_lets_in_until_its_day(tmp_path):
    """A vulnerability is let in up to the day of its exception, and refused afterwards."""
    assert scan(tmp_path)[0] == 1
    assert scan(tmp_path, until=TODAY)[0] == 0
    code, said = scan(tmp_path, until=TODAY - dt.timedelta(days=1))
    assert code == 1
    assert "the exception ended on" in said
    assert scan(tmp_path, until=TODAY, package='"another"')[0] == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"until": "2999-01-01"},
        {"until": '"soon"'},
        {"until": TODAY, "reason": None},
        {"until": TODAY, "sort": "1"},
    ],
)
def test_a_wrong_exception_fails(tmp_path, fault):
    """An exception without a reason or a near day is an error, and not an exception."""
    code, said = scan(tmp_path, **fault)
    assert code == 2
    assert "exception 1" in said


def test_a_push_reports_and_does_not_fail(tmp_path):
    """With --report-only, what would be refused is listed and nothing fails: the weekly scan does."""
    code, said = scan(tmp_path, "--report-only")
    assert code == 0
    assert "some-package 1, mended in 2" in said
    assert "REPORT_ONLY" in yaml.dump(IMAGE["jobs"]["test"])
    assert "report-only" not in (ROOT / ".github/workflows/scan.yml").read_text()


def test_the_environment_s_locks_are_scanned_too(tmp_path):
    """Every lock that a worker installs from is in both scans, as lines that any scanner reads."""
    for name in ("image", "scan"):
        jobs = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())["jobs"].values()
        (step,) = (step for job in jobs for step in job["steps"] if "locks, which" in step.get("name", ""))
        folder = tmp_path / name
        folder.mkdir()
        subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(folder)},
            check=True,
        )
        for lock in ROOT.glob("runtime_requirements*.txt"):
            copy = (folder / "locks" / lock.name).read_text()
            assert len(copy.splitlines()) == lock.read_text().count("==") > 50
            assert "--hash" not in copy
        assert any(
            step.get("with", {}).get("path") == "${{ runner.temp }}/locks"
            for job in jobs
            for step in job["steps"]
        )


def test_dependabot_leaves_python_s_version_alone():
    """The base's digest is renewed; no other minor version of Python is proposed, for no lock holds there."""
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    (docker,) = (update for update in updates if update["package-ecosystem"] == "docker")
    (ignored,) = docker["ignore"]
    assert ignored["dependency-name"] == "python"
    assert set(ignored["update-types"]) == {"version-update:semver-major", "version-update:semver-minor"}


@pytest.mark.parametrize(
    ("endpoint", "region"),
    [
        ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
        ("https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "auto"),
        ("https://s3api-eu-ro-1.runpod.io", "EU-RO-1"),
    ],
)
def test_the_hub_s_form_leaves_the_region_to_the_bucket(endpoint, region):
    """With the form's defaults and a bucket, the region is the one in the bucket's address."""
    defaults = {entry["key"]: str(entry["input"]["default"]) for entry in HUB["config"]["env"]}
    key = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}
    settings = from_environment(defaults | key | {"S3_BUCKET": "my-bucket", "AWS_ENDPOINT_URL": endpoint})
    assert settings.bucket is not None
    assert settings.bucket.region == region


@pytest.mark.parametrize("listed", [HUB["config"], HUB_TESTS["config"]], ids=["hub", "tests"])
def test_newer_drivers_are_not_shut_out(listed):
    """The Hub matches the list exactly: it names every version from 12.8 on, those to come included."""
    assert listed["allowedCudaVersions"] == ["12.8", "12.9", *(f"13.{minor}" for minor in range(10))]


def test_only_pinned_weights_are_offered_for_commercial_use():
    """No preset sets weights whose revision is not pinned, and no label promises more than their page."""
    from f5tts_worker.bootstrap.weights.models import DEMO, MODELS

    for preset in HUB["config"]["presets"]:
        model = preset["defaults"]["F5TTS_MODEL"]
        assert model == DEMO or MODELS[model].source.revision, preset["name"]
    assert "commercial" not in json.dumps(HUB["config"]["presets"]).lower()


def test_the_listing_for_load_balancing_is_the_other_one_with_http():
    """It differs in its title, its type and the setting that goes with it, and in nothing else."""
    (serve, *env) = HTTP_HUB["config"]["env"]
    assert serve["key"] == "F5TTS_SERVE"
    assert from_environment({"F5TTS_SERVE": serve["input"]["default"]}).serve == "http"
    assert HTTP_HUB["config"]["endpointType"] == "LB"
    config = {name: value for name, value in HTTP_HUB["config"].items() if name != "endpointType"}
    assert HTTP_HUB | {"title": HUB["title"], "config": config | {"env": env}} == HUB
