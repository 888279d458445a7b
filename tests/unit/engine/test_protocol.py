"""Messages survive the pipe; whatever else comes is refused with ProtocolError and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.engine.protocol import (
    EVENTS,
    MAX_LINE_BYTES,
    METHODS,
    Event,
    ProtocolError,
    Request,
    decode_event,
    decode_request,
    encode,
)

json_text = st.text(st.characters(codec=None, exclude_categories=[]))
json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | json_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_text, inner, max_size=3),
    max_leaves=8,
)
json_object = st.dictionaries(json_text, json_value, max_size=4)
ids = st.integers(0, 2**31)


@given(st.builds(Request, ids, st.sampled_from(METHODS), json_object))
def test_requests_survive(request_):
    """A request is one line, and reads back equal, whatever its text holds (lone surrogates, line breaks)."""
    line = encode(request_)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode_request(line) == request_


@given(st.builds(Event, ids, st.sampled_from(EVENTS), json_object))
def test_events_survive(event):
    """An event is one line, and reads back equal."""
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode_event(line) == event


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_protocol_error(line):
    """Random bytes are refused with ProtocolError, never with another exception."""
    for decode in (decode_request, decode_event):
        with pytest.raises(ProtocolError):
            decode(line)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"id": 1, "event": "result"', "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b'["id"]', "not an object"),
        (b'{"id": 1, "event": "done", "data": {}}', "unknown event 'done'"),
        (b'{"id": 1, "event": ["result"], "data": {}}', "unknown event"),
        (b'{"id": "1", "event": "result", "data": {}}', "id must be a whole number"),
        (b'{"id": true, "event": "result", "data": {}}', "id must be a whole number"),
        (b'{"id": -1, "event": "result", "data": {}}', "id must be a whole number"),
        (b'{"id": 1, "event": "result", "data": []}', "data must be an object, not list"),
        (b" " * (MAX_LINE_BYTES + 1), "at most"),
    ],
)
def test_faulty_events_are_named(line, fault):
    """Each fault of a line is named."""
    with pytest.raises(ProtocolError, match=fault):
        decode_event(line)


def test_an_unknown_method_is_refused():
    """A request for a method that the engine does not have is a fault of the protocol."""
    with pytest.raises(ProtocolError, match="unknown method 'sing'"):
        decode_request(b'{"id": 1, "method": "sing"}')


def test_a_message_that_is_too_long_is_not_encoded():
    """The limit holds on both sides: what the reader would refuse is not written."""
    with pytest.raises(ProtocolError, match="at most"):
        encode(Event(1, "result", {"x": "y" * MAX_LINE_BYTES}))
