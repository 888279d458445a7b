"""Run by an environment's own Python: import all that the engine needs, and bundle what every start imports.

Usage: python -I first_import.py [--check]; with --check, nothing is written.
"""

import site
import sys
import types
from pathlib import Path


def main() -> None:
    """Import, then write the bundle; what cannot be imported ends the program with its traceback."""
    # Our parent folder may be the image's site-packages, whose packages this Python must not see.
    ours = types.ModuleType("f5tts_worker")
    ours.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["f5tts_worker"] = ours
    from f5tts_worker.engine.startup import bundle, imports

    with bundle.recorded() as found:
        imports.import_everything()
    imports.import_rarely_used()
    if sys.argv[1:] != ["--check"]:
        modules, size = bundle.write(Path(site.getsitepackages()[0]), found.values())
        print(f"{modules} modules, {size} bytes")


if __name__ == "__main__":
    main()
