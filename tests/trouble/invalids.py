#!/usr/bin/env python3
"""Trouble from outside: every part killed, stopped or slowed by somebody else in every phase of a
real run, and what else can spoil one. Each case says which verdicts are right and what the reason
must name. A run that proves nothing must say so, for the true reason, soon, and leave nothing.

    tests/trouble/invalids.py                 # everything, eleven minutes on two cores
    tests/trouble/invalids.py --sample        # a minute and a half
    tests/trouble/invalids.py --only prometheus
    tests/trouble/invalids.py --markdown docs/invalids.md

Everything is done from outside: parts are found in /proc by the run's folder, phases are read in
history.jsonl. Only processes of these runs are signalled. Exit code 0: every case was as it must be.
"""
import argparse
import concurrent.futures
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

HERE = Path(__file__).resolve().parent
QUICK = HERE / "quick"
ROOT = HERE.parents[1]
SPEED = "25"
GIVEN_UP = 150  # seconds after which a run is taken for hanging; no case may come near
EXIT_CODES = {"pass": 0, "fail": 1, "invalid": 3}
PARTS = ["sink", "alertmanager", "blackbox", "balancer master", "balancer worker", "prometheus",
         "auth1"]
PHASES = ["start", "fill", "baseline", "fault", "recovery", "collect"]
# A part that answers late troubles whoever asks it: these are true reasons, too.
SYMPTOMS = (r"|baseline is not steady|Prometheus scraped|could not keep the pace|not delivered"
            r"|before the fault|left questions unanswered|to become ready|every target|to reload")

BUSY = (r"did not answer|Prometheus scraped|keep the pace|not delivered|not steady"
        r"|left questions unanswered|load driver told nothing|waited")

OVER = threading.Event()  # somebody wants this program to end
RUNNING: set[subprocess.Popen] = set()


def end_all(*_):
    OVER.set()
    for process in list(RUNNING):
        process.terminate()


