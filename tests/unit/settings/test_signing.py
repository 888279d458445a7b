"""The certificate and the key that files are signed with: what is wrong with them is said before any job."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from tests.unit.certificates import certified, make_key, pem

from f5tts_worker.config import public_view, read_environment, risks
from f5tts_worker.log import hide, redact

KEY = make_key()
CERTIFICATE = certified(KEY)


def read(certificate, key):
    """Return the identity that two variables make, and what is wrong with them."""
    settings, faults = read_environment({"F5TTS_C2PA_CERT": certificate, "F5TTS_C2PA_KEY": key})
    return settings.signing, faults


def test_nothing_is_signed_unless_it_is_asked_for():
    """Without a certificate there is no identity, and no fault."""
    assert read("", "") == (None, [])


def test_texts_and_files_are_the_same(tmp_path):
    """A variable holds the PEM text, with real line ends or written ones, or names its file."""
    (tmp_path / "cert.pem").write_text(CERTIFICATE)
    (tmp_path / "key.pem").write_text(pem(KEY))
    ways = [
        (CERTIFICATE, pem(KEY)),
        (CERTIFICATE.replace("\n", "\\n"), pem(KEY).replace("\n", "\\n")),
        (str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")),
    ]
    for certificate, key in ways:
        identity, faults = read(certificate, key)
        assert faults == []
        assert (identity.algorithm, identity.subject) == ("es256", "CN=A Speaker,O=Test")


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP384R1()), "es384"),
        (ec.generate_private_key(ec.SECP521R1()), "es512"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
        (rsa.generate_private_key(65_537, 2_048), "ps256"),
    ],
)
def test_the_algorithm_is_the_keys(key, algorithm):
    """What the files are signed with follows from the kind of key."""
    assert read(certified(key), pem(key))[0].algorithm == algorithm


def test_two_that_do_not_fit_each_other():
    """A certificate of another key is a fault."""
    _, faults = read(CERTIFICATE, pem(make_key()))
    assert faults == ["F5TTS_C2PA_KEY is not the key of the first certificate in F5TTS_C2PA_CERT"]


def test_a_certificate_out_of_its_time():
    """One that has expired is a fault, and one that is not valid yet."""
    _, expired = read(certified(KEY, (-20, -10)), pem(KEY))
    _, early = read(certified(KEY, (5, 10)), pem(KEY))
    assert [fault.rpartition(" ")[0] for fault in expired] == [
        "the certificate in F5TTS_C2PA_CERT expired on"
    ]
    assert "holds only from" in early[0]


def test_one_that_expires_soon_is_told():
    """An operator is warned in the last 30 days, and sees whose certificate it is at any time."""
    for days, is_told in ((29, True), (365, False)):
        variables = {"F5TTS_C2PA_CERT": certified(KEY, (-1, days)), "F5TTS_C2PA_KEY": pem(KEY)}
        settings, _ = read_environment(variables)
        assert any("expires on" in sentence for sentence in risks(settings)) == is_told
        assert public_view(settings)["signing"]["certificate"] == "CN=A Speaker,O=Test"


def own_issuer():
    """Return a certificate that vouches for itself."""
    name, theirs = x509.Name([]), x509.load_pem_x509_certificate(CERTIFICATE.encode())
    made = x509.CertificateBuilder().issuer_name(name).subject_name(name).public_key(KEY.public_key())
    made = made.not_valid_before(theirs.not_valid_before_utc).not_valid_after(theirs.not_valid_after_utc)
    return made.serial_number(1).sign(KEY, hashes.SHA256())


LOCKED = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
UNKNOWN = ed448.Ed448PrivateKey.generate()


@pytest.mark.parametrize(
    ("certificate", "key", "said"),
    [
        (CERTIFICATE, "", "F5TTS_C2PA_KEY is missing"),
        ("", pem(KEY), "F5TTS_C2PA_CERT is missing"),
        ("/nowhere/cert.pem", pem(KEY), "F5TTS_C2PA_CERT is neither a PEM text nor a file"),
        (CERTIFICATE, "canary\0secret", "F5TTS_C2PA_KEY is neither a PEM text nor a file"),
        (CERTIFICATE, __file__, "F5TTS_C2PA_KEY names a file that is no PEM text"),
        (CERTIFICATE, CERTIFICATE, "F5TTS_C2PA_KEY holds no private key in PEM form"),
        (pem(KEY), pem(KEY), "F5TTS_C2PA_CERT holds no certificate in PEM form"),
        (CERTIFICATE, LOCKED, "F5TTS_C2PA_KEY is encrypted"),
        (CERTIFICATE, pem(UNKNOWN), "F5TTS_C2PA_KEY is of a kind that C2PA does not know"),
        (own_issuer().public_bytes(Encoding.PEM).decode(), pem(KEY), "is its own issuer"),
    ],
)
def test_what_cannot_be_used(certificate, key, said):
    """Each way to get it wrong has its sentence, which repeats nothing of what was given."""
    identity, faults = read(certificate, key)
    assert identity is None
    assert len(faults) >= 1
    assert any(said in fault for fault in faults)
    lines = [line for line in f"{key}\n{certificate}".splitlines() if len(line) > 20]
    assert not any(line in " ".join(faults) for line in lines)


def test_the_key_is_never_shown():
    """Neither the settings' own text nor what operators see has the key, and log lines lose it."""
    settings, _ = read_environment({"F5TTS_C2PA_CERT": CERTIFICATE, "F5TTS_C2PA_KEY": pem(KEY)})
    line = pem(KEY).splitlines()[1]
    hide(*settings.signing.secrets)
    assert line not in repr(settings) + repr(settings.signing) + str(public_view(settings))
    assert line not in redact(f"something went wrong with {line}")
