"""Prepare a volume beforehand, as a first request would: `python -m f5tts_worker.bootstrap FOLDER`."""

import argparse
import dataclasses
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from f5tts_worker.bootstrap import (
    Environment,
    Report,
    aligner_languages,
    check_volume,
    ensure,
    ensure_aligner,
    ensure_model,
    ensure_transcriber,
    finish_uploads,
    model_names,
    sweep,
)
from f5tts_worker.bootstrap.checkup import check_environment, check_models
from f5tts_worker.bootstrap.display import Display
from f5tts_worker.bootstrap.environment.environment import chosen_recipe
from f5tts_worker.bootstrap.start_check import check_settings, with_model
from f5tts_worker.config import SERVERLESS_MOUNT, PlacedSettings, Settings, from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.progress import Watch
from f5tts_worker.volume.volume import POD_MOUNT, choose_folder, let_others_read


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog=os.environ.get("F5TTS_PROGRAM_NAME", "python -m f5tts_worker.bootstrap"),
        description="Install the environment, models and aligners onto a volume, so that workers start warm.",
        epilog=f"Models: {', '.join(model_names())}. Aligner languages: {', '.join(aligner_languages())}. "
        "Weights have licences of their own: F5TTS_v1_Base is CC-BY-NC-4.0.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="the volume (default: the one that is mounted; on a Pod /workspace)",
    )
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
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--check",
        action="store_true",
        help="only verify: every file of the environment and that it can be imported, all weights by sha256",
    )
    only.add_argument(
        "--sweep",
        action="store_true",
        help="only remove what killed workers left and what has long been unused, as workers do",
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Prepare the volume. Returns the exit code."""
    given = arguments(sys.argv[1:] if argv is None else argv)
    display = Display()
    let_others_read()
    try:
        settings = from_environment()
        folder = given.volume or given.folder
        if folder:
            settings = dataclasses.replace(settings, volume=folder.absolute(), volume_is_set=True)
        else:
            settings = _volume_here(settings)
        if given.sweep:
            return _sweep(settings)
        if given.check:
            return _check(settings, display)
        _prepare(given, settings, display)
    except WorkerError as error:
        display.end()
        print(f"{error}", file=sys.stderr)
        for line in error.details.get("uv") or error.details.get("last_lines") or ():
            print(f"    {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        display.end()
        print("Stopped. Nothing half-done counts; the next run starts from scratch.", file=sys.stderr)
        return 130
    return 0


def _prepare(given: argparse.Namespace, settings: Settings, display: Display) -> None:
    running_time.look()
    started = running_time()
    for language in given.language or [settings.aligner_language]:
        for name in given.model or [settings.model]:  # before anything is downloaded
            check_settings(with_model(dataclasses.replace(settings, aligner_language=language), name))
    # First: this may free the room that is missing.
    sweep(settings.placed(choose_folder(settings)), chosen_recipe(settings).key)
    volume = check_volume(settings)
    for warning in volume.warnings:
        print(f"Note: {warning}", file=sys.stderr)
    placed = volume.settings
    environment = ensure(placed, display)
    if not given.no_models:
        _models(given, placed, environment, display)
    display.end()
    print(f"Ready in {running_time() - started:.0f} s: {placed.root}")
    print(f"  environment {environment.key}  {environment.python}")
    if size := environment.facts.get("size"):
        saved = environment.facts["trimmed"]
        print(
            f"  {size['bytes'] / 1e9:.2f} GB in {size['files']:,} files; {saved['bytes'] / 1e9:.2f} GB in",
            end=" ",
        )
        print(f"{saved['files']:,} files that inference never reads were deleted")


def _models(
    given: argparse.Namespace, settings: PlacedSettings, environment: Environment, report: Report
) -> None:
    if settings.device == "auto":  # whatever machine prepares the volume, workers with a GPU will use it
        settings = dataclasses.replace(settings, device="cuda")
    names = given.model or [settings.model]
    for name in names:
        ensure_model(with_model(settings, name), environment, name.partition("?")[0], report)
        for language in given.language or [settings.aligner_language]:
            ensure_aligner(settings, language, report, model=name)
    if given.transcriber:
        ensure_transcriber(settings, report)
    finish_uploads(report)


def _sweep(settings: Settings) -> int:
    """Remove what is no longer needed, and list it: meant for a full volume."""
    try:
        placed = check_volume(settings).settings
    except WorkerError as error:
        if error.code != "VOLUME_FULL":
            raise
        placed = settings.placed(choose_folder(settings))
    swept = sweep(placed, chosen_recipe(settings).key)
    for item in swept:
        print(f"removed {item.path}: {item.size / 1e6:.1f} MB, {item.why}")
    print(f"{len(swept)} removed, {sum(item.size for item in swept) / 1e9:.2f} GB")
    return 0


def _check(settings: Settings, display: Display) -> int:
    """Verify all that is published: a line for each, and 1 if something is wrong."""
    placed = check_volume(settings).settings
    watch = Watch(display)
    findings = [*check_environment(placed, watch), *check_models(placed.root, watch)]
    display.end()
    for finding in findings:
        print(
            f"{'WRONG' if finding.fault else 'ok   '} {finding.what}"
            + (f": {finding.fault}" if finding.fault else "")
        )
    wrong = sum(finding.fault is not None for finding in findings)
    print(f"{len(findings)} checked on {placed.root}, {wrong or 'nothing'} wrong")
    return 1 if wrong else 0


def _volume_here(settings: Settings) -> Settings:
    """Return the settings for a Pod: its volume is at /workspace, even if that is the Pod's own disk."""
    if settings.volume_is_set or any(map(os.path.ismount, (SERVERLESS_MOUNT, POD_MOUNT))):
        return settings
    if not POD_MOUNT.is_dir():
        return settings
    return dataclasses.replace(settings, volume=POD_MOUNT, volume_is_set=True)


if __name__ == "__main__":
    sys.exit(main())
