"""Run one real job through handler.py and the RunPod SDK, and show the results.

Called by quickstart.sh, on the first run with a Python that has none of the packages yet: see first_run.py.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from first_run import prepare
from moving_line import MovingLine

REPOSITORY = Path(__file__).resolve().parent.parent
JOB_ID = "quickstart"
VOICE = "quickstart"  # the name under which --voice is put into the store
BAR = 24


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/quickstart.sh",
        description="Speak a text on this machine: speech, word timings and subtitles in out/.",
        epilog="The first run fetches 4 GB and keeps 7 GB, most of it in --volume; later runs take seconds.",
    )
    parser.add_argument("text", nargs="?", help="what to say")
    parser.add_argument(
        "--serve",
        action="store_true",
        help="instead, serve OpenAI's, ElevenLabs' and our own routes at http://localhost:8000 (or PORT)",
    )
    parser.add_argument(
        "--voice", metavar="FILE", type=Path, help="an audio file with a few seconds of a voice"
    )
    parser.add_argument(
        "--ref-text",
        metavar="TEXT",
        help="exactly what is said in --voice (without it, the recording is transcribed)",
    )
    parser.add_argument("--local-voice", metavar="NAME", help="a stored voice: slt or rms with demo")
    parser.add_argument(
        "--model", default="demo", help="demo (in this repository), F5TTS_v1_Base, …, or a folder"
    )
    parser.add_argument("--quality", choices=("fast", "balanced", "best"), default="balanced")
    parser.add_argument("--speed", type=float, default=1.0, help="0.5 is half as fast, 2 twice as fast")
    parser.add_argument("--language", metavar="CODE", help="en, fr, de, …: the text's language (default: en)")
    parser.add_argument("--seed", type=int, help="the same seed gives the same speech")
    parser.add_argument("--format", default="wav", help="wav, flac, mp3, ogg, opus or m4a")
    parser.add_argument("--style", default="karaoke", help="the look of the ASS subtitles")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the results")
    parser.add_argument(
        "--volume",
        type=Path,
        default=Path(os.environ.get("F5TTS_VOLUME") or REPOSITORY / ".volume"),
        help="folder that stands for the network volume",
    )
    given = parser.parse_args()
    if given.serve is bool(given.text):
        parser.error("give a text to speak, or --serve")
    if given.voice and not given.voice.is_file():
        parser.error(f"--voice {given.voice}: there is no such file")
    if given.ref_text and not given.voice:
        parser.error("--ref-text is what is said in --voice, so it needs --voice FILE")
    return given


def job_input(given: argparse.Namespace, store: Path) -> dict[str, Any]:
    """Return the job's input; a voice given as a file goes into the store first."""
    data: dict[str, Any] = {
        "text": given.text,
        "options": {
            "quality": given.quality,
            "speed": given.speed,
            "output_format": given.format,
            "subtitle_format": ["ass", "srt", "json"],
            "subtitle_style": given.style,
        },
    }
    data["options"] |= {
        key: value for key in ("seed", "language") if (value := getattr(given, key)) is not None
    }
    if given.voice:
        voices = store / "voices"
        voices.mkdir(parents=True, exist_ok=True)
        for old in voices.glob(f"{VOICE}.*"):
            old.unlink()
        shutil.copyfile(given.voice, voices / f"{VOICE}{given.voice.suffix.lower()}")
        if given.ref_text:
            (voices / f"{VOICE}.txt").write_text(given.ref_text, encoding="utf-8")
        data["local_voice"] = VOICE
    elif given.local_voice:
        data["local_voice"] = given.local_voice
    return data


@contextmanager
def working_folder(data: dict[str, Any]) -> Iterator[Path]:
    """Yield a working folder that holds test_input.json, where the SDK looks for its local job."""
    with tempfile.TemporaryDirectory(prefix="quickstart-") as folder:
        job = {"id": JOB_ID, "input": data}
        (Path(folder) / "test_input.json").write_text(json.dumps(job), encoding="utf-8")
        yield Path(folder)


def worker_environment(given: argparse.Namespace) -> dict[str, str]:
    """Return the environment of a worker on this machine: no bucket, no RunPod."""
    environ = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("S3_", "AWS_", "BUCKET_", "RUNPOD_"))
    }
    return environ | {
        "F5TTS_VOLUME": str(given.volume.absolute()),
        "F5TTS_MODEL": str(Path(given.model).absolute()) if Path(given.model).is_dir() else given.model,
        "F5TTS_JOB_SECONDS": "7200",  # this run costs nothing, and the first one fetches 4 GB
        "RUNPOD_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(REPOSITORY / "src"),
    }


