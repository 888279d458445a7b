"""vocab.txt: one token a line, its number is the id. Line 0 is the space, and stands for the unknown ones."""

from pathlib import Path

from f5tts_worker.errors import WorkerError


def read_vocabulary(path: Path) -> dict[str, int]:
    """Read a vocabulary as F5-TTS does. Raises WorkerError MODEL_UNAVAILABLE or MODEL_MISMATCH.

    Unlike F5-TTS, it keeps the last character of a last line without a line feed.
    """
    try:
        with path.open(encoding="utf-8") as file:
            tokens = {line.rstrip("\n"): number for number, line in enumerate(file)}
    except OSError as error:
        raise WorkerError("MODEL_UNAVAILABLE", f"The vocabulary {path.name} is missing.") from error
    except UnicodeDecodeError as error:
        raise WorkerError(
            "MODEL_MISMATCH", f"{path.name} is not a vocabulary: it is not UTF-8 text."
        ) from error
    if tokens.get(" ") != 0:
        raise WorkerError(
            "MODEL_MISMATCH",
            f"{path.name} is not an F5-TTS vocabulary: its first line must be a single space (id 0 also"
            " stands for the unknown).",
        )
    return tokens


def fits(tokens: dict[str, int], rows: int) -> bool:
    """Say whether a text embedding of `rows` tokens (filler not counted) belongs to this vocabulary.

    A vocabulary with repeated lines was counted by F5-TTS without them, so both counts are right.
    """
    return rows in (len(tokens), max(tokens.values()) + 1)
