#!/usr/bin/env python3
"""Measured against predicted: runs a scenario some times and puts each stage of its expected alerts
beside the latency budget. Prints a Markdown table; no gate.

predicted.py [RUNS [SCENARIO [SPEED]]] [--reports FOLDER], by default 5 runs of feb-18 at speed 30;
with --reports it takes the runs that are in the folder already."""
import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISFIRE = ROOT / "build/release/bin/misfire"
STAGES = ["pending", "firing", "sent", "notified"]


def run(scenario, speed, folder):
    subprocess.run([MISFIRE, "run", ROOT / scenario, "--speed", str(speed), "--reports", folder],
                   stderr=subprocess.DEVNULL, check=False)  # the exit code is the verdict


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=5)
    parser.add_argument("scenario", nargs="?", default="scenarios/weights/feb-18.toml")
    parser.add_argument("speed", nargs="?", type=float, default=30)
    parser.add_argument("--reports", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.reports or pathlib.Path(temporary)
        if not options.reports:
            for _ in range(options.runs):
                run(options.scenario, options.speed, folder)
        reports = [json.loads(path.read_text()) for path in sorted(folder.glob("*/report.json"))]
    seen = collections.defaultdict(list)  # (alert, stage) → its measures
    for report in reports:
        for alert in report["alerts"]:
            for stage, measure in alert["budget"].items():
                seen[alert["name"], stage].append(measure)
    verdicts = ", ".join(sorted({report["verdict"] for report in reports}))
    inside = [not measure["outside"] for measures in seen.values() for measure in measures]
    print(f"{len(reports)} runs of `{options.scenario}` at speed {options.speed:g}, verdicts: "
          f"{verdicts}; {sum(inside)} of {len(inside)} stages inside their budget. Seconds of model "
          "time.\n")
    print("| alert | stage | measured mean (min to max) | expected | budget | inside |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (alert, stage), measures in sorted(seen.items(),
                                           key=lambda item: (item[0][0], STAGES.index(item[0][1]))):
        took = [measure["took_s"] for measure in measures]
        budget = measures[0]
        within = sum(not measure["outside"] for measure in measures)
        print(f"| {alert} | {stage}, from {budget['from']} | {statistics.mean(took):.1f} "
              f"({min(took):.1f} to {max(took):.1f}) | {budget['mean_s']:.1f} | "
              f"{budget['earliest_s']:.1f} to {budget['latest_s']:.1f} | {within} of {len(took)} |")


main()
