#!/usr/bin/env python3
"""The kill matrix: misfire is stopped at every place at which something changes (each phase's
boundary, before and after each operation of an engine or a part, during start-up, teardown and
sweep), in every way, and what is left is looked for from outside.

  tests/trouble/kill_matrix.py                 every place, every way (about 40 minutes)
  tests/trouble/kill_matrix.py --sample        every place, one way each: what CI does
  tests/trouble/kill_matrix.py --subreaper     as where the kernel forbids namespaces
  tests/trouble/kill_matrix.py --engine docker containers (a daemon must answer; not side by side)
  tests/trouble/kill_matrix.py --markdown FILE writes the table, too

It needs a build with crash points (preset dev); see harness/base/crash_point.hpp. What is promised
is DESIGN's "Guardian": killed harness: all gone within 5 s; killed guardian as well: processes gone
where PID namespaces are allowed, the rest with the next command.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/containers"))
import daemon  # noqa: E402

QUICK = SOURCE / "tests/trouble/quick"
OF = {"quick-fill.toml": "fill", "quick-stressed.toml": "stressed", "quick-store.toml": "store"}
OF_THEIR_OWN = ["quick-fill.toml", "quick-store.toml"]  # their systems are
WAYS = ["harness:KILL", "harness:TERM", "harness:INT", "harness:exception", "guardian:KILL",
        "guardian:TERM", "both:KILL"]
SWEEP_WAYS = ["harness:KILL", "harness:TERM", "harness:INT", "harness:exception"]
PROMISED = 5.0  # seconds
A_RUN = 240  # seconds: the limit for one that goes on, on a busy machine
# Weather, not a finding: another program had the machine.
NOISE = re.compile(r"keep the pace|load was not delivered|told nothing|no login was recorded")

Point = collections.namedtuple("Point", "number guarded name")


class Place:
    """The folders of one worker: state, reports, temporary files."""

    def __init__(self, root, args):
        self.root, self.args = root, args
        for folder in ("state", "reports", "tmp"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def env(self, **crash):
        env = {"PATH": os.environ["PATH"], "HOME": str(self.root), "LC_ALL": "C.UTF-8",
               "XDG_STATE_HOME": str(self.root / "state"), "TMPDIR": str(self.root / "tmp"),
               "XDG_CACHE_HOME": "/dev/null"}  # the checks are made in every run
        if self.args.subreaper:
            env["MISFIRE_SUBREAPER"] = "1"
        env.update({k: str(v) for k, v in crash.items()})
        return env

    def misfire(self, *words, **crash):
        program = [str(self.args.build / "bin/misfire"), *map(str, words)]
        done = subprocess.run(program, env=self.env(**crash), cwd=self.root,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=A_RUN)
        return done.returncode, done.stdout.decode(errors="replace")

    def run(self, scenario, **crash):
        system = scenario.replace("quick", "system") if scenario in OF_THEIR_OWN else "system.toml"
        return self.misfire("run", QUICK / scenario, "--system", QUICK / system, "--speed",
                            self.args.speed, "--engine", self.args.engine, "--reports",
                            self.root / "reports", **crash)

    def left(self):
        """Everything that only a living run or command needs."""
        on_daemon = daemon.labelled() if self.args.engine == "docker" else []
        return self.processes() + self.files() + on_daemon

    def processes(self):
        """Whoever works in, names, or was given this worker's folder."""
        mark, found = str(self.root), []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            if int(pid) == os.getpid():
                continue
            try:
                seen = os.readlink(f"/proc/{pid}/cwd") + "\0"
                for file in ("cmdline", "environ"):
                    with open(f"/proc/{pid}/{file}", "rb") as f:
                        seen += f.read().decode(errors="replace") + "\0"
                with open(f"/proc/{pid}/stat") as f:
                    ended = f.read().rsplit(")", 1)[1].split()[0] in "ZX"
            except OSError:
                continue
            if mark in seen and not ended:
                found.append(f"process {pid} {seen.split(chr(0))[1]}")
        return found

    def files(self):
        found = []
        # os.walk, since folders may vanish while we look.
        for path in (pathlib.Path(at) / name for at, folders, names in os.walk(self.root)
                     for name in folders + names):
            inside = path.relative_to(self.root)
            try:
                mode = path.lstat().st_mode
            except OSError:
                continue
            if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
                found.append(f"socket {inside}")
            elif inside.parts[0] == "tmp" and len(inside.parts) > 1:
                found.append(f"temporary file {inside}")
            elif re.search(r"\.tmp-.{6}$", path.name):
                found.append(f"unfinished file {inside}")
            elif inside.parts[0] == "reports" and inside.parts[2:3] == ("parts",):
                found.append(f"scratch {inside}")
            elif inside.parts[:2] == ("state", "misfire") and len(inside.parts) > 3:
                found.append(f"state {inside}")
        return found

    def forget_reports(self):
        shutil.rmtree(self.root / "reports")
        (self.root / "reports").mkdir()


