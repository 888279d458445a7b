"""What S3 answers and botocore raises -> our errors, each with a sentence that says what to change."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.store import FULL, missing, volume_full

# The names of the bucket's settings, for the operator and for a job.
_SETTINGS: Mapping[str, str] = {
    "access": "AWS_ACCESS_KEY_ID",
    "secret": "AWS_SECRET_ACCESS_KEY",
    "renewed": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
    "temporary": "AWS_SESSION_TOKEN, which temporary keys need",
    "name": "S3_BUCKET",
    "region_name": "AWS_REGION",
}
_JOB_FIELDS: Mapping[str, str] = {
    "access": "s3Config.accessId",
    "secret": "s3Config.accessSecret",
    "renewed": "s3Config.accessId and s3Config.accessSecret",
    "temporary": "that it is not a temporary key, which s3Config cannot hold",
    "name": "s3Config.bucketName",
    "endpoint": "s3Config.endpointUrl",
    "region_name": "s3Config.endpointUrl",
}

# S3's error codes -> what to look at. The names in braces are filled in.
_REFUSALS: Mapping[str, str] = {
    "InvalidAccessKeyId": "does not know the access key; check {access} and {temporary}",
    "SignatureDoesNotMatch": "did not accept the signature; check {secret}",
    "AccessDenied": "refused access; the key needs to list, read, write and delete in bucket {bucket!r}",
    "NoSuchBucket": "has no bucket {bucket!r}; check {name} and {endpoint}",
    "RequestTimeTooSkewed": "finds that this machine's clock is wrong; set the clock and try again",
    "PermanentRedirect": "keeps bucket {bucket!r} in another region than {region!r}{right}; "
    "check {region_name}",
    "AuthorizationHeaderMalformed": "expects another region than {region!r}{right}; check {region_name}",
    "ExpiredToken": "says that the credentials have expired; renew {renewed}",
    "InvalidBucketName": "does not accept {bucket!r} as the name of a bucket; check {name}",
    "NotS3": "does not answer as S3 does; check {endpoint}, which must not be the address of a web console",
    "ToHTTPS": "wants to be reached through https://; check {endpoint}",
    "400": "refused the request (400); check {endpoint}, which may have to begin with https://",
    "Full": "has no room left: its quota, its cap or its disk is used up",
    "InvalidKey": "does not take this name for a file; name voices and jobs in Latin letters and digits",
    "Suspended": "says that the account may not be used at present; look at its page",
    "Unauthorized": "does not accept the key; check {access}, {secret} and {endpoint}",
    "Encryption": "could not use the encryption key of bucket {bucket!r}; the access key needs "
    "kms:GenerateDataKey and kms:Decrypt for it",
    "Archived": "keeps this file in an archive; restore it, or store it in the bucket's usual class",
    "TooLarge": "takes no file of this size; a proxy in front of it may have a limit of its own",
    "Changed": "got other bytes than were sent; something in front of it changes what it passes on",
    "NotImplemented": "cannot do what is asked of it; another service, or a newer version of this one, can",
    "OnlyInFront": "takes the bucket's name only in front of its host; {endpoint} must be the service's own "
    "address, such as https://oss-cn-hangzhou.aliyuncs.com or https://cos.ap-guangzhou.myqcloud.com",
}
# A HEAD answer has no body, so botocore knows the status only. Other spellings of the same refusals, too.
_SAME_AS: Mapping[str, str] = {
    "403": "AccessDenied",
    "Forbidden": "AccessDenied",
    "AllAccessDisabled": "AccessDenied",
    "UnauthorizedAccess": "AccessDenied",
    "InvalidClientTokenId": "InvalidAccessKeyId",
    **dict.fromkeys(("401", "InvalidSecurity", "AuthFailure"), "Unauthorized"),
    "301": "PermanentRedirect",
    "307": "PermanentRedirect",
    **dict.fromkeys(
        (
            "QuotaExceeded",
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "InsufficientStorage",
            "507",
        ),
        "Full",
    ),
    **dict.fromkeys(("InvalidObjectName", "XMinioInvalidObjectName", "InvalidURI"), "InvalidKey"),
    **dict.fromkeys(("AccountProblem", "NotSignedUp", "UserSuspended", "SuspendedAccount"), "Suspended"),
    **dict.fromkeys(("AccountSuspended", "UserDisable", "InArrearOrInsufficientBalance"), "Suspended"),
    **dict.fromkeys(("413", "EntityTooLarge"), "TooLarge"),
    **dict.fromkeys(("BadDigest", "XAmzContentSHA256Mismatch"), "Changed"),
    "InvalidObjectState": "Archived",
    "501": "NotImplemented",
    "SecondLevelDomainForbidden": "OnlyInFront",
    "PathStyleDomainForbidden": "OnlyInFront",
    "302": "NotS3",
    "405": "NotS3",
    "MethodNotAllowed": "NotS3",
    "IllegalLocationConstraintException": "AuthorizationHeaderMalformed",
    "InvalidRegion": "AuthorizationHeaderMalformed",
    "InvalidRegionName": "AuthorizationHeaderMalformed",
    "RequestExpired": "RequestTimeTooSkewed",
    "TokenRefreshRequired": "ExpiredToken",
    "ExpiredTokenException": "ExpiredToken",
    "InvalidToken": "ExpiredToken",
}
_MISSING = ("404", "NoSuchKey", "NotFound")
_LATER = (
    *("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "RequestTimeoutException", "408"),
    *("Throttling", "ThrottlingException", "OperationAborted", "ConditionalRequestConflict"),
)
# What a service says under a code that means something else -> the code that would say it.
_IN_WORDS: Mapping[str, str] = {
    r"\bkms:|\bKMS\b": "Encryption",
    r"\bcap exceeded\b": "Full",  # Backblaze
    r"access key has length": "InvalidAccessKeyId",  # Cloudflare, of another service's key
}

_NOT_VALID = "{name} {bucket!r}, {region_name} or {endpoint} is not valid ({reason})."
_NO_CREDENTIALS = "The bucket has no credentials; set {access} and {secret}."
# Exceptions that another try does not cure, by name -> sentence.
_WRONG: Mapping[str, str] = {
    "NoCredentialsError": _NO_CREDENTIALS,
    "PartialCredentialsError": _NO_CREDENTIALS,
    "ParamValidationError": _NOT_VALID,
    "InvalidEndpointError": _NOT_VALID,
    "InvalidRegionError": _NOT_VALID,
    "ResponseParserError": "The store at {where} " + _REFUSALS["NotS3"] + ".",
    "SSLError": "The certificate of the store at {where} cannot be trusted; check {endpoint}.",
    "PlainServer": "The store at {where} does not speak TLS; check whether {endpoint} must begin with http://.",
}
_NO_TLS = re.compile(
    "WRONG_VERSION_NUMBER|RECORD_LAYER_FAILURE"
)  # OpenSSL's words for an answer in plain HTTP


class AccessDeniedError(WorkerError):
    """The key may not do what was asked: among that, look for what is absent, if it may not list."""


@contextlib.contextmanager
def plain_errors(bucket: Bucket, key: str) -> Iterator[None]:
    """Turn what boto3 raises while it uses the bucket into WorkerErrors.

    Nothing of boto3's own messages is kept: they may quote what was signed.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError
    from s3transfer.exceptions import RetriesExceededError, S3ValidationError

    try:
        yield
    except ClientError as error:
        raise _refusal(bucket, error, key) from None
    except (
        *(BotoCoreError, ResponseParserError, RetriesExceededError, S3ValidationError),
        *(ConnectionError, TimeoutError),
    ) as error:
        raise _failure(bucket, error) from None
    except OSError as error:
        if error.errno in FULL:
            raise volume_full(key) from error
        raise