class Run:
    """One run of misfire, and the hands that trouble it."""

    def __init__(self, case: "Case", misfire: Path, scratch: Path):
        self.case, self.misfire, self.scratch = case, misfire, scratch
        self.reports = scratch / "reports"
        self.reports.mkdir(parents=True)
        self.process: Optional[subprocess.Popen] = None
        self.began_at: dict[str, float] = {}
        self.over = threading.Event()
        self.undo: list[Callable[[], None]] = []

    # -- what a stranger can see ---------------------------------------------------------------
    def folder(self) -> Optional[Path]:
        return next(iter(self.reports.glob("*Z-*")), None)

    def wait_for(self, condition, limit=60.0):
        end = time.monotonic() + limit
        while time.monotonic() < end and not self.over.is_set():
            found = condition()
            if found:
                return found
            time.sleep(0.005)
        return None

    def phase(self, name: str) -> bool:
        """Waits until that phase begins; False when the run ends before."""
        # A fault is there when it was injected, not while the balancer reloads for it.
        mark = b'"kind":"fault_injected"' if name == "fault" else f'"phase":"{name}"'.encode()

        def began():
            folder = self.folder()
            with contextlib.suppress(OSError):
                return folder and mark in (folder / "history.jsonl").read_bytes()
            return False

        return bool(self.wait_for(began))

    def pids(self, part: str) -> list[int]:
        """Processes of that part, by where they work."""
        folder = self.folder()
        if folder is None:
            return []
        name = part.split()[0]
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if os.readlink(entry / "cwd") == str(folder / "parts" / name):
                    words = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    if words[0] not in "ZX":
                        found[int(entry.name)] = int(words[1])
        if part == "balancer master":
            return [pid for pid, parent in found.items() if parent not in found]
        if part == "balancer worker":
            return [pid for pid, parent in found.items() if parent in found]
        return list(found)

    def pid(self, part: str) -> Optional[int]:
        found = self.wait_for(lambda: self.pids(part), 20)
        return max(found) if found else None

    def guardian(self) -> Optional[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = self.wait_for(lambda: children.read_text().split(), 10)
        return int(found[0]) if found else None

    # -- what a stranger can do ----------------------------------------------------------------
    def send(self, pid: Optional[int], number: int):
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def keep_awake(self, part: str):
        """Resumes it all the time, until the run is over."""
        while not self.over.is_set():
            for pid in self.pids(part):
                self.send(pid, signal.SIGCONT)
            time.sleep(0.002)

    def slow(self, pid: Optional[int], stopped=0.9, running=0.1):
        while pid and not self.over.is_set():
            try:
                os.kill(pid, signal.SIGSTOP)
                self.over.wait(stopped)
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                return
            self.over.wait(running)

    # -- the run -------------------------------------------------------------------------------
    def go(self) -> dict:
        case = self.case
        system = self.scratch / "system"
        shutil.copytree(QUICK, system)
        if case.prepare:
            case.prepare(self, system)
        name = "quick-fill" if case.fill else "quick"
        command = [str(self.misfire), "run", str(system / f"{case.scenario or name}.toml"),
                   "--system", str(system / ("system-fill.toml" if case.fill else "system.toml")),
                   "--speed", SPEED, "--json", "--reports", str(self.reports)]
        env = dict(os.environ, **(case.env(self) if case.env else {}))
        began = time.monotonic()
        # Pipes, so that a limit on the size of files cannot silence it.
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=ROOT, text=True,
            errors="replace", start_new_session=True, preexec_fn=case.limits)
        RUNNING.add(self.process)
        troubled_at = []

        def trouble():
            if not case.trouble:
                return
            if case.phase and not self.phase(case.phase):
                return
            troubled_at.append(time.monotonic())
            case.trouble(self)

        hands = threading.Thread(target=trouble, daemon=True)
        hands.start()
        hung = False
        try:
            out, err = self.process.communicate(timeout=GIVEN_UP)
        except subprocess.TimeoutExpired:
            hung = True
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            out, err = self.process.communicate()
        ended = time.monotonic()
        RUNNING.discard(self.process)
        self.over.set()
        hands.join(10)
        for undo in reversed(self.undo):
            undo()
        result = {"exit": self.process.returncode, "hung": hung, "wall": ended - began,
                  "after": ended - troubled_at[0] if troubled_at else None,
                  "text": err}
        try:
            suite = json.loads(out)
            run = suite["runs"][0]
            result |= {"verdict": run["verdict"], "reasons": run["reasons"]}
        except (ValueError, LookupError):
            result |= {"verdict": "none", "reasons": result["text"].strip().splitlines()[:-3:-1]}
        result["left"] = self.left_behind()
        return result

    def left_behind(self) -> list[str]:
        """Processes that still work in, or are called with, this run's folder. The kernel takes a
        moment to end a namespace."""
        def left():
            found = []
            for entry in Path("/proc").iterdir():
                if not entry.name.isdigit() or int(entry.name) == os.getpid():
                    continue
                with contextlib.suppress(OSError):
                    stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    if stat[0] in "ZX":
                        continue
                    seen = os.readlink(entry / "cwd") + (entry / "cmdline").read_bytes().decode(
                        errors="replace")
                    if str(self.reports) in seen:
                        found.append(entry.name)
            return found

        end = time.monotonic() + 5
        while left() and time.monotonic() < end:
            time.sleep(0.05)
        return left()