def wait_until_none(look, limit):
    """What is still there after `limit` seconds, and how long it took until nothing was."""
    begin = time.monotonic()
    while True:
        left = look()
        took = time.monotonic() - begin
        if not left or took > limit:
            return left, took
        time.sleep(0.01)


def points_of(place, log):
    points = []
    for line in log.read_text().splitlines():
        number, guardian, name = line.split(" ", 2)
        points.append(Point(int(number), guardian != "0", name.replace(str(place.root), "…")))
    return points


def readable(place):
    """Problems with what the stopped run leaves as evidence."""
    problems = []
    for folder in (place.root / "reports").iterdir():
        if (folder / "run.json").exists():
            json.loads((folder / "run.json").read_text())
        if (folder / "plan.json").exists() and (folder / "history.jsonl").exists():
            code, said = place.misfire("judge", folder)
            if code not in (0, 1, 3):
                problems.append(f"misfire judge gave {code}: {said[-300:]}")
    return problems


def is_noise(said):
    """Whether a run proves nothing because of the machine. Its lines may be folded anywhere."""
    return NOISE.search(" ".join(said.split()))


def why(said):
    """What a run gave as its reason, or its last words."""
    reason = re.search(r"proves nothing: (.*?)\n\n", said, re.DOTALL)
    return " ".join(reason.group(1).split()) if reason else said[-600:]


def expected_codes(way, point):
    if way.startswith("both") or way == "harness:KILL":
        return {-9}
    if way == "guardian:KILL":
        # Once everything was observed, nothing depends on it any more.
        late = any(word in point.name for word in ("stop", "hand over", "engine"))
        return {0, 3} if late else {3}
    return {"harness:TERM": {143}, "harness:INT": {130}, "harness:exception": {3},
            "guardian:TERM": {0}}[way]


def judge_stop(place, way, point, code, said):
    """Problems, and the seconds until everything that is promised to go by itself was gone."""
    problems = []
    if code not in expected_codes(way, point):
        if not (code == 3 and is_noise(said)):
            problems.append(f"exit code {code}, expected {expected_codes(way, point)}: {why(said)}")
    killed = way == "harness:KILL" or way.startswith("both")
    guardian_too = way.startswith("both") or not point.guarded
    took = 0.0
    if killed and guardian_too:
        if not place.args.subreaper or not point.guarded:
            left, took = wait_until_none(place.processes, PROMISED)
            problems += [f"after {took:.1f} s: {one}" for one in left]
    else:
        limit = PROMISED if killed else 0.2  # a child of init needs a moment to be reaped
        left, took = wait_until_none(place.left, limit)
        problems += [f"after {took:.1f} s: {one}" for one in left]
    problems += readable(place)  # that is a next command: it sweeps
    sweep_code, sweep_said = place.misfire("sweep")
    if sweep_code != 0:
        problems.append(f"misfire sweep gave {sweep_code}: {sweep_said}")
    left, _ = wait_until_none(place.left, 1.0)
    problems += [f"after a sweep: {one}" for one in left]
    for folder in (place.root / "reports").iterdir():
        if not (folder / "history.jsonl").exists():
            problems.append(f"a folder without any evidence is left: {folder.name}")
    return problems, took


def stop_once(place, scenario, point, way):
    place.forget_reports()
    code, said = place.run(scenario, MISFIRE_CRASH_AT=point.number, MISFIRE_CRASH_DO=way)
    return judge_stop(place, way, point, code, said)


