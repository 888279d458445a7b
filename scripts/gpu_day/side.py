"""One side of scripts/bench.py synthesis in a process: python -m gpu_day.side SIDE FOLDER CASE STEPS..."""

import json
import sys
import time
from pathlib import Path

import bench_synthesis
from gpu_day import stand_ins
from gpu_day.step import die_with_parent


def main() -> None:
    """Put stand-ins in place of what is absent, and run the side."""
    die_with_parent()
    started = time.perf_counter()
    side, folder, case, *steps = sys.argv[1:]
    if side == "stock":
        absent = stand_ins.for_stock()
        stand_ins.torchaudio_reads_wavs()
    else:
        absent = stand_ins.for_engine()
        stand_ins.engine_reads_wavs()
    # What this has imported already counts, too.
    print(json.dumps({"import": time.perf_counter() - started, "absent": absent}))
    chosen = bench_synthesis.Case(**json.loads(case))
    bench_synthesis.run_side(side, Path(folder), [int(number) for number in steps], chosen)


if __name__ == "__main__":
    main()
