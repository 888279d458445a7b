"""Prepare a volume beforehand, by the first request's own code: `python -m f5tts_worker.bootstrap FOLDER`."""

import argparse
import dataclasses
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from f5tts_worker.bootstrap import (
    Environment,
    Progress,
    Report,
    aligner_languages,
    check_volume,
    ensure,
    ensure_aligner,
    ensure_model,
    ensure_transcriber,
    find,
    finish_uploads,
    model_names,
    sweep,
)
from f5tts_worker.bootstrap.environment import default_recipe
from f5tts_worker.config import Settings, from_environment
from f5tts_worker.errors import WorkerError

LINE_SECONDS = 2.0  # between lines where the output is no terminal


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog=os.environ.get("F5TTS_PROGRAM_NAME", "python -m f5tts_worker.bootstrap"),
        description="Install the environment, models and aligners onto a volume, so that workers start warm.",
        epilog=f"Models: {', '.join(model_names())}. Aligner languages: {', '.join(aligner_languages())}. "
        "Weights have licences of their own: F5TTS_v1_Base is CC-BY-NC-4.0.",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="the volume (default: the one that is mounted)")
    parser.add_argument("--volume", type=Path, metavar="FOLDER", help="the same, as an option")
    parser.add_argument(
        "--model", action="append", metavar="NAME", help="repeatable (default: F5TTS_MODEL or F5TTS_v1_Base)"
    )
    parser.add_argument(
        "--language",
        action="append",
        metavar="CODE",
        help="aligner, repeatable (default: F5TTS_LANGUAGE or en)",
    )
    parser.add_argument(
        "--transcriber", action="store_true", help="also Whisper, for references without a text"
    )
    parser.add_argument("--no-models", action="store_true", help="the environment only")
    parser.add_argument("--check", action="store_true", help="only say whether the environment is installed")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Prepare the volume. Returns the exit code."""
    given = arguments(sys.argv[1:] if argv is None else argv)
    display = Display()
    try:
        settings = from_environment()
        folder = given.volume or given.folder
        if folder:
            settings = dataclasses.replace(settings, volume=folder.absolute(), volume_is_set=True)
        if given.check:
            return _check(settings)
        _prepare(given, settings, display)
    except WorkerError as error:
        display.end()
        print(f"{error}", file=sys.stderr)
        for line in error.details.get("uv") or error.details.get("last_lines") or ():
            print(f"    {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        display.end()
        print("Stopped. Nothing half-done counts; the next run starts afresh.", file=sys.stderr)
        return 130
    return 0


def _prepare(given: argparse.Namespace, settings: Settings, display: "Display") -> None:
    started = time.monotonic()
    volume = check_volume(settings)
    for warning in volume.warnings:
        print(f"Note: {warning}", file=sys.stderr)
    settings = volume.settings
    sweep(settings, default_recipe().key)
    environment = ensure(settings, display)
    if not given.no_models:
        _models(given, settings, environment, display)
    display.end()
    print(f"Ready in {time.monotonic() - started:.0f} s: {settings.root}")
    print(f"  environment {environment.key}  {environment.python}")


def _models(given: argparse.Namespace, settings: Settings, environment: Environment, report: Report) -> None:
    if settings.device == "auto":  # whoever prepares a volume, workers with a GPU will use it
        settings = dataclasses.replace(settings, device="cuda")
    names = given.model or [settings.model]
    for name in names:
        ensure_model(settings, environment, name, report)
        for language in given.language or [settings.aligner_language]:
            ensure_aligner(settings, environment, language, report, model=name)
    if given.transcriber:
        ensure_transcriber(settings, environment, report)
    finish_uploads(report)


def _check(settings: Settings) -> int:
    environment = find(check_volume(settings).settings)
    if environment is None:
        print("The environment is not installed.")
        return 1
    print(f"The environment {environment.key} is installed: {environment.python}")
    return 0


class Display:
    """Shows progress: one moving line on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._moving = sys.stderr.isatty()
        self._started = time.monotonic()
        self._last = 0.0
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        """Show one report."""
        now = time.monotonic()
        text = f"{now - self._started:6.1f} s  {progress.message}"
        if self._moving:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\x1b[K" + text[:width])
            sys.stderr.flush()
        elif now - self._last >= LINE_SECONDS or progress.stage != self._stage:
            sys.stderr.write(text + "\n")
            self._last, self._stage = now, progress.stage

    def end(self) -> None:
        """Leave the moving line."""
        if self._moving:
            sys.stderr.write("\r\x1b[K")


if __name__ == "__main__":
    sys.exit(main())
