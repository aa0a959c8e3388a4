#!/usr/bin/env python3
"""Memory over a long run: tests/bench/soak.py [minutes, default 30]. Runs the quick system
(tests/trouble/quick) with a baseline of that length, reads the resident size of our own long-lived
programs every ten seconds, and compares the last third of the run with the second: flat means no
more than 5 % or 1 MiB apart. Prints a Markdown table; exit code 1 when it is not flat."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUICK = ROOT / "tests/trouble/quick"
SPEED = 25
OURS = ("misfire", "misfire-guardian", "misfire-sink", "authd")
EVERY = 10  # seconds


def resident_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def family(root_pid):
    """pid → program name, of the process and all of its descendants."""
    parent, name = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
            name[int(pid)] = pathlib.Path(os.readlink(f"/proc/{pid}/exe")).name
            parent[int(pid)] = int(stat.rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = {}
    for pid in parent:
        at = pid
        while at in parent and at != root_pid:
            at = parent[at]
        if at == root_pid and name[pid] in OURS:
            found[pid] = name[pid]
    return found


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "soak.toml"
        text = (QUICK / "quick.toml").read_text()
        model = round(minutes * 60 * SPEED)
        text, changed = re.subn(r'baseline = "[^"]*"', f'baseline = "{model}s"', text)
        assert changed == 1
        scenario.write_text(text)
        run = subprocess.Popen(
            [ROOT / "build/release/bin/misfire", "run", scenario, "--system", QUICK / "system.toml",
             "--speed", str(SPEED), "--reports", folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seen, began = {}, time.monotonic()
        while time.monotonic() - began < minutes * 60 and run.poll() is None:
            for pid, name in family(run.pid).items():
                try:
                    seen.setdefault((name, pid), []).append(resident_kib(pid))
                except OSError:
                    pass
            time.sleep(EVERY)
        said = run.communicate()[1].decode(errors="replace")
    print(f"{minutes:.0f} minutes at speed {SPEED}, exit code {run.returncode}\n")
    print("| program | samples | first, MiB | second third, most | last third, most | flat |")
    print("| --- | --- | --- | --- | --- | --- |")
    flat = bool(seen)
    for (name, _), sizes in sorted(seen.items()):
        third = len(sizes) // 3
        if third == 0:
            continue
        middle, last = max(sizes[third:2 * third]), max(sizes[2 * third:])
        fine = last <= max(middle * 1.05, middle + 1024)
        flat = flat and fine
        print(f"| {name} | {len(sizes)} | {sizes[0] / 1024:.2f} | {middle / 1024:.2f} | "
              f"{last / 1024:.2f} | {'yes' if fine else 'NO'} |")
    if run.returncode != 0:
        print(said[-2000:], file=sys.stderr)
    return 0 if flat and run.returncode in (0, 1) else 1


if __name__ == "__main__":
    sys.exit(main())
