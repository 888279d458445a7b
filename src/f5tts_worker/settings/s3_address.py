"""What the address of an S3 service says: the region, and sometimes the bucket; and what is wrong with it."""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

LONGEST_KEY = 1024  # bytes, in S3
LONGEST_PREFIX = 500  # the operator's; the rest is for the worker's own names

# Hosts of services whose signatures need the region that the address names. The first group is the region.
_REGIONS = (
    r"s3(?:-fips)?[.-](?:dualstack\.)?([a-z]{2}[a-z0-9-]*-\d+)\.amazonaws\.com(?:\.cn)?",
    r"(?:bucket\.)?vpce-[a-z0-9-]+\.s3\.([a-z0-9-]+)\.vpce\.amazonaws\.com",  # in a network of AWS's own
    r"s3\.([a-z0-9-]+)\.backblazeb2\.com",
    r"s3\.([a-z0-9-]+)\.wasabisys\.com",
    r"s3\.([a-z0-9-]+)\.scw\.cloud",
    r"s3\.([a-z0-9-]+)\.(?:io\.|perf\.)?cloud\.ovh\.(?:net|us)",
    r"s3\.([a-z0-9-]+)\.(?:idrivee2\.com|storage\.selcloud\.ru|dream\.io)",
    r"storage\.([a-z0-9-]+)\.nebius\.cloud",
    r"sos-([a-z0-9-]+)\.exo\.io",
    # Oracle's begins with the name of a tenant.
    r"[a-z0-9]+\.(?:vh)?compat\.objectstorage\.([a-z0-9-]+)\.(?:oraclecloud|oci\.customer-oci)\.com",
    r"([a-z0-9-]+)\.digitaloceanspaces\.com",
    r"([a-z0-9-]+)\.linodeobjects\.com",
    r"([a-z0-9-]+)\.your-objectstorage\.com",
)
# Services that take the bucket's name only in front of their host (Alibaba OSS, Tencent COS).
_ONLY_IN_FRONT = (r"(?:s3\.)?oss-[a-z0-9-]+\.aliyuncs\.com", r"cos\.[a-z0-9-]+\.myqcloud\.com")
# Hosts of services whose address names no region, or not in the form that signatures need.
_WITHOUT_REGION = (
    *_ONLY_IN_FRONT,
    r"s3(?:-accelerate)?(?:\.dualstack)?\.amazonaws\.com",
    r"storage\.googleapis\.com",
    r"[0-9a-f]{32}(?:\.(?:eu|fedramp))?\.r2\.cloudflarestorage\.com",
    r"s3api-[a-z0-9-]+\.runpod\.io",
)

# Pages for people, whose addresses are easily taken for the service's own.
_CONSOLE = re.compile(
    r"(?:.+\.)?(?:console\.(?:aws\.amazon|cloud\.google|runpod|scaleway|wasabisys|aliyun|cloud\.tencent)"
    r"|dash\.cloudflare|secure\.backblaze|cloud\.(?:digitalocean|linode)|(?:www\.)?runpod)\.(?:com|io)"
)
# Where browsers fetch public files: nothing can be stored there.
_PUBLIC = re.compile(
    r"(?:.+\.)?(?:r2\.dev|cdn\.digitaloceanspaces\.com|cloudfront\.net)|f\d{3}\.backblazeb2\.com"
    r"|.+\.s3-website[.-][a-z0-9-]+\.amazonaws\.com"
)
# Addresses that belong to a service of files and are none of its S3 interface.
_OTHER_INTERFACE = re.compile(
    r".+\.blob\.core\.windows\.net|api\.backblazeb2\.com|storage\.cloud\.google\.com"
    r"|drive\.google\.com|(?:.+\.)?dropbox\.com"
)
_BEFORE_NAME = re.compile(r"(?:(?:s3|gs|b2|r2|oss|cos)://|arn:aws[a-z-]{0,10}:s3:::)", re.IGNORECASE)
_SUPABASE, _SUPABASE_PATH = re.compile(r".+\.supabase\.co"), "/storage/v1/s3"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}|arn:.+")
_AWS_REGION = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-[0-9]+")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)


