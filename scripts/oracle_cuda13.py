"""Print the stock packages' lock with the PyTorch of runtime_requirements_cuda13.txt in place of their own.

The packages that are compiled for the stock PyTorch alone (torchvision, torchcodec, triton) are left out.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTORCH = re.compile(r"(?:torch|torchaudio|(?:nvidia|cuda)-[a-z0-9-]+)==")
COMPILED_FOR_IT = re.compile(r"(?:torchvision|torchcodec|triton)==")


def entries(lock: str) -> list[str]:
    """Return a lock's entries, each a pin with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [
        entry for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if not entry.startswith("#")
    ]


def merged() -> str:
    """Return the merged lock."""
    stock = entries("tests/oracle_requirements.txt")
    ours = entries("runtime_requirements_cuda13.txt")
    kept = [entry for entry in stock if not (PYTORCH.match(entry) or COMPILED_FOR_IT.match(entry))]
    return "".join([*kept, *(entry for entry in ours if PYTORCH.match(entry))])


if __name__ == "__main__":
    print(merged(), end="")
