#!/usr/bin/env python3
"""Measure against the stock packages, both sides in one run.

scripts/bench.py synthesis --runtime ENV/bin/python --stock STOCK/bin/python [--quick]
scripts/bench.py lengths --runtime ENV/bin/python --stock STOCK/bin/python [--picture F.svg]
scripts/bench.py image [--python PYTHON]
scripts/bench.py cold --runtime ENV/bin/python --stock STOCK/bin/python [--parts install,ready,slow]
scripts/bench.py api --runtime ENV/bin/python [--jobs N]
scripts/bench.py align --runtime ENV/bin/python [--minutes 10 60]
scripts/bench.py long --runtime ENV/bin/python [--minutes 1 60]
scripts/bench.py throughput --volume VOLUME [--jobs 12]
scripts/bench.py answers --volume VOLUME --runtime ENV/bin/python --stock STOCK/bin/python [--picture F.svg]
scripts/bench.py stream --volume VOLUME [--streams 1 4 8] [--low-latency] [--same 50]
scripts/bench.py weights --runtime ENV/bin/python

Each command is a module, bench_NAME.py, with `add_arguments` and `run`. At their top, they import only the
standard library, because they run in all three Pythons.
"""

import argparse
import sys

import bench_align
import bench_answers
import bench_api
import bench_cold
import bench_image
import bench_lengths
import bench_long
import bench_stream
import bench_synthesis
import bench_throughput
import bench_weights

COMMANDS = {
    "synthesis": bench_synthesis,
    "lengths": bench_lengths,
    "image": bench_image,
    "api": bench_api,
    "cold": bench_cold,
    "align": bench_align,
    "long": bench_long,
    "throughput": bench_throughput,
    "answers": bench_answers,
    "stream": bench_stream,
    "weights": bench_weights,
}


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=(module.__doc__ or "").splitlines()[0]))
    arguments = parser.parse_args()
    code: int = COMMANDS[arguments.command].run(arguments)
    return code


if __name__ == "__main__":
    sys.exit(main())
