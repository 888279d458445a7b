"""What is wrong on the health page, and what to do about it: one sentence each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from f5tts_worker.health.gpus import NEEDS, why_unfit
from f5tts_worker.volume.volume import ENVIRONMENT_BYTES

OLDEST_CUDA = {
    "12": "12.8",
    "13": "13.0",
}  # by F5TTS_CUDA: what RunPod calls drivers that run it

_CURES = {
    "VOLUME_FULL": "Enlarge the volume, or run scripts/setup_runtime.sh --sweep on it.",
    "VOLUME_UNUSABLE": "Attach the volume again, or point F5TTS_VOLUME at a folder that can be written to.",
    "INVALID_SETTINGS": "Correct the setting that is named and restart the worker.",
    "STORE_REFUSED": "Correct the bucket's name, region, endpoint or key.",
    "STORE_UNAVAILABLE": "Check the bucket's address, and that this machine reaches it; then try again.",
}


@dataclass(frozen=True)
class Problem:
    """Something that is wrong, and its cure. A note (`serious` False) costs time or money, but no job."""

    what: str
    cure: str
    serious: bool = True


def problems(page: Mapping[str, Any]) -> list[Problem]:
    """Read a health page and return what is wrong, in the order in which it should be put right."""
    return [*_volume(page), *_environment(page), *_models(page), *_gpu(page), *_bucket(page)]


def unanswered(page: Mapping[str, Any]) -> list[Problem]:
    """Return what is still not known on a page that has waited long enough for it."""
    volume, gpu, bucket = page["volume"], page["gpu"], page["bucket"]
    found = []
    if volume["writable"] is None:
        what = f"the volume at {volume['path']} does not answer"
        found.append(Problem(what, _CURES["VOLUME_UNUSABLE"]))
    if gpu["gpus"] is None and not gpu["error"] and page["settings"]["device"] != "cpu":
        found.append(Problem("nvidia-smi does not answer", "Choose another machine: its driver is broken."))
    if bucket and bucket["reachable"] is None:
        what = f"bucket {bucket['name']} does not answer"
        found.append(Problem(what, _CURES["STORE_UNAVAILABLE"]))
    return found


def _cure(error: str, otherwise: str) -> str:
    return _CURES.get(error.partition(":")[0], otherwise)


def _volume(page: Mapping[str, Any]) -> Iterator[Problem]:
    volume, environment = page["volume"], page["environment"]
    if volume["error"]:
        yield Problem(volume["error"], _cure(volume["error"], "Look at the volume in RunPod's console."))
    if page["settings"]["on_runpod"] and volume["mounted"] is False:
        again = "downloads weights" if page["settings"]["runtime_python"] else "installs everything"
        what = f"no network volume is attached: every new worker {again} again"
        yield Problem(what, "Attach a network volume to the endpoint.", serious=False)
    free = volume["free_bytes"]
    if free is not None and free < ENVIRONMENT_BYTES and environment["state"] == "absent":
        what = f"{free / 1e9:.1f} GB are free, and the environment needs {ENVIRONMENT_BYTES / 1e9:.1f} GB"
        yield Problem(what, _CURES["VOLUME_FULL"])


def _environment(page: Mapping[str, Any]) -> Iterator[Problem]:
    environment = page["environment"]
    if environment["error"]:
        cure = "Correct F5TTS_RUNTIME_PYTHON, or unset it."
        yield Problem(environment["error"], _cure(environment["error"], cure))
    if environment["state"] == "absent" and not page["volume"]["error"]:
        cure = "The first job installs it; scripts/setup_runtime.sh does so beforehand."
        yield Problem("the environment is not installed yet", cure, False)


def _models(page: Mapping[str, Any]) -> Iterator[Problem]:
    for model in page["models"]:
        if not model["verified"]:
            cure = f"Delete {model['pointer']}: the next start fetches the files again."
            yield Problem(f"files of {model['name']} are missing or cut short", cure)


def _gpu(page: Mapping[str, Any]) -> Iterator[Problem]:
    gpu, device = page["gpu"], page["settings"]["device"]
    if gpu["error"] and device == "cuda":
        yield Problem(
            f"F5TTS_DEVICE is cuda, but {gpu['error']}", "Choose a machine with a GPU, or device auto."
        )
    elif gpu["error"] and device == "auto":
        yield Problem(f"{gpu['error']}: speech is made on the CPU", "Choose a GPU with 16 GB or more.", False)
    cuda = page["settings"]["cuda"]
    for card in gpu["gpus"] or () if device != "cpu" else ():
        if why := why_unfit(cuda, card["driver"], card["compute"]):
            what = f"the environment of F5TTS_CUDA={cuda} does not run on this {card['name']}: {why}"
            cures = [f"set F5TTS_CUDA to {fits}" for fits in NEEDS if fits in card["cuda"]]
            cures.append(f"choose CUDA {OLDEST_CUDA[cuda]} and newer in the endpoint's CUDA filter")
            cure = ", or ".join(cures)
            yield Problem(what, f"{cure[0].upper()}{cure[1:]}.")


def _bucket(page: Mapping[str, Any]) -> Iterator[Problem]:
    bucket = page["bucket"]
    if bucket and bucket["error"]:
        yield Problem(bucket["error"], _cure(bucket["error"], "Check the bucket's settings."))