def sweep_once(place, dying, point, way):
    """A sweep that is itself stopped; the next one finishes its work."""
    place.forget_reports()
    place.run("quick.toml", MISFIRE_CRASH_AT=dying.number,
              MISFIRE_CRASH_DO="both:KILL")
    code, said = place.misfire("sweep", MISFIRE_CRASH_AT=point.number, MISFIRE_CRASH_DO=way)
    problems = []
    allowed = {"harness:KILL": {-9}, "harness:exception": {3}, "harness:TERM": {-15},
               "harness:INT": {-2}}[way]
    if code not in allowed:
        problems.append(f"exit code {code}, expected {allowed}: {said[-600:]}")
    code, said = place.misfire("sweep")
    if code != 0:
        problems.append(f"the second sweep gave {code}: {said}")
    left, took = wait_until_none(place.left, 1.0)
    return problems + [f"after a second sweep: {one}" for one in left], took


def whole_run(place, scenario):
    for _ in range(4):
        place.forget_reports()
        code, said = place.run(scenario)
        if code == 0:
            return []
        if not is_noise(said):
            break
    return [f"a whole run gave {code}: {said[-1500:]}"]


def list_points(place, scenario):
    log = place.root / f"points-{scenario}"
    for attempt in range(4):
        place.forget_reports()
        log.unlink(missing_ok=True)
        code, said = place.run(scenario, MISFIRE_CRASH_LOG=log)
        if code == 0:
            return points_of(place, log)
        if not is_noise(said):
            break
    sys.exit(f"a run that nobody stopped gave {code}:\n{said}")


def list_sweep_points(place, dying):
    place.forget_reports()
    log = place.root / "points-sweep"
    place.run("quick.toml", MISFIRE_CRASH_AT=dying.number, MISFIRE_CRASH_DO="both:KILL")
    code, said = place.misfire("sweep", MISFIRE_CRASH_LOG=log)
    if code != 0:
        sys.exit(f"a sweep that nobody stopped gave {code}:\n{said}")
    return points_of(place, log)


def applies(way, point):
    """Without a guardian there is none to stop."""
    return point.guarded or way.startswith("harness")


def between(points, first, last):
    names = [p.name for p in points]
    return points[names.index(first):names.index(last) + 1]


def points_of_runs(places):
    """Scenario → its points; of each but the first only what that one does not have."""
    scenarios = ["quick.toml", "quick-fill.toml", "quick-stressed.toml", "quick-store.toml"]
    free = queue.SimpleQueue()
    for place in places:
        free.put(place)

    def points(scenario):
        place = free.get()
        try:
            return list_points(place, scenario)
        finally:
            free.put(place)

    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        found = dict(zip(scenarios, pool.map(points, scenarios)))
    # The past is filled, Prometheus stopped and restarted.
    found["quick-fill.toml"] = between(found["quick-fill.toml"], "after phase fill began",
                                       "before phase baseline")
    # Backends killed, stopped, slowed and started again, and misfire killed in the midst of it.
    found["quick-stressed.toml"] = between(found["quick-stressed.toml"], "after phase fault began",
                                           "before phase recovery")
    # A database is made, started and locked.
    stored = found["quick-store.toml"]
    locked = between(stored, "after phase fault began", "before phase recovery")
    made = [p for p in stored if " store: " in p.name and p not in locked]
    found["quick-store.toml"] = made + locked
    return found


