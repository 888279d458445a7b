import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_module_stands_on_one_side_of_the_wall():
    """import-linter checks only what its contracts list: each module must be in exactly one of the two."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    sides = [contract["source_modules"] for contract in contracts]
    for path in (ROOT / "src").rglob("*.py"):
        if path.name == "__init__.py" and path.parent.name != "bootstrap":
            continue
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        on = [side for side in sides if any(module == m or module.startswith(f"{m}.") for m in side)]
        assert len(on) == 1, f"{module} is in {len(on)} of the two contracts in pyproject.toml"
