#!/usr/bin/env python3
"""The same scenarios on both engines: the same verdict, and every alert that the scenario expects
notified at the same time of the scenario, within one scrape interval plus one evaluation interval.
Other alerts are not compared: one that watches probes, say, depends on which of them meet the fault.

    tests/containers/compare_engines.py [--markdown FILE] [--system FILE] [SCENARIO…]     default: the whole library
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import daemon

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TRIES = 3  # an invalid run is weather, not a finding: another program had the machine


def run(args, scenario, engine, reports):
    """The report.json of one run."""
    for _ in range(TRIES):
        done = subprocess.run(
            [args.build / "bin/misfire", "run", scenario, "--system", args.system, "--engine", engine,
             "--speed", args.speed, "--json", "--reports", reports], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=600)
        if done.returncode == 2:
            sys.exit(f"{scenario} on {engine}: {done.stderr.decode()}")
        report = json.loads(done.stdout)["runs"][0]
        if report["verdict"] != "invalid":
            return report
    return report


def seconds(text):
    parts = dict((unit, float(number)) for number, unit in re.findall(r"([\d.]+)(ms|s|m|h)", text))
    return (parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0) +
            parts.get("ms", 0) / 1000)


def allowed(monitoring):
    """One scrape plus one evaluation, the slowest of each, in seconds of model time."""
    text = monitoring.read_text()
    scrape = max(map(seconds, re.findall(r"scrape_interval:\s*(\S+)", text)))
    evaluation = max(map(seconds, re.findall(r"evaluation_interval:\s*(\S+)", text)))
    return scrape + evaluation


def notified(report):
    return {(a["name"], a["receiver"]): a["notified_s"] for a in report["alerts"]
            if a["expected"] and a.get("notified_s") is not None}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/release")
    parser.add_argument("--system", type=pathlib.Path, default=SOURCE / "fixtures/system.toml")
    parser.add_argument("--speed", default="30")
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table to this file")
    parser.add_argument("scenarios", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    if why := daemon.answers():
        sys.exit(f"compare_engines.py: {why}")
    scenarios = args.scenarios or sorted((SOURCE / "scenarios").rglob("*.toml"))
    limit = allowed(SOURCE / "fixtures/monitoring/prometheus.yml")
    lines = ["| scenario | verdict: process | docker | alert → receiver | notified: process | docker "
             "| apart |", "| --- " * 7 + "|"]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="misfire-engines-") as reports:
        for scenario in scenarios:
            process, docker = (run(args, scenario, e, reports) for e in ("process", "docker"))
            name = process["scenario"]
            same = process["verdict"] == docker["verdict"] != "invalid"
            failed += not same
            print(f"{'ok    ' if same else 'FAILED'} {name}: {process['verdict']} and "
                  f"{docker['verdict']}", flush=True)
            ours, theirs = notified(process), notified(docker)
            if ours.keys() != theirs.keys():
                failed += 1
                print(f"FAILED {name}: notified {sorted(ours)} and {sorted(theirs)}")
            for alert in sorted(ours.keys() & theirs.keys()):
                a, b = ours[alert], theirs[alert]
                apart = abs(a - b)
                failed += apart > limit
                print(f"{'ok    ' if apart <= limit else 'FAILED'}   {' → '.join(alert)}: {a:.1f} s "
                      f"and {b:.1f} s", flush=True)
                lines.append(f"| {name} | {process['verdict']} | {docker['verdict']} | "
                             f"{' → '.join(alert)} | {a:.1f} s | {b:.1f} s | {apart:.1f} s |")
            if not ours:
                lines.append(f"| {name} | {process['verdict']} | {docker['verdict']} | – | | | |")
    summary = f"At most {limit:.0f} s of model time may lie between them."
    print(summary)
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + f"\n\n{summary}\n")
    print(f"{len(scenarios) - min(failed, len(scenarios))} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
