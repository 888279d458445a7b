"""What the address of an S3 service says: the region, and sometimes the bucket."""

import re
from urllib.parse import urlsplit, urlunsplit

# Hosts of services whose signatures need the region that the address names. The first group is the region.
_REGIONS = (
    r"s3[.-]([a-z]{2}[a-z0-9-]*-\d+)\.amazonaws\.com(?:\.cn)?",
    r"s3\.([a-z0-9-]+)\.backblazeb2\.com",
    r"s3\.([a-z0-9-]+)\.wasabisys\.com",
    r"s3\.([a-z0-9-]+)\.scw\.cloud",
    r"s3\.([a-z0-9-]+)\.(?:io\.)?cloud\.ovh\.(?:net|us)",
    r"([a-z0-9-]+)\.digitaloceanspaces\.com",
    r"([a-z0-9-]+)\.linodeobjects\.com",
    r"([a-z0-9-]+)\.your-objectstorage\.com",
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


def without_bucket(endpoint: str, bucket: str) -> str:
    """Return the endpoint without the bucket in front of its host: some pages show it, S3 clients add it."""
    parts = urlsplit(endpoint)
    if not parts.netloc.startswith(f"{bucket}."):
        return endpoint
    return urlunsplit(parts._replace(netloc=parts.netloc.removeprefix(f"{bucket}.")))
