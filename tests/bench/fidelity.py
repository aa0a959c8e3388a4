#!/usr/bin/env python3
"""What compressing time costs: the same scenarios at several speeds, projected against real time.

    tests/bench/fidelity.py [--speeds 1,10,30,60] [--runs 3] [--keep FOLDER] [--markdown FILE]
                            [SCENARIO…]                      default: the whole library

Times are of the model, from the effect to each expected notification; a cell is the median of the
runs at that speed. Verdicts must be the same at every speed, and at 30 the median distance from
real time at most 10 %. At speed 1 a run takes as long as its incident. --keep: runs that are there
already are not made again, so that real time can be measured once.
"""
import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALLOWED = 0.10
JUDGED = 30
TRIES = 3  # an invalid run is weather, not a finding: another program had the machine


def run(args, scenario, speed, number, reports):
    """The report.json of one run, the seeds differ."""
    kept = reports / f"{scenario.stem}-{speed:g}-{number}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    for _ in range(TRIES):
        done = subprocess.run(
            [args.build / "bin/misfire", "run", scenario, "--speed", str(speed), "--seed",
             str(number), "--json", "--reports", reports / "runs"], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode == 2:
            sys.exit(f"{scenario}: {done.stderr.decode()}")
        report = json.loads(done.stdout)["runs"][0]
        if report["verdict"] != "invalid":
            break
        print(f"  invalid: {report['reasons']}", file=sys.stderr)
    kept.write_text(json.dumps(report))
    return report


def notified(report):
    """Expected alert → model seconds from the effect (from the fault, where the harm came later)."""
    return {f"{a['name']} → {a['receiver']}": a["notified_s"] - a["stages"].get("effect", 0)
            for a in report["alerts"] if a["expected"] and a.get("notified_s") is not None}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/release")
    parser.add_argument("--speeds", default="1,10,30,60")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table to this file")
    parser.add_argument("scenarios", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    speeds = [float(s) for s in args.speeds.split(",")]
    scenarios = args.scenarios or sorted((SOURCE / "scenarios").rglob("*.toml"))
    lines = ["| scenario | alert → receiver | " + " | ".join(f"{s:g}×" for s in speeds) + " |",
             "| --- " * (2 + len(speeds)) + "|"]
    distances = collections.defaultdict(list)
    differ = []
    with tempfile.TemporaryDirectory(prefix="misfire-fidelity-") as temporary:
        reports = args.keep or pathlib.Path(temporary)
        reports.mkdir(parents=True, exist_ok=True)
        for scenario in scenarios:
            verdicts, times = collections.defaultdict(list), collections.defaultdict(dict)
            for speed in speeds:
                seen = collections.defaultdict(list)
                for number in range(1, args.runs + 1):
                    report = run(args, scenario, speed, number, reports)
                    verdicts[speed].append(report["verdict"])
                    for alert, after in notified(report).items():
                        seen[alert].append(after)
                    print(f"{scenario.stem} at {speed:g}: {report['verdict']}", flush=True)
                for alert, values in seen.items():
                    times[alert][speed] = statistics.median(values)
            if len({v for some in verdicts.values() for v in some}) != 1:
                differ.append(scenario.stem)
            lines.append(f"| {scenario.stem} | verdict | " + " | ".join(
                ", ".join(f"{n} {v}" for v, n in collections.Counter(verdicts[s]).items())
                for s in speeds) + " |")
            for alert, at in times.items():
                real = at.get(speeds[0])
                cells = []
                for speed in speeds:
                    if speed not in at:
                        cells.append("–")
                    elif speed == speeds[0] or not real:
                        cells.append(f"{at[speed]:.0f} s")
                    else:
                        distance = at[speed] / real - 1
                        distances[speed].append(abs(distance))
                        cells.append(f"{at[speed]:.0f} s ({100 * distance:+.0f} %)")
                lines.append(f"| {scenario.stem} | {alert} | " + " | ".join(cells) + " |")
    lines.append("")
    for speed, some in sorted(distances.items()):
        lines.append(f"At {speed:g}×: median distance {100 * statistics.median(some):.1f} %, "
                     f"largest {100 * max(some):.1f} %, {len(some)} alerts.")
    print("\n".join(lines))
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n")
    for name in differ:
        print(f"FAILED {name}: the verdict depends on the speed")
    late = [s for s, some in distances.items() if s == JUDGED and statistics.median(some) > ALLOWED]
    for speed in late:
        print(f"FAILED at {speed:g}×: the median distance is more than {100 * ALLOWED:.0f} %")
    return 1 if differ or late else 0


if __name__ == "__main__":
    sys.exit(main())