def run_job(given: argparse.Namespace, data: dict[str, Any]) -> int:
    """Run handler.py on the job, showing its progress. Returns its exit code."""
    with working_folder(data) as folder:
        process = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "handler.py")],
            cwd=folder,
            env=worker_environment(given),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        try:
            show_progress(process.stdout or ())
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise


def show_progress(lines: Any) -> None:
    """Turn the worker's log lines into one moving line; what is not progress is shown as it is."""
    with MovingLine() as shown:
        shown.say("starting the worker")
        for raw in lines:
            try:
                line = json.loads(raw)
            except ValueError:
                line = None
            if not isinstance(line, dict):
                if raw.strip() and not raw.startswith("---"):
                    shown.above(raw.rstrip())
            elif progress := line.get("progress"):
                shown.say(progress["message"], bar(progress.get("percent")))
            elif line.get("level") in ("WARNING", "ERROR"):
                shown.above(f"{line['level'].lower()}: {line['message']}")


def bar(percent: int | None) -> str:
    """Draw how much is done."""
    if percent is None:
        return ""
    return "█" * (BAR * percent // 100) + "░" * (BAR - BAR * percent // 100)


def collect(given: argparse.Namespace, store: Path) -> dict[str, Path]:
    """Copy the job's outputs from the store to the folder the user asked for, under plain names."""
    given.out.mkdir(parents=True, exist_ok=True)
    names = {
        given.format: f"speech.{given.format}",
        "ass": "speech.ass",
        "srt": "speech.srt",
        "json": "words.json",
    }
    found = {}
    for extension, name in names.items():
        source = store / "output" / f"{JOB_ID}.{extension}"
        if source.exists():
            found[extension] = Path(shutil.copyfile(source, given.out / name))
    return found


def write_preview(given: argparse.Namespace, result: dict[str, Any], files: dict[str, Path]) -> Path | None:
    """Write the page that plays the speech and shows every word; it shows waveforms of WAV files only."""
    if given.format != "wav" or "json" not in files:
        return None
    from f5tts_worker.http.page.preview import page

    path = given.out / "preview.html"
    texts = {file.name: file.read_text(encoding="utf-8") for kind, file in files.items() if kind != "wav"}
    words = json.loads(texts[files["json"].name])
    path.write_text(page(files["wav"].read_bytes(), words, result, texts, home()), encoding="utf-8")
    return path


def home() -> str | None:
    """Return the web address that this clone came from, or None; a user's name or key in it is left out."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "config", "--file", str(REPOSITORY / ".git" / "config"), "--get", "remote.origin.url"]
    origin = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    place = r"([\w.-]+)[:/](?!\d+/)([\w./-]+?)(?:\.git)?/?"  # a port is no part of a web address
    found = re.fullmatch(r"(?:https://(?:[^/@]+@)?|(?:ssh://)?git@)" + place, origin)
    return f"https://{found[1]}/{found[2]}" if found else None


def report(
    result: dict[str, Any],
    files: dict[str, Path],
    page: Path | None,
    seconds: float,
) -> None:
    """Print what was made, how long each stage took, and where the files are."""
    timings = dict(result["timings"])
    factor = timings.pop("real_time_factor", None)
    print(f"\n  “{result['text']}”\n")
    for stage, spent in timings.items():
        print(f"  {stage:<14}{spent:8.2f} s")
    print(f"  {'whole command':<14}{seconds:8.2f} s\n")
    print(
        f"  speech        {result['duration']:8.2f} s   voice {result['voice']}, model {result['model']}",
        end="",
    )
    print(f", seed {result['seed']}" + (f", real-time factor {factor:.2f}" if factor is not None else ""))
    for warning in result.get("warnings", []):
        print(f"  note          {warning}")
    print()
    for path in [*files.values(), *([page] if page else [])]:
        print(f"  {path}")


def main() -> int:
    """Run the job and report. Returns the exit code."""
    given = arguments()
    started = prepare(given.volume, given.model)
    if given.serve:  # this process becomes the server, whose end is its own
        command = [sys.executable, "-m", "f5tts_worker", "serve"]
        os.execve(sys.executable, command, worker_environment(given))  # noqa: S606 - no shell is wanted
    store = given.volume / "f5tts" / "store"
    record = store / "output" / f"{JOB_ID}.result.json"
    record.unlink(missing_ok=True)
    code = run_job(given, job_input(given, store))
    if not record.exists():
        sys.stderr.write("The job did not finish; the lines above say why.\n")
        return code or 1
    result = json.loads(record.read_text(encoding="utf-8"))
    files = collect(given, store)
    page = write_preview(given, result, files)
    report(result, files, page, time.monotonic() - started)
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal that is not in UTF-8 shows "?" for what it lacks
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