@dataclass
class Case:
    what: str
    phase: str
    trouble: Optional[Callable[[Run], None]]
    allowed: tuple = ("invalid",)
    reason: str = ""  # a regular expression that the first reason must match when invalid
    bound: float = 45.0  # seconds of wall time for the whole run
    after: Optional[float] = None  # seconds from the trouble to the end
    exit: Optional[int] = None  # when it is not the verdict's
    prepare: Optional[Callable[[Run, Path], None]] = None
    env: Optional[Callable[[Run], dict]] = None
    limits: Optional[Callable[[], None]] = None
    scenario: str = ""
    fill: bool = False
    sample: bool = False
    root: bool = False
    loop: bool = False  # needs loop devices
    note: str = ""
    result: dict = field(default_factory=dict)

    def name(self) -> str:
        return f"{self.what}, {self.phase}" if self.phase else self.what

    def faults(self) -> list[str]:
        r = self.result
        found = []
        wanted = [self.exit] if self.exit is not None else [EXIT_CODES[v] for v in self.allowed]
        if r["hung"]:
            found.append(f"still running after {GIVEN_UP} s")
        if r["exit"] not in wanted:
            found.append(f"exit code {r['exit']} instead of {' or '.join(map(str, wanted))}")
        if self.exit is None and r["verdict"] not in self.allowed + ("none",):
            found.append(f"verdict {r['verdict']} instead of {' or '.join(self.allowed)}")
        if r["verdict"] == "none" and self.exit is None and r["exit"] != 3:
            found.append("no verdict")
        if self.reason and (r["verdict"] in ("invalid", "none")):
            first = " ".join(r["reasons"]) if r["verdict"] == "none" else (r["reasons"] or [""])[0]
            if not re.search(self.reason, first, re.IGNORECASE):
                found.append(f"the reason does not name it ({self.reason})")
        if r["wall"] > self.bound:
            found.append(f"took {r['wall']:.1f} s, more than {self.bound:.0f}")
        if self.after is not None and r["after"] is not None and r["after"] > self.after:
            found.append(f"went on for {r['after']:.1f} s, more than {self.after:.1f}")
        if r["left"]:
            found.append("left processes behind: " + " ".join(r["left"]))
        return found


# ---- the cases ---------------------------------------------------------------------------------


def kill(part):
    return lambda run: run.send(run.pid(part), signal.SIGKILL)


def stop(part):
    return lambda run: run.send(run.pid(part), signal.SIGSTOP)


def slow(part):
    return lambda run: run.slow(run.pid(part))


def part_cases() -> list[Case]:
    cases = []
    for part in PARTS:
        who = part.split()[0]
        named = "balancer|HAProxy" if who == "balancer" else who
        for phase in PHASES:
            late = phase in ("recovery", "collect")
            coming_up = phase == "start" or (part, phase) == ("prometheus", "fill")
            common = {"phase": phase, "fill": phase == "fill"}
            if part == "prometheus" and phase == "start":
                continue  # it starts in the phase `fill`
            sample = (part, phase) in (("prometheus", "fault"), ("sink", "baseline"))
            cases.append(Case(
                f"{part} killed", trouble=kill(part), reason=named, after=8,
                allowed=("invalid", "pass") if phase == "collect" else ("invalid",),
                sample=sample, **common))
            # A stopped master serves on; only a reload needs it. At the end the evidence is whole.
            cases.append(Case(
                f"{part} stopped", trouble=stop(part), reason=named + SYMPTOMS if late else named,
                # Nothing that the scenario expects needs the probe.
                allowed=("invalid", "pass") if late or (part, phase) == ("blackbox", "fault")
                else ("invalid",), bound=60, after=40 if coming_up else 25,
                sample=(part, phase) in (("prometheus", "baseline"), ("balancer worker", "fault"),
                                         ("balancer master", "baseline")), **common))
            cases.append(Case(
                f"{part} slowed to a tenth", trouble=slow(part), reason=named + SYMPTOMS,
                allowed=("invalid", "pass"), bound=90,
                sample=(part, phase) == ("alertmanager", "fault"), **common))
    return cases


def edit(path: Path, old: str, new: str):
    text = path.read_text()
    if old not in text:
        raise SystemExit(f"{old!r} is not in {path}")
    path.write_text(text.replace(old, new, 1))


def equal_weights(_, system):
    edit(system / "quick.toml", "first = 200, others = 25", "first = 50, others = 50")


