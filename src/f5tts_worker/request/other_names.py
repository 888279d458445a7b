"""What people write who come from other speech services, and what it is called here."""

from collections.abc import Mapping

OTHER_NAMES: Mapping[str, str] = {
    "voice": "local_voice",
    "voice_id": "local_voice",
    "speaker": "local_voice",
    "ref_audio": "voice_reference_url",
    "reference_audio": "voice_reference_url",
    "speaker_wav": "voice_reference_url",
    "reference_text": "ref_text",
    "gen_text": "text",
    "input": "text",
    "prompt": "text",
    "format": "output_format",
    "response_format": "output_format",
    "steps": "nfe_steps",
    "nfe_step": "nfe_steps",
    "cfg": "cfg_strength",
    "subtitles": "create_subtitles",
    "resolution": "subtitle_style",
    "max_words": "subtitle_style",
    "name": "voice_name",
    "id": "job_id",
    "method": "endpoint",
    "action": "endpoint",
}
