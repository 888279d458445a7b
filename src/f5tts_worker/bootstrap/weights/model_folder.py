"""A checkpoint in a folder: one file of weights, vocab.txt, and at most one configuration."""

from pathlib import Path

from f5tts_worker.errors import WorkerError

VOCAB = "vocab.txt"
_PT_BEGINS = (b"PK", b"\x80")  # a zip archive, and the bare pickle of PyTorch before 1.6


def weights_and_config(folder: Path) -> tuple[Path, Path | None]:
    """Return the checkpoint and, where there is one, its configuration.

    Raises WorkerError MODEL_UNAVAILABLE.
    """
    checkpoints = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.pt"))
    configs = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    if len(checkpoints) != 1 or len(configs) > 1:
        message = f"The model folder {folder} must contain one *.safetensors or *.pt and at most one *.yaml."
        raise WorkerError(
            "MODEL_UNAVAILABLE", message, {"files": sorted(p.name for p in folder.iterdir())[:50]}
        )
    return checkpoints[0], configs[0] if configs else None


def fault_of(folder: Path) -> str | None:
    """Return what is plainly wrong, from a glance at the names and the checkpoint's first bytes."""
    try:
        checkpoint, _ = weights_and_config(folder)
        if not (folder / VOCAB).is_file():
            return f"The model folder {folder} lacks {VOCAB}"
        if not _begins_right(checkpoint):
            return f"{checkpoint} is no checkpoint, or was cut short"
    except WorkerError as error:
        return error.message.rstrip(".")
    except OSError as error:
        return f"The model folder {folder} cannot be read ({type(error).__name__})"
    return None


def _begins_right(checkpoint: Path) -> bool:
    with checkpoint.open("rb") as file:
        start = file.read(9)
    if checkpoint.suffix == ".pt":
        return start.startswith(_PT_BEGINS)
    # The size of the header, which is JSON, and the header.
    header = int.from_bytes(start[:8], "little")
    return start[8:] == b"{" and 8 + header <= checkpoint.stat().st_size