def failing_baseline(_, system):
    edit(system / "haproxy.cfg", "    default_backend auth",
         "    http-request deny deny_status 503 if { rand(100) lt 5 }\n    default_backend auth")


RULES = "monitoring/rules/quick.yml"


def firing_before(_, system):
    path = system / RULES
    path.write_text(path.read_text() + """
      - alert: AlreadyThere
        expr: vector(1)
        labels: { severity: page, team: auth }
""")


def failing_rule(_, system):
    path = system / RULES
    path.write_text(path.read_text() + """
      - alert: CannotBeEvaluated
        expr: auth_logins_total * on () auth_logins_total > 0
        labels: { severity: page, team: auth }
""")


def rules_removed(run: Run):
    for file in (run.folder() / "parts/prometheus/rules").glob("*.yml"):
        file.write_text("groups: []\n")
    run.send(run.pid("prometheus"), signal.SIGHUP)


def alertmanager_config(text_of):
    def trouble(run: Run):
        file = run.folder() / "parts/alertmanager/alertmanager.yml"
        file.write_text(text_of(file.read_text()))
        run.send(run.pid("alertmanager"), signal.SIGHUP)
    return trouble


def stand_in(program: str, mode: str):
    """The system's program becomes the one that makes that trouble around the real one."""
    def prepare(run: Run, system: Path):
        if program == "misfire-sink":
            real = str(run.misfire.parent / program)
        else:
            real = shutil.which(program) or shutil.which("prometheus-" + program)
        wrapper = system / f"troubled-{program}"
        wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} {HERE}/troubled_program.py '
                           f'{mode} {real} "$@"\n')
        wrapper.chmod(0o755)
        with (system / "system.toml").open("a") as file:
            file.write(f'\n[programs]\n{program} = {{ path = "{wrapper}" }}\n')
    return prepare


def limit(part: Optional[str], kind: int, value: Optional[int]):
    """Sets a resource limit of a part, or of misfire itself, from outside."""
    def trouble(run: Run):
        pid = run.pid(part) if part else run.process.pid
        bound = value if value is not None else len(os.listdir(f"/proc/{pid}/fd"))
        resource.prlimit(pid, kind, (bound, bound))
    return trouble


def small_disk(run: Run, _):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(run.reports)],
                   check=True)
    run.undo.append(lambda: subprocess.run(["umount", "-l", str(run.reports)], check=False))


def fill_disk(run: Run):
    with contextlib.suppress(OSError), (run.reports / "somebody-elses").open("wb") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()


def failing_disk(run: Run, _):
    """A file system of its own in a file, which the kernel makes read-only at the first error."""
    image = run.scratch / "disk.ext4"
    with image.open("wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    subprocess.run(["mount", "-o", "loop,errors=remount-ro", str(image), str(run.reports)],
                   check=True)
    run.undo.append(lambda: subprocess.run(["umount", str(run.reports)], check=False))
    shutil.rmtree(run.reports / "lost+found")


def fail_disk(run: Run):
    """What a broken disk does: an error in the file system, whoever has files open in it."""
    mounts = (line.split() for line in Path("/proc/mounts").read_text().splitlines())
    device = next(words[0] for words in mounts if words[1] == str(run.reports))
    (Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error").write_text("for a test")


def can_loop() -> bool:
    """May loop devices be used here? (Containers often may not.)"""
    return os.geteuid() == 0 and subprocess.run(
        ["losetup", "-f"], capture_output=True, check=False).returncode == 0


def remove_folder(run: Run):
    shutil.rmtree(run.folder(), ignore_errors=True)


def step_clock(seconds: int):
    def trouble(run: Run):
        fresh = run.scratch / "step.new"
        fresh.write_text(str(seconds))
        fresh.rename(run.scratch / "step")
    return trouble


def preload(run: Run) -> dict:
    library = run.scratch / "clock_step.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library),
                    str(HERE / "clock_step.c")], check=True)
    return {"LD_PRELOAD": str(library), "CLOCK_STEP_FILE": str(run.scratch / "step")}


