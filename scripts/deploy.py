#!/usr/bin/env python3
"""Make or change this worker's endpoint on RunPod: volume, template, variables, GPUs, times.

The command describes the whole endpoint. Run again, it changes what differs and says what; variables that
it does not name stay as they are. The key comes from RUNPOD_API_KEY or is asked for. More: docs/DEPLOY.md.
"""

import argparse
import getpass
import os
import re
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever python3 is; the imports below would fail
    sys.exit("Python 3.11 or newer is needed: run this as python3.11 scripts/deploy.py, for example.")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from deployment import account as steps
from deployment import variables, wanted
from deployment.account import Account, VolumeChoice
from deployment.api import ADDRESS, Api, DeployError
from deployment.first_request import lines, wait_until_ready
from f5tts_worker.config import read_environment

POOLS = ("AMPERE_16", "AMPERE_24", "ADA_24")
IMAGE = re.compile(r"[a-z0-9][a-z0-9._:/-]*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?")
LONGEST_EXECUTION_S = 604_800


def whole(low: int, high: int = sys.maxsize) -> "type[int]":
    """Return a reader of whole numbers within bounds, for argparse."""

    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"must be from {low} to {high}")
        return number

    read.__name__ = "whole number"
    return read  # type: ignore[return-value]  # argparse calls it as it would call int


def parser() -> argparse.ArgumentParser:
    """Declare the command."""
    own = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0], allow_abbrev=False)
    own.add_argument(
        "--name", default="f5tts", help="of endpoint and template: how they are found again (f5tts)"
    )
    own.add_argument("--image", help="such as ghcr.io/owner/f5tts-worker:main")
    own.add_argument("--registry", metavar="ID", help="RunPod's credential for a private image")
    own.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a variable; no secrets"
    )
    own.add_argument("--unset", action="append", default=[], metavar="NAME", help="remove a variable")
    own.add_argument("--env-file", type=Path, metavar="FILE", help="NAME=VALUE lines, for keys and tokens")
    _add_place(own.add_argument_group("volume (one of the three is needed)"))
    _add_workers(own.add_argument_group("workers"))
    own.add_argument(
        "--dry-run",
        action="store_true",
        help="print the calls that would change something; send none of them",
    )
    own.add_argument(
        "--wait",
        type=whole(1),
        metavar="S",
        help="send health until the worker is ready, at most so long (billed)",
    )
    own.add_argument("--destroy", action="store_true", help="delete endpoint and template")
    own.add_argument(
        "--delete-volume",
        action="append",
        default=[],
        metavar="NAME",
        help="with --destroy: this volume, too",
    )
    own.add_argument("--api", default=ADDRESS, metavar="ADDRESS", help=f"of RunPod's REST API ({ADDRESS})")
    return own


def _add_place(place: argparse._ArgumentGroup) -> None:
    place.add_argument(
        "--data-center",
        action="append",
        default=[],
        metavar="ID",
        help="make or find one there; repeat for more",
    )
    place.add_argument(
        "--volume",
        action="append",
        default=[],
        metavar="NAME",
        help="use this one (name or id); repeat for more",
    )
    place.add_argument("--no-volume", action="store_true", help="install in every new worker again")
    place.add_argument(
        "--volume-size", type=whole(10, 4096), default=30, metavar="GB", help="30; only ever enlarged"
    )
    place.add_argument(
        "--volume-class", choices=("STANDARD", "HIGH_PERFORMANCE"), help="of a new volume (STANDARD)"
    )


