"""What the address of an S3 service says: the region, and sometimes the bucket."""

import re
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

# Hosts of services whose signatures need the region that the address names. The first group is the region.
_REGIONS = (
    r"s3[.-](?:dualstack\.)?([a-z]{2}[a-z0-9-]*-\d+)\.amazonaws\.com(?:\.cn)?",
    r"s3\.([a-z0-9-]+)\.backblazeb2\.com",
    r"s3\.([a-z0-9-]+)\.wasabisys\.com",
    r"s3\.([a-z0-9-]+)\.scw\.cloud",
    r"s3\.([a-z0-9-]+)\.(?:io\.)?cloud\.ovh\.(?:net|us)",
    r"([a-z0-9-]+)\.digitaloceanspaces\.com",
    r"([a-z0-9-]+)\.linodeobjects\.com",
    r"([a-z0-9-]+)\.your-objectstorage\.com",
)
# And hosts of those whose address names none.
_WITHOUT_REGION = (
    r"s3(?:-accelerate)?(?:\.dualstack)?\.amazonaws\.com",
    r"storage\.googleapis\.com",
    r"[0-9a-f]{32}(?:\.(?:eu|fedramp))?\.r2\.cloudflarestorage\.com",
    r"s3api-[a-z0-9-]+\.runpod\.io",
)

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


def bucket_of(endpoint: str) -> str | None:
    """Return the bucket that an endpoint names, or None: in front of a known host, or as its path."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    for pattern in (*_REGIONS, *_WITHOUT_REGION):
        if found := re.fullmatch(rf"(?P<bucket>.+)\.{pattern}", host):
            return found["bucket"]
    path = parts.path.strip("/")
    return path if path and "/" not in path else None


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
    if rest != parts.hostname and any(re.fullmatch(known, rest) for known in (*_REGIONS, *_WITHOUT_REGION)):
        parts = parts._replace(netloc=parts.netloc[len(bucket) + 1 :])
    if bucket and parts.path.strip("/") == bucket:
        parts = parts._replace(path="")
    return urlunsplit(parts)


def addressing_of(endpoint: str | None) -> Literal["virtual", "auto", "path"]:
    """Return where a service's addresses have the bucket: before the host, as boto3 chooses, or behind it.

    AWS's own hosts get it in front, and boto3 then names the region as well: buckets of newer regions answer
    to no other host. Other services get it behind, which all of them understand.
    """
    host = (urlsplit(endpoint).hostname or "") if endpoint else "s3.amazonaws.com"
    if not host.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return "path"
    return "virtual" if host.startswith(("s3.", "s3-")) else "auto"


def names_no_region(endpoint: str | None) -> bool:
    """Say whether an endpoint is AWS's host for all regions, for which boto3's own is better."""
    return endpoint is not None and urlsplit(endpoint).hostname == "s3.amazonaws.com"
