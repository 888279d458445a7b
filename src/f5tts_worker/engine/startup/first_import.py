"""Run by a new environment's own Python: import what the engine imports, and write it to a bundle.

Usage: python -I first_import.py
"""

import site
import sys
import types
from pathlib import Path


def main() -> None:
    """Write the bundle; an ImportError ends the program with its traceback."""
    # Our parent folder may be the image's site-packages, whose packages this Python must not see.
    ours = types.ModuleType("f5tts_worker")
    ours.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["f5tts_worker"] = ours
    from f5tts_worker.engine.startup import bundle

    with bundle.recorded() as found:
        from f5tts_worker.engine.startup.imports import import_everything

        import_everything()
    modules, size = bundle.write(Path(site.getsitepackages()[0]), found.values())
    print(f"{modules} modules, {size} bytes")


if __name__ == "__main__":
    main()