def _add_workers(gpu: argparse._ArgumentGroup) -> None:
    gpu.add_argument(
        "--gpu", action="append", metavar="POOL", help=f"a GPU pool; repeat for more ({', '.join(POOLS)})"
    )
    gpu.add_argument(
        "--exclude-gpu", action="append", default=[], metavar="TYPE", help="a GPU type not to use"
    )
    gpu.add_argument("--min-cuda", help="lowest CUDA version of the driver (12.8; 13.0 with F5TTS_CUDA=13)")
    gpu.add_argument("--max-workers", type=whole(0), default=3, help="jobs at the same time, at most (3)")
    gpu.add_argument("--min-workers", type=whole(0), default=0, help="always on, and always billed (0)")
    gpu.add_argument("--idle-timeout", type=whole(1, 3600), default=60, metavar="S", help="60")
    gpu.add_argument(
        "--execution-timeout", type=whole(66, LONGEST_EXECUTION_S), default=1800, metavar="S", help="1800"
    )
    gpu.add_argument(
        "--queue-delay",
        type=float,
        default=4.0,
        metavar="S",
        help="a job waiting longer gets another worker (4)",
    )
    gpu.add_argument(
        "--requests-per-worker", type=whole(1), metavar="N", help="scale by jobs instead of by delay"
    )
    gpu.add_argument("--no-flashboot", action="store_true", help="turn FlashBoot off")
    gpu.add_argument(
        "--disk", type=whole(10), metavar="GB", help="of the container (20; 30 without a volume)"
    )


def wrong_use(given: argparse.Namespace) -> list[str]:
    """Return a sentence for everything that is wrong with the arguments together."""
    if given.destroy:
        return []
    rules = {
        "--image is missing": given.image is None,
        "--image must be a name such as ghcr.io/owner/f5tts-worker:main, in small letters": (
            given.image is not None and not IMAGE.fullmatch(given.image)
        ),
        "say where the environment is kept: --data-center, --volume, or --no-volume": not (
            given.data_center or given.volume or given.no_volume
        ),
        "--no-volume excludes --data-center and --volume": (
            given.no_volume and bool(given.data_center or given.volume)
        ),
        "--min-workers is more than --max-workers": given.min_workers > given.max_workers,
        "--min-cuda must be a version such as 12.8": not re.fullmatch(r"\d+\.\d+", given.min_cuda or "12.8"),
        "--queue-delay must be at least 0.5": not given.queue_delay >= 0.5,
        "--delete-volume belongs to --destroy": bool(given.delete_volume),
        "--wait needs --max-workers of at least 1": given.wait is not None and given.max_workers == 0,
    }
    return [sentence for sentence, is_so in rules.items() if is_so]


def described(given: argparse.Namespace) -> wanted.Wanted:
    """Return the endpoint that the arguments describe."""
    return wanted.Wanted(
        name=given.name,
        image=given.image,
        registry=given.registry,
        disk_gb=given.disk or (30 if given.no_volume else 20),
        pools=tuple(given.gpu or POOLS),
        excluded_types=tuple(given.exclude_gpu),
        min_cuda=given.min_cuda or "",
        min_workers=given.min_workers,
        max_workers=given.max_workers,
        idle_s=given.idle_timeout,
        execution_s=given.execution_timeout,
        queue_delay_s=given.queue_delay,
        requests_per_worker=given.requests_per_worker,
        flashboot="OFF" if given.no_flashboot else "FLASHBOOT",
    )


def api_key(*, may_lack: bool) -> str | None:
    """Return the key from the environment or the keyboard; it is never an argument."""
    key = os.environ.get("RUNPOD_API_KEY", "").strip()
    if not key and sys.stdin.isatty():
        key = getpass.getpass("RunPod API key: ").strip()
    if not key and not may_lack:
        raise DeployError(
            "RUNPOD_API_KEY is not set: make a key in RunPod's console, under Settings, API Keys."
        )
    if not re.fullmatch("[!-~]*", key):
        raise DeployError("RUNPOD_API_KEY holds a blank or another character that no key has.")
    return key or None


def volume_choices(given: argparse.Namespace) -> list[VolumeChoice]:
    """Return the volumes that the arguments ask for."""
    made = [
        VolumeChoice(f"{given.name}-{place.lower()}", place, given.volume_size, given.volume_class)
        for place in given.data_center
    ]
    return made + [VolumeChoice(one, None, given.volume_size, given.volume_class) for one in given.volume]


