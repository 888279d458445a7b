"""A transcript in an align request: its names are not words of the recording, but whose words they are."""

from dataclasses import replace

from f5tts_worker.request.requests import AlignRequest
from f5tts_worker.script.transcript import PARAGRAPH, by_speaker


def with_speakers(request: AlignRequest) -> AlignRequest:
    """Return the request with the text that is said, and who says it, if names stand before its lines."""
    if request.text is None or not (turns := by_speaker(request.text)):
        return request
    told = "Left out of the text: the names of those who speak. Each word's `voice` says them."
    return replace(
        request,
        text=PARAGRAPH.join(said for _, said in turns),
        turns=tuple(turns),
        warnings=(*request.warnings, told),
    )