LOOP = "import time; end = time.monotonic() + 30\nwhile time.monotonic() < end: pass"


def busy(run: Run):
    """Busy loops, until the run is over and for at most half a minute."""
    loops = [subprocess.Popen([sys.executable, "-c", LOOP])
             for _ in range(4 * (os.cpu_count() or 1))]
    run.over.wait(30)
    for one in loops:
        one.kill()
        one.wait()


def busy_before_all(run: Run):
    """The same with the run's programs, misfire among them, at the lowest priority: of each, and
    of their sessions, among which Linux shares out a processor first."""
    for pid in [run.process.pid, *(pid for part in PARTS + ["auth2"] for pid in run.pids(part))]:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(task), 19)
            Path(f"/proc/{pid}/autogroup").write_text("19")
    busy(run)


def busy_before_backends(run: Run):
    """A processor is kept busy at a priority that nobody else gets past, and the backends may use
    no other. Misfire and its load driver feel little of it."""
    core = max(os.sched_getaffinity(0))
    loop = subprocess.Popen([sys.executable, "-c", LOOP], preexec_fn=lambda: (
        os.sched_setaffinity(0, {core}),
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))))
    for part in ("auth1", "auth2", "auth3"):
        for pid in run.pids(part):
            for task in os.listdir(f"/proc/{pid}/task"):
                os.sched_setaffinity(int(task), {core})
    run.over.wait(30)
    loop.kill()
    loop.wait()


def freeze_misfire(run: Run):
    time.sleep(0.3)
    run.send(run.process.pid, signal.SIGSTOP)
    time.sleep(3)
    run.send(run.process.pid, signal.SIGCONT)


def interrupt(run: Run):
    run.send(run.process.pid, signal.SIGINT)


def stop_then_interrupt(part: str):
    """A part hangs, so that misfire waits for it; then the user has enough."""
    def trouble(run: Run):
        run.send(run.pid(part), signal.SIGSTOP)
        time.sleep(1.5)
        run.interrupted_at = time.monotonic()
        interrupt(run)
    return trouble


def few_descriptors(count: int):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


def stressed_cases() -> list[Case]:
    """A stressor's victim is excused, and nobody else: nor is it, once the fault was taken back."""
    common = {"scenario": "quick-stressed", "phase": "fault", "bound": 60}
    return [
        Case("auth3 hangs, as was asked, and is killed by a stranger", trouble=kill("auth3"),
             reason="auth3", after=8, sample=True, **common),
        Case("auth3 hangs, as was asked; auth2 stopped", trouble=stop("auth2"), reason="auth2",
             after=25, **common),
        Case("auth3 hangs, as was asked; Prometheus killed", trouble=kill("prometheus"),
             reason="prometheus", after=8, **common),
        Case("auth3 hangs, as was asked, and is woken by a stranger",
             trouble=lambda run: run.keep_awake("auth3"), reason="no effect of fault `hang`",
             sample=True, **common),
        Case("auth1 killed, asked for and over", phase="recovery", trouble=kill("auth1"),
             reason="auth1", after=8, scenario="quick-stressed", bound=60),
        Case("auth3 stopped once it had hung, as was asked", phase="recovery",
             trouble=stop("auth3"), reason="auth3" + SYMPTOMS, after=25,
             scenario="quick-stressed", bound=60, allowed=("invalid", "pass")),
    ]