def is_endpoint(text: str) -> bool:
    """Say whether a text is an address that S3 clients take: boto3 raises ValueError for any other."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = text.isprintable() and " " not in text and "@" not in parts.netloc
    named = _HOST.fullmatch(host) is not None or ":" in host  # urlsplit has checked what is in brackets
    return plain and named and parts.scheme in ("https", "http")


def with_scheme(endpoint: str) -> str:
    """Return an endpoint with the https:// that some services' consoles leave out."""
    host = endpoint.partition("/")[0].lower()
    is_service = "://" not in endpoint and (_is_known(host) or _bucket_in_front(host) is not None)
    return f"https://{endpoint}" if is_service else endpoint


def region_of(endpoint: str | None) -> str | None:
    """Return the region that an endpoint's host names, or None if it names none that we know of."""
    host = (urlsplit(endpoint).hostname or "") if endpoint else ""
    if host.endswith(".r2.cloudflarestorage.com"):
        return "auto"
    if found := re.fullmatch(r"s3api-([a-z0-9-]+)\.runpod\.io", host):
        return found[1].upper()  # RunPod's regions are its data centres' names: EU-RO-1
    for pattern in _REGIONS:
        if found := re.fullmatch(rf"(?:.+\.)?{pattern}", host):
            return found[1]
    return None


def _is_known(host: str) -> bool:
    """Say whether this is the very host of a service that we know, without a bucket in front."""
    return any(re.fullmatch(known, host) for known in (*_REGIONS, *_WITHOUT_REGION))


def _bucket_in_front(host: str) -> str | None:
    for pattern in (*_REGIONS, *_WITHOUT_REGION):
        if found := re.fullmatch(rf"(?P<bucket>.+)\.{pattern}", host):
            return found["bucket"]
    return None


def bucket_of(endpoint: str) -> str | None:
    """Return the bucket that an endpoint names, or None: in front of a known host, or as its path."""
    parts = urlsplit(endpoint)
    path = parts.path.strip("/")
    return _bucket_in_front(parts.hostname or "") or (path if path and "/" not in path else None)


def plain_name(name: str) -> str:
    """Return the name of a bucket without what people copy with it: `s3://name/` and its ARN are `name`."""
    return _BEFORE_NAME.sub("", name).removesuffix("/*").rstrip("/")


def can_be_in_bucket(path: str, most_bytes: int = LONGEST_KEY) -> bool:
    """Say whether a key can be this path, or lie below it."""
    is_plain = not any(part in ("", ".", "..") for part in path.split("/"))
    has_odd = any(ord(character) < 32 or character in "\\\x7f" for character in path)
    return is_plain and not has_odd and len(path.encode(errors="replace")) <= most_bytes


def faults_of(name: str, endpoint: str | None, region: str, prefix: str) -> Iterator[str]:
    """Yield what is wrong with the settings of a bucket, each of which would half work, or not at all.

    `endpoint` is without the bucket. No value but a name is quoted: keys are put into wrong variables, too.
    """
    if "://" in name or not _NAME.fullmatch(name):
        folder = name.partition("/")[2] if "://" not in name else ""
        hint = "; what follows the slash belongs in S3_PREFIX" if folder else ""
        yield f"S3_BUCKET must be a bucket's name alone, not an address, a path or anything in quotes{hint}"
    if prefix and not can_be_in_bucket(prefix, LONGEST_PREFIX):
        most = f"{LONGEST_PREFIX} bytes at most"
        yield f"S3_PREFIX must be a folder in the bucket, such as team/speech, of {most}"
    parts = urlsplit(endpoint or "")
    host = parts.hostname or "s3.amazonaws.com"
    if host.endswith((".amazonaws.com", ".amazonaws.com.cn")) and not _AWS_REGION.fullmatch(region):
        yield "AWS_REGION must be the name of a region of AWS, such as eu-central-1, without a zone's letter"
    elif not re.fullmatch("[A-Za-z0-9-]+", region):
        yield "AWS_REGION must be the name of a region: letters, digits and hyphens"
    if endpoint is not None:
        yield from _endpoint_faults(name, endpoint)


