#!/usr/bin/env python3
"""Times whole runs of the main path: command start to first successful login, the harness's own
memory, and where the wall time went. Prints a Markdown table; no gate."""
import json
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISFIRE = ROOT / "build/release/bin/misfire"
PHASES = ["start", "fill", "baseline", "fault", "recovery", "collect", "stop"]
HEADER, RECORD = 64, struct.Struct("<qqqIHBBII")  # harness/history/logins.cpp


def first_login(folder):
    """When the first successful login was answered, in ns since 1970."""
    data = (folder / "logins.bin").read_bytes()[HEADER:]
    whole = len(data) // RECORD.size * RECORD.size
    return min(r[2] for r in RECORD.iter_unpack(data[:whole]) if r[6] == 0)


def one_run(scenario, speed):
    with tempfile.TemporaryDirectory() as reports:
        began = time.time_ns()
        run = subprocess.Popen(
            [MISFIRE, "run", ROOT / scenario, "--speed", str(speed), "--json", "--reports", reports],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        peak_kb = 0
        while run.poll() is None:
            try:
                for line in pathlib.Path(f"/proc/{run.pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        peak_kb = max(peak_kb, int(line.split()[1]))
            except OSError:
                pass
            time.sleep(0.05)
        report = json.loads(run.stdout.read())["runs"][0]
        result = {phase: report["wall_s"].get(phase, 0.0) for phase in PHASES}
        result["verdict"] = report["verdict"]
        result["total"] = (time.time_ns() - began) / 1e9
        result["first login"] = (first_login(pathlib.Path(report["folder"])) - began) / 1e9
        result["memory"] = peak_kb / 1024
        return result


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    scenario, speed = "scenarios/weights/feb-18.toml", 30
    results = [one_run(scenario, speed) for _ in range(runs)]
    verdicts = sorted({r["verdict"] for r in results})
    print(f"{runs} runs of `{scenario}` at speed {speed}, verdicts: {', '.join(verdicts)}\n")
    print("| figure | minimum | median | maximum |")
    print("| --- | --- | --- | --- |")
    rows = [("command start to first successful login, s", "first login"),
            ("the harness's own memory (peak), MiB", "memory"), ("whole command, s", "total")]
    rows += [(f"phase {phase}, s", phase) for phase in PHASES]
    for title, key in rows:
        values = [r[key] for r in results]
        print(f"| {title} | {min(values):.2f} | {statistics.median(values):.2f} | {max(values):.2f} |")


main()
