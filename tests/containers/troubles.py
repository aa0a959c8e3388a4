#!/usr/bin/env python3
"""Trouble with containers, from outside: whatever happens, the daemon has the same containers,
networks and volumes before and after, strangers' among them, and misfire says what is the matter.

    tests/containers/troubles.py [--sample] [--only TEXT] [--markdown FILE]    # six minutes; one and a half

It needs a daemon, the images (misfire images build), and misfire of the preset release. Parts are
found by their names and troubled through the daemon; nothing else on it is touched. A daemon that is
gone, slow or old is the real one behind a socket of ours that fails in that way.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import daemon

SOURCE = pathlib.Path(__file__).resolve().parents[2]
QUICK = SOURCE / "tests/trouble/quick"
LIMIT = 240.0  # seconds; no case may come near
SETTLED = 5.0  # DESIGN's promise, in seconds
EXIT_CODES = {"pass": 0, "fail": 1, "invalid": 3}
PARTS = ["auth1", "balancer", "prometheus", "alertmanager", "sink", "blackbox"]
# Weather, not a finding: another program had the machine.
NOISE = re.compile(r"keep the pace|not delivered|told nothing|no login was recorded|not steady"
                   r"|did not answer|Prometheus scraped|to become ready|to reload")


class Run:
    def __init__(self, args, root, name):
        self.args = args
        self.root = root / re.sub(r"\W+", "-", name)
        self.root.mkdir(parents=True)
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.root), "LC_ALL": "C.UTF-8",
                    "XDG_STATE_HOME": str(self.root / "state"),
                    "XDG_CACHE_HOME": "/dev/null"}  # the checks are made in every run
        for key in ("DOCKER_HOST",):
            if key in os.environ:
                self.env[key] = os.environ[key]
        self.scenario, self.system = QUICK / "quick.toml", QUICK / "system.toml"
        self.process = None
        self.wrapper = []

    def start(self):
        words = [self.args.build / "bin/misfire", "run", self.scenario, "--system", self.system,
                 "--engine", "docker", "--speed", "25", "--json", "--reports",
                 self.root / "reports"]
        self.out = open(self.root / "out", "w+")
        self.err = open(self.root / "err", "w+")
        self.process = subprocess.Popen(self.wrapper + list(map(str, words)), env=self.env,
                                        stdin=subprocess.DEVNULL, stdout=self.out,
                                        stderr=self.err)

    def history(self):
        for file in self.root.glob("reports/*/history.jsonl"):
            return file.read_text(errors="replace")
        return ""

    def wait_for_phase(self, phase):
        end = time.monotonic() + LIMIT
        while f'"phase":"{phase}"' not in self.history():
            if self.process.poll() is not None or time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def container(self, part):
        _, all_of_them = daemon.call("GET", "/containers/json?all=1")
        for one in all_of_them:
            name = one["Names"][0].lstrip("/")
            if re.fullmatch(rf"misfire-[0-9a-f]{{8}}-{part}", name):
                return one["Id"]
        return None

    def finish(self):
        """(exit code, everything that it said)."""
        code = self.process.wait(LIMIT)
        said = ""
        for file in (self.out, self.err):
            file.seek(0)
            said += file.read()
            file.close()
        return code, said

    def system_with(self, text):
        folder = self.root / "system"
        shutil.copytree(QUICK, folder)
        self.system = folder / "system.toml"
        self.system.write_text(self.system.read_text() + "\n" + text)

    def store_is_postgres(self):
        self.system_with("")
        text = self.system.read_text()
        self.system.write_text(text.replace("[backends]", '[backends]\nstore = "postgres"'))

    def scenario_with(self, old, new):
        text = (QUICK / "quick.toml").read_text()
        assert old in text
        self.scenario = self.root / "scenario.toml"
        self.scenario.write_text(text.replace(old, new))


class Proxy:
    """The daemon's socket, behind one that can fail."""

    def __init__(self, folder, delay=0.0, api=None):
        self.path = str(folder / "docker.sock")
        self.delay, self.api, self.pairs, self.closed = delay, api, [], False
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.closed:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        time.sleep(self.delay)
        if self.api:
            client.recv(65536)
            client.sendall(f"HTTP/1.1 200 OK\r\nApi-Version: {self.api}\r\nContent-Length: 2\r\n"
                           "Connection: close\r\n\r\nOK".encode())
            client.close()
            return
        real = socket.socket(socket.AF_UNIX)
        real.connect(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")[7:])
        self.pairs += [client, real]
        back = threading.Thread(target=self.pump, args=(real, client), daemon=True)
        back.start()
        self.pump(client, real)
        back.join()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def vanish(self):
        self.closed = True
        self.listener.close()
        os.unlink(self.path)
        for one in self.pairs:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def come_back(self):
        self.__init__(pathlib.Path(self.path).parent)


def passes(run):
    run.start()
    return "pass", r'"verdict":\s*"pass"'


def fails(run):
    run.scenario_with('team = "auth"\nwithin = "2m30s"', 'team = "auth"\nwithin = "2s"')
    run.start()
    return "fail", r'"verdict":\s*"fail"'


def interrupted(run):
    run.start()
    run.wait_for_phase("fault")
    run.process.send_signal(signal.SIGINT)
    return 130, ""


def killed_in(phase):
    def case(run):
        run.start()
        run.wait_for_phase(phase)
        run.process.kill()
        return -9, ""
    return case


def killed_while_checking(run):
    run.start()
    end = time.monotonic() + 30
    while not any("misfire-check" in one for one in daemon.labelled()):
        if time.monotonic() > end:
            return "invalid", "there never was a container of a check"
        time.sleep(0.01)
    run.process.kill()
    return -9, ""


def part_killed(part):
    def case(run):
        run.start()
        run.wait_for_phase("fault")
        daemon.call("POST", f"/containers/{run.container(part)}/kill?signal=KILL")
        return "invalid", rf"`?{part}`? was ended by signal 9, unasked"
    return case


def part_removed(run):
    run.start()
    run.wait_for_phase("fault")
    daemon.call("DELETE", f"/containers/{run.container('auth2')}?force=1")
    return "invalid", r"`?auth2`? was ended by signal 9, unasked"


def part_paused(run):
    run.start()
    run.wait_for_phase("fault")
    daemon.call("POST", f"/containers/{run.container('prometheus')}/pause")
    return "invalid", r"prometheus did not answer"


def store_killed(run):
    run.store_is_postgres()
    return part_killed("store")(run)


def store_paused(run):
    run.store_is_postgres()
    run.start()
    run.wait_for_phase("fault")
    daemon.call("POST", f"/containers/{run.container('store')}/pause")
    return "invalid", r"store did not answer"


def killed_while_locked(run):
    run.store_is_postgres()
    run.scenario_with('"weights"\nparams = { first = 200, others = 25 }', '"database-locked"')
    run.start()
    end = time.monotonic() + LIMIT
    while '"kind":"fault_injected"' not in run.history():
        if run.process.poll() is not None or time.monotonic() > end:
            return "invalid", "the database was never locked"
        time.sleep(0.02)
    run.process.kill()
    return -9, ""


def part_without_memory(run):
    run.system_with('[programs]\nprometheus = { memory = "12MiB" }\n')
    run.start()
    return "invalid", r"prometheus`? was ended by signal 9, unasked: it reached its memory limit"


def image_missing(run):
    run.system_with('[programs]\nhaproxy = { image = "nowhere/haproxy:1" }\n')
    run.start()
    return "invalid", r"there is no image nowhere/haproxy:1"


def no_socket(run):
    run.env["DOCKER_HOST"] = "unix:///nowhere/docker.sock"
    run.start()
    return "invalid", r"there is no Docker daemon: /nowhere/docker.sock does not exist(.|\n)*start it"


def not_here(run):
    run.env["DOCKER_HOST"] = "tcp://192.0.2.1:2375"
    run.start()
    return "invalid", r"neither a Unix socket nor a loopback address"


def no_permission(run):
    if os.geteuid() != 0:
        return None
    folder = run.root / "socket"
    folder.mkdir()
    proxy = Proxy(folder)
    os.chmod(proxy.path, 0o600)
    run.env["DOCKER_HOST"] = "unix://" + proxy.path
    for path in (run.root, run.root.parent):
        os.chmod(path, 0o777)
    run.wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    run.start()
    return "invalid", r"no permission to use .*(.|\n)*join the group docker"


def slow_daemon(run):
    run.env["DOCKER_HOST"] = "unix://" + Proxy(run.root, delay=30).path
    run.start()
    return "invalid", r"no answer from .* within 10"


def old_daemon(run):
    run.env["DOCKER_HOST"] = "unix://" + Proxy(run.root, api="1.24").path
    run.start()
    return "invalid", r"speaks version 1\.24 of the API; misfire needs 1\.40"


def daemon_gone(run):
    proxy = Proxy(run.root)
    run.env["DOCKER_HOST"] = "unix://" + proxy.path
    run.start()
    run.wait_for_phase("fault")
    proxy.vanish()
    run.process.wait(LIMIT)
    proxy.come_back()
    subprocess.run([run.args.build / "bin/misfire", "sweep"], env=run.env, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return "invalid", r"docker daemon`? is gone, unasked(.|\n)*misfire sweep"


def network_taken(run):
    """Somebody has the first addresses: the next ones are taken."""
    _, made = daemon.call("POST", "/networks/create", {
        "Name": "stranger-network", "Driver": "bridge",
        "IPAM": {"Config": [{"Subnet": "198.18.0.0/22"}]}})
    run.start()
    run.process.wait(LIMIT)
    daemon.call("DELETE", f"/networks/{made['Id']}")
    return "pass", r'"verdict":\s*"pass"'


CASES = {
    "a run that passes": passes,
    "a run that fails": fails,
    "Ctrl-C in the fault": interrupted,
    "kill -9 while the checks run": killed_while_checking,
    "kill -9 in the start": killed_in("start"),
    "kill -9 in the fault": killed_in("fault"),
    "kill -9 while the database is locked": killed_while_locked,
    **{f"docker kill {part}": part_killed(part) for part in PARTS},
    "docker kill store": store_killed,
    "docker rm -f auth2": part_removed,
    "docker pause prometheus": part_paused,
    "docker pause store": store_paused,
    "a memory limit that is too small": part_without_memory,
    "no such image": image_missing,
    "no socket": no_socket,
    "a daemon elsewhere": not_here,
    "no permission": no_permission,
    "a daemon that takes 30 s": slow_daemon,
    "an API that is too old": old_daemon,
    "the daemon goes away in the fault": daemon_gone,
    "the first networks are taken": network_taken,
}


SAMPLE = ["a run that fails", "kill -9 while the checks run", "kill -9 in the fault",
          "docker kill auth1", "a memory limit that is too small", "no such image", "no socket",
          "no permission", "an API that is too old", "the daemon goes away in the fault"]


def strangers(image):
    """Two containers that are nobody's business: one named like ours, one that another user's
    misfire owns."""
    ids = []
    for name, labels in (("misfire-0ddba11-auth1", {}),
                         ("another-users", {"misfire.owner": "0ddba110"})):
        _, made = daemon.call("POST", f"/containers/create?name={name}", {
            "Image": image, "Entrypoint": ["sleep"], "Cmd": ["100000"], "Labels": labels})
        if "Id" not in made:
            sys.exit(f"troubles.py: a stranger's container cannot be made: {made}")
        daemon.call("POST", f"/containers/{made['Id']}/start")
        ids.append(made["Id"])
    return ids


def tail(said):
    reasons = re.search(r'"reasons":.*?\]', said, re.DOTALL)
    return reasons.group(0) if reasons else said[-700:]


def judge(run, expected, code, said):
    if expected is None:
        return []
    wanted, words = expected
    problems = []
    if code != EXIT_CODES.get(wanted, wanted):
        problems.append(f"exit code {code}, expected {wanted}: {tail(said)}")
    if words and not re.search(words, said):
        problems.append(f"it does not say /{words}/: {tail(said)}")
    return problems


def changed(before):
    """What is on the daemon that was not, or the other way round. On a daemon that others use, too,
    only what a run of ours could have touched: its own, and the strangers that we put beside."""
    difference = daemon.everything() ^ before
    if os.environ.get("MISFIRE_DAEMON_IS_SHARED"):
        difference = {d for d in difference if re.search(r"misfire-[0-9a-f]{7,8}\b|misfire-check|another-users", d)}
    return difference


def try_case(args, root, name, case, before):
    for attempt in range(3):
        run = Run(args, root, f"{name}-{attempt}")
        begin = time.monotonic()
        expected = case(run)
        if expected is None:
            return ["skipped"], 0.0, "skipped: needs root"
        code, said = run.finish()
        took = time.monotonic() - begin
        problems = judge(run, expected, code, said)
        if not (problems and NOISE.search(said)):
            break
    ended = time.monotonic()
    while (left := changed(before)) and time.monotonic() - ended < SETTLED:
        time.sleep(0.02)
    settled = time.monotonic() - ended
    problems += [f"the daemon is not as before: {one}" for one in left]
    match = re.search(expected[1], said) if expected[1] else None
    shown = re.split(r"\\n|\n", match.group(0))[0] if match else ""
    shown = re.sub(r'^"verdict":\s*|[`"]|,$', "", shown.replace(str(run.root), "…"))
    shown = "FAILED" if problems else shown
    return problems, took, f"{shown[:110]} | {1000 * settled:.0f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/release")
    parser.add_argument("--sample", action="store_true", help="what CI does")
    parser.add_argument("--only", help="cases that contain this text")
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table to this file")
    args = parser.parse_args()
    args.build = args.build.resolve()
    if why := daemon.answers():
        sys.exit(f"troubles.py: {why}")
    # A leftover would be taken for a stranger's.
    if there := daemon.labelled():
        sys.exit(f"troubles.py: misfire has things on this daemon already: {there}")
    root = pathlib.Path(tempfile.mkdtemp(prefix="misfire-troubles-"))
    cases = {n: c for n, c in CASES.items()
             if (not args.only or args.only in n) and (not args.sample or n in SAMPLE)}
    ids = strangers("misfire/base:trixie")
    rows, failed = [], 0
    try:
        before = daemon.everything()
        for name, case in cases.items():
            problems, took, shown = try_case(args, root, name, case, before)
            if problems == ["skipped"]:
                problems = []
            failed += bool(problems)
            print(f"{'FAILED' if problems else 'ok    '} {name} ({took:.1f} s): {shown}", flush=True)
            for problem in problems:
                print(f"       {problem}", flush=True)
            rows.append(f"| {name} | {took:.1f} s | {shown} |")
    finally:
        for one in ids:
            daemon.call("DELETE", f"/containers/{one}?force=1")
    if args.markdown:
        args.markdown.write_text(
            "| trouble | the run took | misfire says | the daemon as before after |\n"
            "| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n")
    if failed:
        print(f"the folders are in {root}")
    else:
        shutil.rmtree(root, ignore_errors=True)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