def _endpoint_faults(name: str, endpoint: str) -> Iterator[str]:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if not _is_known(host) and _CONSOLE.fullmatch(host):
        yield "AWS_ENDPOINT_URL is the address of a web console; the service's S3 endpoint is needed"
    elif _PUBLIC.fullmatch(host):
        yield "AWS_ENDPOINT_URL is an address of public files; the service's S3 endpoint is needed"
    elif _OTHER_INTERFACE.fullmatch(host):
        yield f"AWS_ENDPOINT_URL is {host}, which does not speak S3; the service's S3 endpoint is needed"
    elif _SUPABASE.fullmatch(host) and parts.path.rstrip("/") != _SUPABASE_PATH:
        yield f"AWS_ENDPOINT_URL must end with {_SUPABASE_PATH} for {host}"
    elif parts.query or parts.fragment:
        yield "AWS_ENDPOINT_URL must end before the ? or # in it"
    elif (other := _bucket_in_front(host)) is not None:
        yield f"AWS_ENDPOINT_URL names the bucket {other!r}, but S3_BUCKET is {name!r}"
    elif _is_known(host):
        if parts.path.strip("/"):
            yield f"AWS_ENDPOINT_URL must end with {host}: what follows is neither part of it nor S3_BUCKET"
        if parts.scheme == "http":
            yield f"AWS_ENDPOINT_URL must begin with https:// for {host}"


def without_bucket(endpoint: str, bucket: str) -> str:
    """Return the endpoint without the bucket in front of its host, or behind it.

    AWS's pages show it in front, Cloudflare's behind; S3 clients add it themselves.
    """
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        return endpoint
    rest = (parts.hostname or "").removeprefix(f"{bucket.lower()}.")
    # Only where a service's own host is left: minio.example.com may have a bucket named minio.
    if rest != parts.hostname and _is_known(rest):
        parts = parts._replace(netloc=parts.netloc[len(bucket) + 1 :])
    if bucket and parts.path.strip("/") == bucket:
        parts = parts._replace(path="")
    return urlunsplit(parts)


def addressing_of(endpoint: str | None) -> Literal["virtual", "auto", "path"]:
    """Return where a service's addresses have the bucket: before the host, as boto3 chooses, or behind it.

    AWS's own hosts get it in front, and boto3 then names the region as well: buckets of newer regions answer
    to no other host. So do services that take it nowhere else. All others understand it behind the host.
    """
    host = (urlsplit(endpoint).hostname or "") if endpoint else "s3.amazonaws.com"
    if any(re.fullmatch(known, host) for known in _ONLY_IN_FRONT):
        return "virtual"
    if not host.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return "path"
    return "virtual" if host.startswith(("s3.", "s3-")) else "auto"


def is_in_front(endpoint: str | None, name: str) -> bool:
    """Say whether links have the bucket in front of the host; botocore puts names with dots behind it."""
    return (
        addressing_of(endpoint) != "path"
        and re.fullmatch("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", name) is not None
    )


def has_path(endpoint: str | None) -> bool:
    """Say whether a service is below a path of its own, or seems to be."""
    return bool(endpoint and urlsplit(endpoint).path.strip("/"))


def names_no_region(endpoint: str | None) -> bool:
    """Say whether an endpoint is AWS's host for all regions, for which boto3's own is better."""
    return endpoint is not None and urlsplit(endpoint).hostname == "s3.amazonaws.com"
