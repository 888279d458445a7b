"""The commands around voices: store one, list them, show one, delete one."""

from collections.abc import Iterator, Mapping
from typing import Any

from f5tts_worker.client.asking import Given, UsageError, ask, warn
from f5tts_worker.client.input.options import consent_of, voice_defaults
from f5tts_worker.client.input.recordings import recording
from f5tts_worker.client.input.texts import text_of
from f5tts_worker.client.output.display import visible, visible_json
from f5tts_worker.client.output.wording import notes


def upload(given: Given) -> int:
    """Store a voice and report what was changed in it."""
    data: dict[str, Any] = {"endpoint": "upload", "voice_name": given.name, "overwrite": given.overwrite}
    if text := text_of(given, required=False):
        data["ref_text"] = text
    data |= voice_defaults(given)
    sent = recording(given.recording, "voice_file_url", "voice_file_base64")
    answer = ask(given, {**data, **consent_of(given), **sent})
    for line in answer.get("changes") or ():
        print(visible(line))
    warn(given, answer)
    print(f"Stored. Use it with: --voice {given.name}")
    return 0


def voices(given: Given) -> int:
    """List the voices, show one, or delete a stored one."""
    if (given.action == "list") is not (given.name is None):
        raise UsageError("`voices show` and `voices delete` take one voice's name; `voices` takes none")
    if given.action == "delete":
        return delete(given)
    if given.action == "show":
        shown = ask(given, {"endpoint": "get_voice", "voice_name": given.name}).get("voice")
        if given.json or not isinstance(shown, dict):
            print(visible_json(shown))
        else:
            known = {key: value for key, value in shown.items() if value not in (None, [])}
            print("\n".join(f"{visible(key)}: {visible(value)}" for key, value in known.items()))
        return 0
    listed = list(_pages(given))
    if given.json:
        print(visible_json(listed))
        return 0
    print(_row("NAME", "SECONDS", "LANGUAGE", "", "TEXT"))
    for voice in listed:
        seconds, text = voice.get("seconds"), str(voice.get("text") or "").replace("\n", " ")
        length = f"{seconds:.1f}" if isinstance(seconds, int | float) else ""
        text = text if len(text) <= 60 else text[:59] + "…"
        kind = "built in" if voice.get("builtin") else ""
        print(_row(voice.get("name"), length, voice.get("language") or "", kind, text))
        for note in notes(voice, given.command):
            print(f"    note: {visible(note)}")
    return 0


def _pages(given: Given) -> Iterator[dict[str, Any]]:
    """Yield all voices, page by page."""
    cursor: object = None
    while True:
        data = (
            {"endpoint": "list_voices"} if cursor is None else {"endpoint": "list_voices", "cursor": cursor}
        )
        answer = ask(given, data)
        found = answer.get("voices")
        yield from (voice for voice in (found if isinstance(found, list) else ()) if isinstance(voice, dict))
        if answer.get("next_cursor") in (None, "", cursor):
            return
        cursor = answer["next_cursor"]


def _row(*cells: object) -> str:
    name, seconds, language, kind, text = map(visible, cells)
    return f"{name:<24} {seconds:>7}  {language:<8}  {kind:<8}  {text}".rstrip()


def delete(given: Given) -> int:
    """Delete a stored voice."""
    everywhere = {"everywhere": True} if given.everywhere else {}
    answer = ask(given, {"endpoint": "delete_voice", "voice_name": given.name, **everywhere})
    removed = answer.get("removed")
    counts = ", ".join(f"{count} {kind}" for kind, count in removed.items()) if removed else ""
    print(f"Deleted {given.name}." + (f" On the volume: {visible(counts)}." if counts else ""))
    show_left(answer)
    return 0


def show_left(answer: Mapping[str, Any]) -> None:
    """Print where something may still be of what was deleted."""
    for place in answer.get("left") or ():
        print(f"left: {visible(place)}")
