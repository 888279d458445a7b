"""The certificate and the key that audio files are signed with, read and checked before any job."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from f5tts_worker.settings.reader import SettingsReader

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

CERTIFICATE, KEY = "F5TTS_C2PA_CERT", "F5TTS_C2PA_KEY"
_MOST_BYTES = 65_536  # of a file: a chain of certificates has a few thousand
_SHORT_RSA_BITS, _SHORT_LINE = 2_048, 16
_SOON = timedelta(days=30)
# What the C2PA specification (13.2, digital signatures) calls the algorithms of keys.
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_KINDS = "an EC key (P-256, P-384 or P-521), an Ed25519 key, or an RSA key of 2,048 bits or more"


@dataclass(frozen=True)
class SigningIdentity:
    """A certificate with those that vouch for it, its key, and when it holds. `repr` hides the key.

    `certificates` and `key` are PEM texts; `algorithm` is C2PA's name for it, `subject` who the certificate
    is of.
    """

    certificates: str
    key: str = field(repr=False)
    algorithm: str
    subject: str
    begins: datetime
    ends: datetime

    @property
    def secrets(self) -> Sequence[str]:
        """What no log line and no answer may contain: the key, as a whole and line by line."""
        lines = self.key.splitlines()  # a short last one could be part of any word
        return [self.key, *(line for line in lines if len(line) > _SHORT_LINE and "-----" not in line)]

    @property
    def shown(self) -> dict[str, str]:
        """What an operator is shown."""
        return {"certificate": self.subject, "expires": self.ends.date().isoformat()}

    def fault(self) -> str | None:
        """Return what is wrong with the certificate by now, if anything."""
        now = datetime.now(UTC)
        if now > self.ends:
            return f"the certificate in {CERTIFICATE} expired on {self.ends.date()}"
        if now < self.begins:
            return f"the certificate in {CERTIFICATE} holds only from {self.begins.date()} on"
        return None

    def risk(self) -> str | None:
        """Return a sentence if the certificate will not hold much longer."""
        if datetime.now(UTC) + _SOON < self.ends:
            return None
        return f"The certificate in {CERTIFICATE} expires on {self.ends.date()}: from then on, jobs fail."


def signing_identity(read: SettingsReader) -> SigningIdentity | None:
    """Return what files are signed with, or None; what is wrong is added to the faults."""
    texts = {name: _pem(read, name) for name in (CERTIFICATE, KEY)}
    given = [name for name in texts if read.first(name) is not None]
    if len(given) == 1:
        missing = KEY if given == [CERTIFICATE] else CERTIFICATE
        read.faults.append(f"{CERTIFICATE} and {KEY} go together; {missing} is missing")
    certificates, key = texts.values()
    if certificates is None or key is None:
        return None
    identity, faults = _checked(certificates, key)
    read.faults += faults
    return identity


def _pem(read: SettingsReader, name: str) -> str | None:
    """Return the PEM text that a variable is, or whose file it names. What it holds is never repeated."""
    value = read.first(name)
    if value is None:
        return None
    if "-----BEGIN" in value:
        return value.replace("\\n", "\n") + "\n"  # as env files have line ends
    try:
        with Path(value).open("rb") as file:
            text = file.read(_MOST_BYTES).decode("ascii", errors="replace")
    except (OSError, ValueError):
        read.faults.append(f"{name} is neither a PEM text nor a file that can be read")
        return None
    if "-----BEGIN" not in text:
        read.faults.append(f"{name} names a file that is no PEM text")
        return None
    return text


def _checked(certificates: str, key: str) -> tuple[SigningIdentity | None, list[str]]:
    """Return the identity, and what is wrong with it."""
    from cryptography import x509  # late: workers that sign nothing need not load it
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    faults, chain, private = [], [], None
    try:
        chain = x509.load_pem_x509_certificates(certificates.encode())
    except ValueError:
        faults.append(f"{CERTIFICATE} holds no certificate in PEM form")
    try:
        private = load_pem_private_key(key.encode(), None)
    except TypeError:
        faults.append(f"{KEY} is encrypted; it must hold a key without a password")
    except Exception:  # noqa: BLE001 (ValueError, or a kind that the library does not know; it may quote the key)
        faults.append(f"{KEY} holds no private key in PEM form")
    algorithm = None if private is None else _algorithm(private)
    if private is not None and algorithm is None:
        faults.append(f"{KEY} is of a kind that C2PA does not know; it must be {_KINDS}")
    if private is not None and chain and chain[0].public_key() != private.public_key():
        faults.append(f"{KEY} is not the key of the first certificate in {CERTIFICATE}")
    if not chain:
        return None, faults
    own = chain[0]
    if own.issuer == own.subject:
        faults.append(f"the first certificate in {CERTIFICATE} is its own issuer, which C2PA does not accept")
    identity = SigningIdentity(
        certificates, key, algorithm or "", _name(own), own.not_valid_before_utc, own.not_valid_after_utc
    )
    faults += filter(None, [identity.fault()])
    return (None if faults else identity), faults


def _algorithm(private: Any) -> str | None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey):
        return _CURVES.get(private.curve.name)
    if isinstance(private, rsa.RSAPrivateKey):
        return "ps256" if private.key_size >= _SHORT_RSA_BITS else None
    return "ed25519" if isinstance(private, ed25519.Ed25519PrivateKey) else None


def _name(certificate: "Certificate") -> str:
    return re.sub(r"[^\x20-\x7e]", "?", certificate.subject.rfc4514_string())
