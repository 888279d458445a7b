from pathlib import Path

import pytest

from f5tts_worker.config import from_environment, public_view
from f5tts_worker.errors import WorkerError


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
