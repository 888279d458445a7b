"""List the licences of all packages that are shipped: in the image, and in both environments on the volume.

    python scripts/licences.py --packages FOLDER... > docs/LICENCES.md

A FOLDER is a site-packages; together they hold the packages of the three locks: .venv's, an environment's on
a volume, and one with F5TTS_CUDA=13. What is in none of them keeps its line of docs/LICENCES.md. Exits with 1
and a sentence for each package whose licence is not known, or not among those that are let in.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "LICENCES.md"
LOCKS = {
    "image": "requirements.txt",
    "environment": "runtime_requirements.txt",
    "CUDA 13": "runtime_requirements_cuda13.txt",
}
# Let in: they allow commercial use, changes and redistribution. Of packages under the LGPL or the MPL only
# changes to themselves would have to be published, and none is changed. NVIDIA's libraries may be used and
# passed on with the programs that need them; they are in no image but RunPod's Hub's.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "HPND", "ISC", "MIT"),
    *("MIT-0", "PSF-2.0", "Unlicense", "Zlib", "LGPL-2.1", "LGPL-2.1-or-later", "MPL-2.0"),
    "LicenseRef-NVIDIA-Proprietary",
}
# How packages write it that do not use SPDX's names.
_WORDS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "lgpl": "LGPL-2.1-or-later",
    "mit license": "MIT",
    "nvidia proprietary software": "LicenseRef-NVIDIA-Proprietary",
    "psfl": "PSF-2.0",
}
# What metadata does not say, or says with a whole text in place of a name.
_BY_HAND = {
    # Newer wheels of NVIDIA's name none; those for CUDA 12 do.
    "cuda-toolkit": "LicenseRef-NVIDIA-Proprietary",
    "nvidia-cublas": "LicenseRef-NVIDIA-Proprietary",
    "nvidia-cudnn-cu13": "LicenseRef-NVIDIA-Proprietary",
    "nvidia-nccl-cu13": "LicenseRef-NVIDIA-Proprietary",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",  # "Dual License"; its LICENSE has both
    "sniffio": "MIT OR Apache-2.0",
    "vocos": "MIT",  # only its LICENSE says so
}
_OPERATORS = ("AND", "OR", "WITH")

HEAD = """\
# Licences

<!-- Made by scripts/licences.py from what the packages say of themselves. -->

Every package that the image holds, or that a worker installs on the volume (for CUDA 12.8, and for CUDA 13),
with its licence as SPDX names it. A package may carry libraries of others, whose licences it names itself:
`av` brings FFmpeg with its encoders. Models are in [MODELS.md](MODELS.md); the worker itself is under the
[MIT licence](../LICENSE).

| Package | Licence | In |
|---|---|---|
"""


PAGE_HEAD = """
## What the page brings to browsers

Each folder of `src/f5tts_worker/http/page/vendor` has the full text of its licence.

| Folder | What it is | Version and source | Licence |
|---|---|---|---|
"""


def vendored(root: Path = ROOT) -> str:
    """Return the rows of the list that stands beside the page's files, their licences in full there, too."""
    beside = root / "src/f5tts_worker/http/page/vendor/README.md"
    return "".join(re.findall(r"^\| `.*\n", beside.read_text(encoding="utf-8"), re.MULTILINE))


def locked(root: Path = ROOT) -> dict[str, list[str]]:
    """Return each package of the locks, and where it is shipped."""
    left_out = (root / "image/unused_packages.txt").read_text()
    unused = set(re.findall(r"^[a-z0-9][a-z0-9.-]*", left_out, re.MULTILINE))
    places: dict[str, list[str]] = {}
    for place, lock in LOCKS.items():
        for name in re.findall(r"^([a-z0-9][a-z0-9.-]*)==", (root / lock).read_text(), re.MULTILINE):
            if place != "image" or name not in unused:
                places.setdefault(name, []).append(place)
    return dict(sorted(places.items()))


def licence(package: Distribution) -> str | None:
    """Return a package's licence as SPDX names it, or None where its metadata says nothing that is known."""
    about = package.metadata
    if expression := _BY_HAND.get(canonical(about["Name"])) or about.get("License-Expression"):
        return expression.strip()
    classifiers = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or []]
    said = (text.strip() for text in filter(None, [about.get("License"), *classifiers]))
    names = [_WORDS.get(text.lower(), text) for text in said]
    return next((name for name in names if is_allowed(name)), None)


def is_allowed(expression: str) -> bool:
    """Say whether every licence of an expression is let in, or one of those that may be chosen from."""
    choices = [re.findall(r"[\w.+-]+", part) for part in re.split(r"\bOR\b", expression)]
    return any(
        bool(names) and all(name in ALLOWED for name in names if name not in _OPERATORS) for names in choices
    )


def canonical(name: str) -> str:
    """Return a package's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def page_rows(page: Path = PAGE) -> dict[str, str]:
    """Return the licences that the page has, by package."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return dict(re.findall(r"^\| `([^`/]+)` \| ([^|]+) \| ", text, re.MULTILINE))


def found(folders: Iterable[Path]) -> dict[str, Distribution]:
    """Return the packages that are installed in folders."""
    installed = distributions(path=[str(folder) for folder in folders])
    return {canonical(one.metadata["Name"]): one for one in installed}


def licences(packages: Mapping[str, Distribution], before: Mapping[str, str]) -> dict[str, str | None]:
    """Return the licence of every shipped package: from its metadata, or what the page had."""
    return {
        name: licence(packages[name]) if name in packages else before.get(name, _BY_HAND.get(name))
        for name in locked()
    }


def faults(known: Mapping[str, str | None]) -> list[str]:
    """Return a sentence for each package that must not be shipped like this."""
    return [
        f"{name} says of no licence that is known here: look, and add it to scripts/licences.py."
        if text is None
        else f"{name} is under {text}, which is not among the licences that are let in."
        for name, text in known.items()
        if text is None or not is_allowed(text)
    ]


def main() -> int:
    """Print the page, or what is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", nargs="+", type=Path, default=[], metavar="FOLDER")
    known = licences(found(parser.parse_args().packages), page_rows())
    if wrong := faults(known):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    rows = (f"| `{name}` | {known[name]} | {', '.join(places)} |\n" for name, places in locked().items())
    print(HEAD + "".join(rows) + PAGE_HEAD + vendored(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
