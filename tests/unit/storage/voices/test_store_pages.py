"""docs/S3_STRUCTURE.md and docs/SECURITY.md say what the code does."""

import json
import re
from pathlib import Path

from tests.faults import MINIMUM

from f5tts_worker import config
from f5tts_worker.jobs.delivery.job_bucket import bucket_of
from f5tts_worker.volume.sweep import PREPARED_BYTES, PREPARED_SECONDS
from f5tts_worker.volume.use_marks import DAY_SECONDS

DOCS = Path(__file__).resolve().parents[4] / "docs"
STRUCTURE = (DOCS / "S3_STRUCTURE.md").read_text(encoding="utf-8")
SECURITY = (DOCS / "SECURITY.md").read_text(encoding="utf-8")


def examples():
    return [json.loads(text) for text in re.findall(r"```json\n(.*?)```", STRUCTURE, re.DOTALL)]


def test_the_example_of_an_own_bucket_is_taken():
    """The page's `s3Config` passes the worker's own check, and its region is found."""
    job = next(example for example in examples() if "s3Config" in example)
    bucket, faults = bucket_of(job, config.from_environment({}))
    assert faults == []
    assert (bucket.name, bucket.region) == ("my-bucket", "eu-central-1")


def test_rules_and_policy_fit_the_layout():
    """Lifecycle rules touch results only, and the policy allows each folder what the worker does there."""
    rules = next(example["Rules"] for example in examples() if "Rules" in example)
    assert [rule["Filter"]["Prefix"] for rule in rules if "Expiration" in rule] == ["output/"]
    policy = next(example["Statement"] for example in examples() if "Statement" in example)
    allowed: dict[str, set[str]] = {}
    for statement in policy:
        for resource in (
            [statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"]
        ):
            actions = statement["Action"]
            allowed.setdefault(resource, set()).update([actions] if isinstance(actions, str) else actions)
    arn = "arn:aws:s3:::BUCKET"
    assert "s3:ListBucket" in allowed[arn]
    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} <= allowed[f"{arn}/voices/*"]
    assert "s3:DeleteObject" in allowed[f"{arn}/output/*"]
    assert "s3:DeleteObject" not in allowed[f"{arn}/models/*"]
    assert allowed[f"{arn}/uploads/*"] == {"s3:GetObject"}


def test_the_tables_of_faults_are_those_that_are_counted():
    """Each table of the page has a minimum that the counting plugin holds it to, and says the same number."""
    rows = re.findall(r"^\| `([a-z0-9 ]+)` \| .* \| (\d+) \| (\d+) \|$", SECURITY, re.MULTILINE)
    assert {name: int(least) for name, _tests, least in rows} == MINIMUM
    assert all(int(tests) >= int(least) for _name, tests, least in rows)


def test_what_is_left_of_a_deleted_voice_is_said():
    """How long copies stay, and how much of them, is the sweep's own figure, wherever a page tells it."""
    assert (PREPARED_SECONDS, PREPARED_BYTES) == (4 * 7 * DAY_SECONDS, 10**9)
    api = (
        (DOCS / "API.md").read_text(encoding="utf-8").partition("## `delete_voice`")[2].partition("\n## ")[0]
    )
    voices = STRUCTURE.partition("## Voices")[2].partition("\n## ")[0]
    deploy = (DOCS / "DEPLOY.md").read_text(encoding="utf-8")
    assert all("four weeks after" in page for page in (api, voices, deploy))
    assert all("more than 1 GB" in page for page in (voices, deploy))
    assert "`delete_voice`" in voices
