"""The same request is recognised, however it is spelled."""

import pytest

from f5tts_worker.request.canonical import canonical

ADDRESS = "https://voices.s3.amazonaws.com/anna.wav?versionId=7"


@pytest.mark.parametrize(
    "signature",
    [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261129T010000Z&X-Amz-Signature=ab12",
        "AWSAccessKeyId=AKIA&Signature=x%2By%3D&Expires=1764380000",
        "GoogleAccessId=a@b&Expires=1764380000&Signature=q",
        "se=2026-11-29&sig=abc%3D",
    ],
)
def test_a_new_signature_is_the_same_request(signature):
    """A lost answer is asked for again with an address signed anew; another file is another request."""
    plain = canonical({"text": "Hello", "voice_reference_url": ADDRESS})
    assert canonical({"text": "Hello", "voice_reference_url": f"{ADDRESS}&{signature}"}) == plain
    before = ADDRESS.replace("?", f"?{signature}&")
    assert canonical({"text": "Hello", "voice_reference_url": before}) == plain
    other = ADDRESS.replace("versionId=7", f"versionId=8&{signature}")
    assert canonical({"text": "Hello", "voice_reference_url": other}) != plain


def test_how_speech_leaves_is_no_part_of_it():
    """The same speech is made with and without `pieces`."""
    assert canonical({"text": "Hello", "options": {"pieces": True}}) == canonical({"text": "Hello"})


def test_an_input_in_another_one_is_the_same_request():
    """A client that adds `input` itself is delivered again as it was the first time, or without it."""
    plain = {"text": "Hello", "options": {"seed": 7}}
    assert canonical({"input": plain}) == canonical(plain)
    assert canonical({"input": plain, "endpoint": "tts"}) == canonical(plain)
    assert canonical({"input": plain, "endpoint": "align"}) != canonical(plain)
    assert canonical({"input": "Hello"}) != canonical({"input": {"text": "Hello"}})


def test_only_addresses_lose_their_signatures():
    """A text that looks like one is taken as it is."""
    assert canonical({"text": "?sig=a"}) != canonical({"text": "?sig=b"})
