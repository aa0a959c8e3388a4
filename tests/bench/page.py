#!/usr/bin/env python3
"""What the pages of a run cost: `misfire report RUN`, which reads the run, judges it and writes its
pages, as a multiple of `misfire judge RUN`, which does the same without the pages, in the same
minutes. Prints Markdown; exit code 1 where a page is larger than a megabyte and a half.

page.py [--rounds 7] [--misfire build/release/bin/misfire] [RUN...]: by default the recorded runs of the
tests. Copies are written to, never the runs."""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LARGEST = 1_500_000


def seconds(words):
    began = time.monotonic()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="*", type=pathlib.Path,
                        default=[plan.parent for plan in
                                 sorted(ROOT.glob("tests/judge/recordings/*/plan.json"))])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--misfire", type=pathlib.Path, default=ROOT / "build/release/bin/misfire")
    options = parser.parse_args()
    too_large = False
    print("| run | page, kB | with pages, ms | ratio |\n| --- | ---: | ---: | ---: |")
    for run in options.runs:
        with tempfile.TemporaryDirectory() as scratch:
            copy = pathlib.Path(scratch) / run.name
            shutil.copytree(run, copy)
            plain, pages = [], []
            for _ in range(options.rounds):
                plain.append(seconds([options.misfire, "judge", copy]))
                pages.append(seconds([options.misfire, "report", copy]))
            size = (copy / "report.html").stat().st_size
        too_large = too_large or size > LARGEST
        ratio = statistics.median(a / b for a, b in zip(pages, plain))
        print(f"| {run.name} | {size / 1000:.0f} | {1000 * statistics.median(pages):.0f} | {ratio:.2f} |")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
