"""What an S3 endpoint's host says about region and bucket."""

import pytest

from f5tts_worker import config
from f5tts_worker.config import Bucket, from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.settings.s3_address import is_endpoint, region_of, without_bucket
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.s3.client import new_client


@pytest.mark.parametrize(
    ("endpoint", "region"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "eu-central-1"),
        ("https://s3-eu-west-1.amazonaws.com/", "eu-west-1"),
        ("https://bucket.s3.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("https://s3-fips.us-gov-east-1.amazonaws.com", "us-gov-east-1"),
        ("https://bucket.s3-fips.dualstack.us-east-2.amazonaws.com", "us-east-2"),
        ("https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("https://bucket.vpce-0a1-x2.s3.us-east-2.vpce.amazonaws.com", "us-east-2"),
        ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
        ("https://abc123.r2.cloudflarestorage.com", "auto"),
        ("https://abc123.eu.r2.cloudflarestorage.com", "auto"),
        ("https://fra1.digitaloceanspaces.com", "fra1"),
        ("https://s3.fr-par.scw.cloud", "fr-par"),
        ("https://s3api-eu-ro-1.runpod.io/", "EU-RO-1"),
        ("https://s3.gra.io.cloud.ovh.net", "gra"),
        ("https://s3.gra.perf.cloud.ovh.net", "gra"),
        ("https://team.compat.objectstorage.eu-frankfurt-1.oraclecloud.com", "eu-frankfurt-1"),
        ("https://s3.us-west-1.idrivee2.com", "us-west-1"),
        ("https://sos-ch-gva-2.exo.io", "ch-gva-2"),
        ("https://storage.eu-north1.nebius.cloud:443", "eu-north1"),
        ("https://s3.us-east-005.dream.io", "us-east-005"),
        ("https://s3.amazonaws.com", None),
        ("https://minio.example.com:9000", None),
        ("https://s3.my-company.com", None),
        ("https://s3.us-west-004.backblazeb2.com.evil.example", None),
        ("http://127.0.0.1:9000", None),
        (None, None),
    ],
)
def test_the_region_in_a_host(endpoint, region):
    """The services whose hosts name a region are known; of others nothing is guessed."""
    assert region_of(endpoint) == region


def test_the_bucket_in_front_of_a_host():
    """It is taken off where it is that very bucket's name."""
    endpoint = "https://voices.s3.us-west-004.backblazeb2.com"
    assert without_bucket(endpoint, "voices") == "https://s3.us-west-004.backblazeb2.com"
    assert without_bucket(endpoint, "voice") == endpoint
    assert without_bucket("https://s3.example.org/", "voices") == "https://s3.example.org/"


def test_the_bucket_behind_a_host():
    """It is taken off where it is all that stands there; a service below a path of its own stays."""
    endpoint = "https://abc123.r2.cloudflarestorage.com"
    assert without_bucket(f"{endpoint}/voices", "voices") == endpoint
    assert without_bucket(f"{endpoint}/voices/", "voices") == endpoint
    assert without_bucket(f"{endpoint}/voices/more", "voices") == f"{endpoint}/voices/more"
    assert without_bucket("https://example.org/s3", "voices") == "https://example.org/s3"
    given = {"S3_BUCKET": "voices", "AWS_ENDPOINT_URL": f"{endpoint}/voices"}
    assert config.from_environment(given).bucket.endpoint == endpoint


@pytest.mark.parametrize(
    ("region", "endpoint", "name", "link"),
    [
        ("me-south-1", None, "my-speech", "https://my-speech.s3.me-south-1.amazonaws.com"),
        ("us-east-1", None, "my-speech", "https://my-speech.s3.us-east-1.amazonaws.com"),
        ("eu-west-1", None, "my.speech", "https://s3.eu-west-1.amazonaws.com/my.speech"),
        (
            "eu-west-1",
            "https://s3.amazonaws.com",
            "my-speech",
            "https://my-speech.s3.eu-west-1.amazonaws.com",
        ),
        *(
            (region, f"https://s3.{region}.{host}/", "my-speech", f"https://my-speech.s3.{region}.{host}")
            for region, host in (("eu-central-1", "amazonaws.com"), ("cn-north-1", "amazonaws.com.cn"))
        ),
        ("us-east-1", "https://minio.example.org", "my-speech", "https://minio.example.org/my-speech"),
        (
            "auto",
            "https://a1.r2.cloudflarestorage.com",
            "my-speech",
            "https://a1.r2.cloudflarestorage.com/my-speech",
        ),
        ("us-east-1", "http://127.0.0.1:9000", "my-speech", "http://127.0.0.1:9000/my-speech"),
    ],
)
def test_links_name_the_host_of_the_region(region, endpoint, name, link):
    """A bucket of AWS answers to the host of its region; other services have one host for all."""
    bucket = Bucket(name, endpoint, region, "key0", "secret0")
    store = BucketStore(bucket, url_lifetime_s=60)
    assert store.url("output/x.wav").partition("?")[0] == f"{link}/output/x.wav"
    store.close()


def test_the_settings_use_both():
    """RunPod's form of the endpoint works, and a region that was set goes before one that was read."""
    endpoint = "https://voices.s3.eu-central-1.amazonaws.com"
    given = {"BUCKET_NAME": "voices", "BUCKET_ENDPOINT_URL": endpoint}
    bucket = config.from_environment(given).bucket
    assert (bucket.endpoint, bucket.region) == ("https://s3.eu-central-1.amazonaws.com", "eu-central-1")
    assert config.from_environment(given | {"AWS_REGION": "eu-west-1"}).bucket.region == "eu-west-1"


@pytest.mark.parametrize(
    ("endpoint", "good"),
    [
        ("https://s3.example.com", True),
        ("http://127.0.0.1:9000/", True),
        ("http://[::1]:9000", True),
        ("HTTPS://minio", True),
        ("s3.example.com", False),
        ("https://", False),
        ("https://[", False),
        ("https://[::1", False),
        ("https://host:port", False),
        ("https://my_minio:9000", False),
        ("https://a b", False),
        ("https://a\nb.example", False),
        ("https://key:secret@s3.example.com", False),
        ("ftp://s3.example.com", False),
    ],
)
def test_endpoints(endpoint, good):
    """What is taken for an address is one that boto3 takes, and a mistake is no traceback but a fault."""
    assert is_endpoint(endpoint) is good
    environ = {"S3_BUCKET": "b", "AWS_ENDPOINT_URL": endpoint}
    if good:
        new_client(from_environment(environ).bucket).close()
        return
    with pytest.raises(WorkerError, match=r"AWS_ENDPOINT_URL (must be an address such|has a host)") as caught:
        from_environment(environ)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("endpoint", "bucket"),
    [
        ("https://minio.example.com", "minio"),
        ("https://storage.googleapis.com", "storage"),
        ("https://nyc3.digitaloceanspaces.com", "nyc3"),
        ("https://s3.eu-central-1.amazonaws.com", "s3"),
    ],
)
def test_a_host_that_begins_like_the_bucket_is_left_whole(endpoint, bucket):
    """The service's own name may be the bucket's: nothing is sent to the domain above it."""
    assert without_bucket(endpoint, bucket) == endpoint


@pytest.mark.parametrize("endpoint", ["https://s3api-eu-ro-1.runpod.io", "https://s3api-us-ks-2.runpod.io/"])
def test_runpod_s_own_storage_is_no_console(endpoint):
    """The S3 address of RunPod's volumes is accepted, although it has the domain of RunPod's web pages."""
    bucket = config.from_environment({"S3_BUCKET": "voices", "AWS_ENDPOINT_URL": endpoint}).bucket
    assert bucket.region == endpoint.partition("s3api-")[2].partition(".")[0].upper()
