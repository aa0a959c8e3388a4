#!/usr/bin/env python3
"""What `--jobs auto` saves: a suite one run after the other and side by side, in the same minutes.
Prints Markdown; exit code 1 when a verdict differs between the two.

jobs.py [REPEATS [ROUNDS]] [--speed SPEED] [--side-by-side]: by default 2 repeats of every scenario of
the library, 3 rounds. --side-by-side: without the runs one after the other; the ratio is then to the
sum of the parts."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISFIRE = ROOT / "build/release/bin/misfire"


def suite(options, jobs):
    """(wall seconds, its runs)"""
    with tempfile.TemporaryDirectory() as reports:
        began = time.monotonic()
        done = subprocess.run([MISFIRE, "run", ROOT / "scenarios", "--speed", options.speed,
                               "--repeat", str(options.repeats), "--jobs", jobs, "--json",
                               "--reports", reports],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        took = time.monotonic() - began
    return took, json.loads(done.stdout)["runs"]


def verdicts(runs):
    return sorted((run["scenario"], run["verdict"]) for run in runs)


def parts(runs):
    return sum(sum(run["wall_s"].values()) for run in runs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("repeats", nargs="?", type=int, default=2)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("--speed", default="auto")
    parser.add_argument("--side-by-side", action="store_true")
    options = parser.parse_args()
    print("| round | runs | sum of the parts | --jobs 1 | --jobs auto | ratio | verdicts |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    same = True
    for number in range(1, options.rounds + 1):
        took, runs = suite(options, "auto")
        alone, said = None, "–"
        if not options.side_by_side:
            alone, in_turn = suite(options, "1")
            same = same and verdicts(runs) == verdicts(in_turn)
            said = "the same" if verdicts(runs) == verdicts(in_turn) else "DIFFERENT"
        passed = sum(run["verdict"] == "pass" for run in runs)
        print(f"| {number} | {len(runs)} | {parts(runs):.0f} s | "
              f"{f'{alone:.0f} s' if alone else '–'} | {took:.0f} s | "
              f"{took / (alone or parts(runs)):.2f} | {said}, {passed} pass |", flush=True)
    return 0 if same else 1


sys.exit(main())