def other_cases() -> list[Case]:
    without_receivers = (lambda text: "route:\n  receiver: default\nreceivers:\n"
                         "  - name: default\n")
    return [
        Case("equal weights as the fault", "", None, prepare=equal_weights, sample=True,
             reason="no effect of fault `skew` was witnessed"),
        Case("a baseline that fails 5 % of its logins", "", None, prepare=failing_baseline,
             sample=True, reason=r"baseline is not steady: [2-9]\.\d % of the logins"),
        Case("an alert that fires before the fault", "", None, prepare=firing_before, sample=True,
             reason="AlreadyThere is already firing"),
        Case("a rule that cannot be evaluated", "", None, prepare=failing_rule,
             reason="cannot evaluate the rule CannotBeEvaluated"),
        Case("Prometheus reloaded without its rules", "fault", rules_removed, sample=True,
             reason="changed Prometheus's rules"),
        Case("Alertmanager reloaded without its routes", "fault",
             alertmanager_config(without_receivers), reason="changed Alertmanager's configuration"),
        Case("Alertmanager given a broken configuration", "fault",
             alertmanager_config(lambda _: "nonsense: [\n"), allowed=("pass",),
             note="it keeps the old one"),
        Case("Alertmanager refuses alerts (503)", "", None, sample=True,
             prepare=stand_in("alertmanager", "refuse:/api/v2/alerts:503"),
             reason="could not hand its alerts"),
        Case("the sink refuses notifications (500)", "", None,
             prepare=stand_in("misfire-sink", "refuse:/notify:500"),
             reason="sink did not take a notification|could not hand"),
        Case("the sink takes 1 s for every answer", "", None, bound=90,
             prepare=stand_in("misfire-sink", "slow:1"), allowed=("invalid", "pass"),
             reason="sink"),
        Case("Prometheus out of disk", "baseline", limit("prometheus", resource.RLIMIT_FSIZE, 0),
             sample=True, reason="could not store its samples|prometheus"),
        Case("the disk of the reports full", "baseline", fill_disk, prepare=small_disk, root=True,
             sample=True, reason="No space left|no space left"),
        # What was written and not yet on the disk is lost with it: an I/O error when it is flushed.
        *(Case("the disk of the reports turned read-only", phase, fail_disk, prepare=failing_disk,
               fill=phase == "fill", loop=True, sample=phase == "fault", after=8,
               reason="history cannot be .*(Read-only file system|Input/output error)")
          for phase in PHASES),
        Case("misfire's files limited in size", "fault", limit(None, resource.RLIMIT_FSIZE, 0),
             reason="File too large"),
        Case("the run's folder removed", "fault", remove_folder,
             reason="cannot read .*history.jsonl"),
        Case("misfire without a free file descriptor", "fault",
             limit(None, resource.RLIMIT_NOFILE, None),
             reason="no file descriptor left|too many open files"),
        *(Case(f"misfire started with {count} file descriptors", "", None,
               limits=few_descriptors(count), reason=f"may have only {count} file descriptors|no file descriptor left")
          for count in (40, 200)),
        Case("auth1 without a free file descriptor", "baseline",
             limit("auth1", resource.RLIMIT_NOFILE, None), allowed=("invalid", "pass"),
             reason="auth1" + SYMPTOMS),
        Case("the clock set forward by an hour", "baseline", step_clock(3600), env=preload,
             after=5, sample=True, reason="clock was set forward by 3600"),
        Case("the clock set back by an hour", "fault", step_clock(-3600), env=preload, after=5,
             reason="clock was set back by 3600"),
        Case("four busy loops a core", "fill", busy, allowed=("invalid", "pass"), bound=90,
             reason=BUSY, note="invalid when the evidence suffered"),
        # Loops of the same priority take turns with the run's programs, which need little.
        Case("four busy loops a core, before all of the run's programs", "fault", busy_before_all,
             bound=120, reason=BUSY),
        *(Case("a processor busy before the backends, which have no other", phase,
               busy_before_backends, bound=90, sample=phase == "fault",
               reason=r"keep the pace: .* there was no processor .*for `auth[123]`")
          for phase in ("baseline", "fault")),
        Case("misfire stopped for 3 s", "fault", freeze_misfire, allowed=("invalid",),
             reason="told nothing|not delivered|keep the pace"),
        Case("the guardian killed", "baseline",
             lambda run: run.send(run.guardian(), signal.SIGKILL), after=5,
             reason="ended|guardian"),
        Case("Ctrl-C", "baseline", interrupt, exit=130, after=2.5),
        Case("Ctrl-C while the sink hangs", "baseline", stop_then_interrupt("sink"), exit=130,
             after=1.5 + 2.5, sample=True),
        Case("Ctrl-C while the balancer hangs", "start", stop_then_interrupt("balancer worker"),
             exit=130, after=1.5 + 2.5),
        Case("Ctrl-C while the balancer hangs", "fault", stop_then_interrupt("balancer worker"),
             exit=130, after=1.5 + 2.5),
        Case("Ctrl-C while Prometheus hangs", "fill", stop_then_interrupt("prometheus"), exit=130,
             after=1.5 + 2.5, fill=True),
    ]


