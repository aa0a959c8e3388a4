#!/usr/bin/env python3
"""Measured against predicted: repeats a scenario, each time at other phases of scrapes and
evaluations, and puts the times of its alerts beside the latency budget. Prints Markdown; exit code 1
when fewer than 99 % of the observed alerts stayed inside, or the mean of an alert is off by more
than a tenth.

predicted.py [REPEATS [SCENARIO [SPEED]]] [--system FILE] [--jobs N] [--reports FOLDER]: by default
40 repeats of tests/bench/every_alert.toml at speed 30; with --reports it takes the runs that are in
the folder already. An observation is an alert that was notified while the fault lasted."""
import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISFIRE = ROOT / "build/release/bin/misfire"
STAGES = ["pending", "firing", "sent", "notified"]
WANTED = 0.99  # inside
FAR = 0.1  # the mean


def run(options, folder):
    command = [MISFIRE, "run", ROOT / options.scenario, "--speed", str(options.speed), "--repeat",
               str(options.repeats), "--jobs", options.jobs, "--reports", folder]
    if options.system:
        command += ["--system", options.system]
    subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # the exit code is the verdict


def observed(report):
    """Alerts with all of their stages: (name, {stage: measure})."""
    if report["verdict"] == "invalid":
        return
    for alert in report["alerts"]:
        if all(stage in alert["budget"] for stage in STAGES):
            yield alert["name"], alert["budget"]


def spread(took):
    return f"{statistics.mean(took):.1f} ({min(took):.1f} to {max(took):.1f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("repeats", nargs="?", type=int, default=40)
    parser.add_argument("scenario", nargs="?", default="tests/bench/every_alert.toml")
    parser.add_argument("speed", nargs="?", type=float, default=30)
    parser.add_argument("--system")
    parser.add_argument("--jobs", default="auto")
    parser.add_argument("--reports", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.reports or pathlib.Path(temporary)
        if not options.reports:
            run(options, folder)
        reports = [json.loads(path.read_text()) for path in sorted(folder.glob("*/report.json"))]
    if not reports:
        sys.exit("there are no reports")
    seen = collections.defaultdict(list)  # alert → what its budget was in each run
    for report in reports:
        for name, budget in observed(report):
            seen[name].append(budget)
    verdicts = collections.Counter(report["verdict"] for report in reports)
    every = [budget for budgets in seen.values() for budget in budgets]
    inside = sum(not any(budget[stage]["outside"] for stage in STAGES) for budget in every)
    print(f"{len(reports)} runs of {reports[0]['scenario']} at speed {reports[0]['speed']:g} ("
          + ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
          + f"), {len({report['phase'] for report in reports})} phases; {inside} of {len(every)} "
          "observed alerts inside their budget in every stage. Seconds of model time.\n")
    print("| alert | inside | to pending: mean (min to max) | expected | budget | to notify: mean "
          "(min to max) | expected | off |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    good = len(every) > 0 and inside >= WANTED * len(every)
    for name, budgets in sorted(seen.items()):
        pending = budgets[0]["pending"]
        first = [budget["pending"]["took_s"] for budget in budgets]
        whole = [sum(budget[stage]["took_s"] for stage in STAGES) for budget in budgets]
        predicted = statistics.mean(sum(budget[stage]["mean_s"] for stage in STAGES)
                                    for budget in budgets)
        off = statistics.mean(whole) / predicted - 1
        good = good and abs(off) <= FAR
        within = sum(not any(budget[stage]["outside"] for stage in STAGES) for budget in budgets)
        print(f"| {name} | {within} of {len(budgets)} | {spread(first)} | {pending['mean_s']:.1f} | "
              f"0 to {pending['latest_s']:.0f} | {spread(whole)} | {predicted:.1f} | "
              f"{100 * off:+.1f} % |")
    print()
    for stage in STAGES[1:]:
        away = [budget[stage]["took_s"] - budget[stage]["mean_s"] for budget in every]
        print(f"{stage}: {min(away):+.2f} to {max(away):+.2f} s from what was expected.")
    return 0 if good else 1


sys.exit(main())