def check_environment(env: dict[str, str], execution_s: int) -> None:
    """Raise DeployError with everything that is wrong with the worker's variables."""
    wrong = variables.faults(env)
    if read_environment(env)[0].serve == "http":
        wrong.append(
            "F5TTS_SERVE=http is for a load-balancing endpoint, and this command makes one with a queue, of"
            " which such a worker takes nothing: make the endpoint in RunPod's console (docs/HTTP.md), or"
            " leave the variable out (--unset F5TTS_SERVE)"
        )
    seconds = env.get("F5TTS_JOB_SECONDS", "")
    if seconds.isdecimal() and int(seconds) >= execution_s:
        wrong.append(
            f"F5TTS_JOB_SECONDS ({seconds}) must be below --execution-timeout ({execution_s}), or RunPod ends"
            " the job before the worker can answer"
        )
    if wrong:
        raise DeployError("INVALID_SETTINGS: " + "; ".join(wrong) + ".")


def deploy(account: Account, given: argparse.Namespace, named: dict[str, str]) -> None:
    """Bring the account to what the command describes. Everything is checked before the first write."""
    plan = described(given)
    endpoint = steps.existing_endpoint(account, plan.name)
    template = account.named(steps.TEMPLATES, plan.name)
    there = (endpoint or template or {}).get("env") or {}
    account.hidden |= variables.secrets_of(there)
    env = wanted.variables(named, there, plan.execution_s)
    env = {name: value for name, value in env.items() if name not in given.unset}
    check_environment(env, plan.execution_s)
    plan = wanted.with_cuda(plan, env)
    prices = steps.check_gpus(account, plan.pools)
    choices = volume_choices(given)
    found = [steps.resolve(account, choice) for choice in choices]
    centers = [
        str(volume["dataCenter"] if volume else choice.data_center)
        for choice, volume in zip(choices, found, strict=True)
    ]
    if len(set(centers)) < len(centers):
        raise DeployError("RunPod takes one volume in each data center, and here are two in one.")
    kept = sorted(name for name, value in there.items() if env.get(name) == value and name not in named)
    if kept:
        account.say(f"variables that stay as they are: {', '.join(kept)}")
    pairs = zip(choices, found, strict=True)
    volumes = [steps.ensure_volume(account, choice, volume) for choice, volume in pairs]
    template_id = steps.ensure_template(account, plan, env)
    endpoint = steps.ensure_endpoint(account, plan, env, template_id, volumes)
    if prices:
        account.say("RunPod's list price for a running worker: " + "; ".join(prices))
    account.say("\n".join(lines(endpoint, env, has_volume=bool(volumes))))
    if given.wait and not account.dry:
        wait_until_ready(account.api, endpoint, given.wait, account.say)


def run(given: argparse.Namespace, hidden: set[str]) -> None:
    """Do what the arguments say. `hidden` collects the values that must not be printed."""
    key = api_key(may_lack=given.dry_run)
    hidden.add(key or "")
    named = variables.from_file(given.env_file) if given.env_file else {}
    hidden |= variables.secrets_of(named)
    named.update(variables.from_arguments(given.set))

    api = Api(given.api, key)
    account = Account(api, hidden, dry=given.dry_run)
    if key is None:
        account.say("No RUNPOD_API_KEY: these are the calls for an account that has nothing yet.")
    if given.destroy:
        if not steps.destroy(account, given.name, given.delete_volume):
            account.say(f"There is nothing with the name {given.name}.")
        return
    deploy(account, given, named)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, 1 after a fault, 130 after Ctrl-C. Wrong use exits with 2."""
    own = parser()
    given = own.parse_args(arguments)
    if wrong := wrong_use(given):
        own.error("; ".join(wrong))
    hidden: set[str] = set()
    try:
        run(given, hidden)
    except DeployError as fault:
        return _failed(variables.without_secrets(str(fault), hidden), 1)
    except KeyboardInterrupt:
        return _failed("Interrupted. The same command continues from what exists.", 130)
    return 0


def _failed(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