def jobs_of(args, places):
    """(kind, system or dying point, point, way), in an order that spreads the long ones."""
    runs = points_of_runs(places)
    dying = next(p for p in runs["quick.toml"] if p.name == "after prometheus: start")
    sweeping = list_sweep_points(places[0], dying)
    jobs = [("run", scenario, p, w) for scenario, points in runs.items() for p in points
            for w in WAYS if applies(w, p)]
    jobs += [("sweep", dying, p, w) for p in sweeping for w in SWEEP_WAYS]
    if args.only:
        jobs = [j for j in jobs if args.only in j[2].name or args.only in j[3]]
    if args.sample:
        # Each place once, and the ways in turn.
        chosen = {}
        for job in jobs:
            chosen.setdefault((job[0], str(job[1]), job[2]), []).append(job)
        jobs = [ways[i % len(ways)] for i, ways in enumerate(chosen.values())]
    if args.places and args.places < len(jobs):
        jobs = [jobs[i * len(jobs) // args.places] for i in range(args.places)]
    return jobs


def table(results, ways):
    """Places down, ways across."""
    rows = collections.OrderedDict()
    for (kind, about, point, way), (problems, took) in results:
        of = "sweep" if kind == "sweep" else OF.get(about, "run")
        label = (of, point.number, point.name)
        rows.setdefault(label, {})[way] = "FAILED" if problems else f"{1000 * took:.0f} ms"
    lines = ["| of | place | " + " | ".join(ways) + " |", "| --- " * (len(ways) + 2) + "|"]
    for (kind, _, name), cells in sorted(rows.items()):
        lines.append(f"| {kind} | {name} | " + " | ".join(cells.get(w, "") for w in ways) + " |")
    return "\n".join(lines)


def main():
    # A shell has jobs in the background ignore it, and what they start inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/dev")
    parser.add_argument("--sample", action="store_true", help="every place, one way each")
    parser.add_argument("--subreaper", action="store_true", help="without namespaces")
    parser.add_argument("--engine", choices=["process", "docker"], default="process")
    parser.add_argument("--places", type=int, default=0, help="so many places at most, evenly spread")
    parser.add_argument("--only", help="places or ways that contain this text")
    parser.add_argument("--speed", type=float, default=25)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table to this file")
    args = parser.parse_args()
    args.build = args.build.resolve()
    if args.engine == "docker":
        args.jobs = 1  # what is left on the daemon must be this worker's
        if why := daemon.answers():
            sys.exit(f"kill_matrix.py: {why}")
        if there := daemon.labelled():
            sys.exit(f"kill_matrix.py: misfire has things on this daemon already: {there}")

    root = pathlib.Path(tempfile.mkdtemp(prefix="misfire-kill-"))
    places = [Place(root / f"w{i}", args) for i in range(args.jobs)]
    begin = time.monotonic()
    jobs = jobs_of(args, places)
    print(f"{len(jobs)} stops at {len({(j[0], j[2]) for j in jobs})} places", flush=True)

    waiting = collections.deque(enumerate(jobs))
    results, failed = [None] * len(jobs), 0

    def work(place):
        done = 0
        while True:
            try:
                index, job = waiting.popleft()
            except IndexError:
                return whole_run(place, "quick.toml")  # after all of that, the next run works
            kind, about, point, way = job
            try:
                outcome = (sweep_once if kind == "sweep" else stop_once)(
                    place, about, point, way)
            except subprocess.TimeoutExpired as error:
                outcome = ([f"{error}"], A_RUN)
            results[index] = (job, outcome)
            done += 1
            for problem in outcome[0]:
                print(f"FAILED {kind} {point.number} {point.name} {way}: {problem}", flush=True)
            if done % 20 == 0:
                print(f"  {len(jobs) - len(waiting)} of {len(jobs)}, "
                      f"{time.monotonic() - begin:.0f} s", flush=True)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for problems in pool.map(work, places):
            failed += len(problems)
            for problem in problems:
                print(f"FAILED {problem}")
    text = table(results, WAYS)
    failed += sum(1 for _, (problems, _) in results if problems)
    slowest = max((took for _, (_, took) in results), default=0)
    how = ("in containers" if args.engine == "docker" else
           "as a subreaper" if args.subreaper else "with PID namespaces")
    summary = (f"{len(jobs)} stops at {len({(j[0], j[2]) for j in jobs})} places, "
               f"{how}: "
               f"{len(jobs) - failed} kept the promise, {failed} did not; slowest clean-up "
               f"{slowest:.2f} s (promised: {PROMISED:.0f} s)")
    print(text)
    print(summary)
    if args.markdown:
        args.markdown.write_text(f"{summary}\n\n{text}\n")
    if failed == 0:
        shutil.rmtree(root)
    else:
        print(f"the folders are in {root}")
    print(f"{len(jobs) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