# ---- the table ---------------------------------------------------------------------------------


def line(case: Case) -> list[str]:
    r = case.result
    reason = (r["reasons"] or [""])[0] if r["verdict"] != "pass" else case.note
    reason = re.sub(r"\s+", " ", reason).replace("|", "/")[:150]
    ended = "interrupted" if r["exit"] == 130 else r["verdict"] if r["verdict"] != "none" else "—"
    return [case.name(), " or ".join(case.allowed) if case.exit is None else f"exit {case.exit}",
            f"{ended} ({r['exit']})", reason, f"{r['wall']:.1f}"]


def markdown(cases: list[Case]) -> str:
    rows = ["| trouble, phase | right | was (exit code) | reason | seconds |",
            "| --- | --- | --- | --- | --- |"]
    rows += ["| " + " | ".join(line(c)) + " |" for c in cases]
    return "\n".join([
        "# Invalid, for the true reason, soon", "",
        "Made by `tests/trouble/invalids.py --markdown docs/invalids.md`: a real run of a quick "
        "system at speed 25, troubled from outside when the phase begins. Undisturbed it takes "
        "15 s (21 s where the phase `fill` has windows to fill). `pass` is right only where the "
        "evidence was whole in spite of it; `fail` never is. After each run no process was left.",
        "", *rows, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--sample", action="store_true", help="a subset, a minute and a half")
    parser.add_argument("--only", default="", help="cases whose name matches this expression")
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--markdown", type=Path, help="also write the table there")
    parser.add_argument("--keep", action="store_true", help="keep the runs' folders")
    options = parser.parse_args()
    misfire = (options.build / "bin/misfire").resolve()
    if not misfire.exists():
        parser.error(f"{misfire} is missing: cmake --build --preset release")
    cases = [c for c in part_cases() + stressed_cases() + other_cases()
             if (not options.sample or c.sample) and re.search(options.only, c.name())
             and (not c.root or os.geteuid() == 0) and (not c.loop or can_loop())]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_all)
    base = Path(tempfile.mkdtemp(prefix="misfire-invalids-"))
    bad = []
    began = time.monotonic()

    def run(numbered):
        number, case = numbered
        if OVER.is_set():
            return None
        case.result = Run(case, misfire, base / str(number)).go()
        return case

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for case in pool.map(run, enumerate(cases)):
            if case is None or OVER.is_set():
                continue
            wrong = case.faults()
            name, _, was, reason, seconds = line(case)
            print(f"{'✗' if wrong else '✓'} {name}: {was} in {seconds} s — {reason}", flush=True)
            for fault in wrong:
                print(f"    {fault}", flush=True)
            if wrong:
                bad.append(case)
                for more in case.result["reasons"][1:4]:
                    print(f"    also: {more}", flush=True)
    print(f"{len(cases) - len(bad)} of {len(cases)} cases as they must be, "
          f"{time.monotonic() - began:.0f} s")
    if OVER.is_set():
        return 130
    if options.markdown:
        options.markdown.write_text(markdown(cases))
    if options.keep or bad:
        print(f"the runs are in {base}")
    else:
        shutil.rmtree(base, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
