#!/usr/bin/env python3
"""Full windows without waiting: the times of every alert with a past that was written, beside the
times after really waiting until the longest window is full. Prints Markdown; exit code 1 when the
means of an alert differ by more than a scrape and an evaluation, or a run is not like the others.

windows.py [RUNS [SPEED]] [--wait 6h] [--jobs N] [--folder FOLDER]: by default 4 runs each at speed
40 of tests/bench/every_alert.toml, and of the same with a baseline of so long. --folder: the runs
that are there already are taken."""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "tests/bench/every_alert.toml"
MISFIRE = ROOT / "build/release/bin/misfire"
ALIKE_S = 30  # a scrape and an evaluation of the fixtures


def reports_of(options, name, scenario, folder):
    place = folder / name
    if not place.exists():
        subprocess.run([MISFIRE, "run", scenario, "--speed", str(options.speed), "--repeat",
                        str(options.runs), "--jobs", options.jobs, "--reports", place],
                       stderr=subprocess.DEVNULL, check=False)
    return [json.loads(path.read_text()) for path in sorted(place.glob("*/report.json"))]


def times(reports):
    """Alert → the times to notify after the effect, of the runs that prove something."""
    seen = {}
    for report in reports:
        for alert in report["alerts"]:
            if report["verdict"] != "invalid" and alert["expected"] and alert["notified_s"]:
                seen.setdefault(alert["name"], []).append(
                    alert["notified_s"] - alert["stages"].get("effect", 0))
    return seen


def cell(took):
    return f"{statistics.mean(took):.1f} ({min(took):.1f} to {max(took):.1f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=4)
    parser.add_argument("speed", nargs="?", type=float, default=40)
    parser.add_argument("--wait", default="6h")
    parser.add_argument("--jobs", default="auto")
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or pathlib.Path(temporary)
        patient = pathlib.Path(temporary) / "waits.toml"
        patient.write_text(re.sub('baseline = "[^"]*"', f'baseline = "{options.wait}"',
                                  SCENARIO.read_text()))
        written = reports_of(options, "written", SCENARIO, folder)
        waited = reports_of(options, "waited", patient, folder)
    if not written or not waited:
        sys.exit("there are no reports")
    wall = [statistics.mean(sum(report["wall_s"].values()) for report in reports)
            for reports in (written, waited)]
    fill = statistics.mean(report["wall_s"]["fill"] - report["unavoidable_s"] for report in written)
    print(f"{len(written)} runs with a written past ({wall[0]:.0f} s of wall time each, of which "
          f"writing it took {fill:.1f} s), {len(waited)} that waited {options.wait} ({wall[1]:.0f} s "
          f"each), at speed {options.speed:g}. Seconds of model time from the effect to the "
          "notification: mean (min to max).\n")
    print("| alert | with a written past | after waiting | difference |")
    print("| --- | --- | --- | --- |")
    first, second = times(written), times(waited)
    good = set(first) == set(second) and {r["verdict"] for r in written + waited} == {"pass"}
    for name in sorted(set(first) & set(second)):
        apart = statistics.mean(first[name]) - statistics.mean(second[name])
        good = good and abs(apart) <= ALIKE_S
        print(f"| {name} | {cell(first[name])} | {cell(second[name])} | {apart:+.1f} |")
    return 0 if good else 1


sys.exit(main())
