"""Write the bills of materials of image and environments: what each lock names, as CycloneDX 1.5.

    python scripts/sbom.py FOLDER [--version 1.2.3]

FOLDER gets a file for each lock. The image's names its Python packages; those of Debian are in the bill that
is attached to the image itself.
"""

import argparse
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.licences import LOCKS, locked, page_rows  # noqa: E402  found through the line above

_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "f5tts-worker")


def bill(place: str, version: str) -> dict[str, Any]:
    """Return the bill of a lock, the same for the same lock and version."""
    text = (ROOT / LOCKS[place]).read_text(encoding="utf-8")
    licences, shipped = page_rows(), locked()
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{pinned}",
            "name": name,
            "version": pinned,
            "purl": f"pkg:pypi/{name}@{pinned}",
            "licenses": [{"expression": licences[name]}],
        }
        for name, pinned in _PIN.findall(text)
        if place in shipped.get(name, ())
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, version + text)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": f"f5tts-worker, {place}", "version": version}
        },
        "components": components,
    }


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="0")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for place in LOCKS:
        name = f"{place.lower().replace(' ', '')}.cdx.json"
        (options.folder / name).write_text(json.dumps(bill(place, options.version), indent=1) + "\n")


if __name__ == "__main__":
    main()