def _refusal(bucket: Bucket, error: Any, key: str) -> WorkerError:
    said, sent = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    status = int(sent.get("HTTPStatusCode", 0))
    code = str(said.get("Code") or status)[:60]
    told = f"{code} {str(said.get('Message', ''))[:1000]}"
    headers = sent.get("HTTPHeaders", {})
    region = str(said.get("Region") or headers.get("x-amz-bucket-region") or "")
    right = f", which is {region}" if re.fullmatch("[A-Za-z0-9-]{1,40}", region) else ""
    words = {**_words(bucket), "right": right}
    details = {"bucket": bucket.name, "s3_code": code, "status": status}
    is_trouble = status >= 500 or status == 429  # whatever it names, such as KMS: it may pass
    in_words = () if is_trouble else _IN_WORDS.items()
    known = next((same for told_so, same in in_words if re.search(told_so, told)), None)
    known = known or _SAME_AS.get(code, code)
    if code in _MISSING:
        if error.operation_name in ("GetObject", "HeadObject"):
            return missing(key)
        known = "NotS3"  # nothing else can be missing
    if code in _LATER or "Throttling" in code or (known not in _REFUSALS and is_trouble):
        sentence = f"The store at {words['where']} is having trouble ({code}); try again later."
        return WorkerError("STORE_UNAVAILABLE", sentence, details)
    is_plain = bucket.endpoint is not None and bucket.endpoint.lower().startswith("http://")
    if is_plain and headers.get("location", "").startswith("https://"):
        known = "ToHTTPS"
    advice = _REFUSALS.get(known)
    answer = f"refused the request ({code})" if advice is None else advice.format(**words)
    kind = AccessDeniedError if known == "AccessDenied" else WorkerError
    return kind("STORE_REFUSED", f"The store at {words['where']} {answer}.", details)


def _failure(bucket: Bucket, error: BaseException) -> WorkerError:
    reason = type(error).__name__
    words = {**_words(bucket), "reason": reason}
    details = {"bucket": bucket.name, "reason": reason}
    if reason == "SSLError" and _NO_TLS.search(str(error)):
        reason = "PlainServer"
    if reason in _WRONG:
        return WorkerError("STORE_REFUSED", _WRONG[reason].format(**words), details)
    sentence = "The store at {where} cannot be reached ({reason}); check {endpoint} or try later."
    return WorkerError("STORE_UNAVAILABLE", sentence.format(**words), details)


def _words(bucket: Bucket) -> dict[str, str]:
    names = _JOB_FIELDS if bucket.from_job else {**_SETTINGS, "endpoint": bucket.address_setting}
    where = f"AWS {bucket.region}"
    if bucket.endpoint is not None:
        where = urlsplit(bucket.endpoint).netloc.rpartition("@")[2]  # no user info, path or query
    return {**names, "bucket": bucket.name, "region": bucket.region, "where": where}
