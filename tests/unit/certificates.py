"""Certificates as an operator has them: signed by an authority of their own, made for one test."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = dt.timedelta(days=1)
_SIGNS = {"digital_signature": True, "key_cert_sign": False, "crl_sign": False}
_ISSUES = {"digital_signature": False, "key_cert_sign": True, "crl_sign": True}
_NEVER = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")


def make_key():
    return ec.generate_private_key(ec.SECP256R1())


def pem(key):
    """Return a private key as a PEM text."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def certified(key, days=(-1, 365), *, purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION):
    """Return a certificate for the key, valid between two days from now, and its authority's: a PEM text."""
    authority, now = make_key(), dt.datetime.now(dt.UTC)
    root = _certificate(
        "Authority", authority, "Authority", authority, (now - 900 * DAY, now + 900 * DAY), _ISSUES
    )
    dates = now + days[0] * DAY, now + days[1] * DAY
    own = _certificate("A Speaker", key, "Authority", authority, dates, _SIGNS, purpose)
    return (own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)).decode()


def _certificate(subject, key, issuer, signer, dates, usage, purpose=None):
    own, theirs = key.public_key(), signer.public_key()
    usage = x509.KeyUsage(**usage, **dict.fromkeys(_NEVER, False), encipher_only=False, decipher_only=False)
    made = (
        x509.CertificateBuilder(_name(issuer), _name(subject), own, x509.random_serial_number(), *dates)
        .add_extension(x509.BasicConstraints(ca=purpose is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(theirs), critical=False)
    )
    if purpose is not None:
        made = made.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    return made.sign(signer, hashes.SHA256())


def _name(common):
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test")
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common)])
