#!/usr/bin/env python3
"""A day of watching, made short: tests/watch/soak.py [--misfire PROGRAM] [--every 0.2] [--periods 2880]
[--seed 1]. Two watches look at a real HAProxy and a real nginx whose configurations, processes and
Runtime API are troubled at random: reloads under load, kills, hangs, edits, operators' commands; the
watches themselves are killed, ended and told to read their file again. 2880 periods are 24 h of a
watch at --every 30s.

Every drift must be told within one period of when it was made, where both the balancer and the watch
were there for that period; nothing else may be told as drift. Where this machine itself stood still
for longer than a tenth of the period, a late notice says nothing and is counted by itself. Prints a
Markdown table; exit code 1 when anything is wrong."""
import argparse
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENEROUS = 60  # seconds, for what has to happen at all


class Stuck(Exception):
    pass


def until(what, done):
    deadline = time.monotonic() + GENEROUS
    while not done():
        if time.monotonic() > deadline:
            raise Stuck(f"waited {GENEROUS} s in vain for {what}")
        time.sleep(0.005)


class Stalls(threading.Thread):
    """When this machine did not run a thread that wanted to."""

    def __init__(self):
        super().__init__(daemon=True)
        self.seen = []  # (from, to)
        self.start()

    def run(self):
        while True:
            before = time.time()
            time.sleep(0.005)
            if time.time() - before > 0.015:
                self.seen.append((before, time.time()))

    def between(self, begin, end):
        return sum(min(b, end) - max(a, begin) for a, b in self.seen if a < end and b > begin)


class Load(threading.Thread):
    """Requests all the time, so that former workers have connections to finish."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.answers = port, 0
        self.start()

    def run(self):
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
                connection.request("GET", "/")
                connection.getresponse().read()
                self.answers += 1
            except OSError:
                pass
            except http.client.HTTPException:
                pass
            time.sleep(0.01)


class Watch:
    """`misfire watch` with what it has told."""

    def __init__(self, misfire, folder, name, every, port, toml):
        self.name, self.every, self.port = name, every, port
        self.system = folder / f"{name}.toml"
        self.system.write_text(toml)
        self.state = folder / f"{name}.state"
        self.command = [misfire, "watch", self.system, "--every", f"{round(every * 1000)}ms",
                        "--state", self.state]
        self.told = []  # (when it arrived here, event)
        self.lock = threading.Lock()
        self.starts = 0
        self.looks = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command + ["--json", "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.read, args=(self.process.stdout,), daemon=True).start()
        self.starts += 1
        self.since = time.time()

    def read(self, lines):
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # it was killed in the middle of a line
            with self.lock:
                self.told.append((time.time(), event))

    def metrics(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
        except OSError:
            return {}
        return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))

    def looks_now(self):
        return int(self.metrics().get("misfire_watch_look_duration_seconds_count", 0))

    def end(self, number):
        self.looks += self.looks_now()
        self.process.send_signal(number)
        code = self.process.wait(GENEROUS)
        if number == signal.SIGTERM and code != 0:
            raise Stuck(f"the watch ended with {code} on SIGTERM")

    def drift_since(self, mark):
        with self.lock:
            return [(at, e) for at, e in self.told[mark:] if e["event"].startswith("drift-")]

    def mark(self):
        with self.lock:
            return len(self.told)

    def approve(self):
        subprocess.run(self.command + ["--approve"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


class Haproxy:
    name = "HAProxy"
    kinds = {"weight": ("set server auth/a1 weight 37", "set server auth/a1 weight 100"),
             "state": ("set server auth/a1 state drain", "set server auth/a1 state ready"),
             "maxconn": ("set maxconn server auth/a1 3", "set maxconn server auth/a1 200"),
             "address": ("set server auth/a2 addr 127.88.0.9 port 9",
                         "set server auth/a2 addr 127.88.0.2 port 1"),
             "check": ("disable health auth/a1", "enable health auth/a1")}

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.config = folder / "haproxy.cfg"
        self.socket = folder / "admin.sock"
        self.edits = 0
        self.write()
        self.start()

    def text(self):
        return f"""global
  stats socket {self.folder}/watch.sock mode 600 level user
  stats socket {self.socket} mode 600 level admin expose-fd listeners
  hard-stop-after 2s
  maxconn {1000 + self.edits}
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
frontend login
  bind 127.0.0.1:{self.port}
  default_backend auth
backend auth
  balance roundrobin
  server a1 127.88.0.1:1 weight 100 maxconn 200 check inter 100ms
  server a2 127.88.0.2:1 weight 100 maxconn 200 check inter 100ms slowstart 5s
"""

    def write(self):
        partial = self.folder / "haproxy.cfg.new"
        partial.write_text(self.text())
        partial.rename(self.config)

    def edit(self):
        """Nothing that a server shows: only the file tells."""
        self.edits += 1
        self.write()

    def say(self, command):
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(GENEROUS)
            s.connect(str(self.socket))
            s.sendall(command.encode() + b"\n")
            s.shutdown(socket.SHUT_WR)
            answer = b""
            while block := s.recv(65536):
                answer += block
            return answer.decode()

    def worker(self):
        try:
            lines = self.say("show info").splitlines()
        except OSError:
            return None
        info = dict(line.split(": ", 1) for line in lines if ": " in line)
        return int(info["Pid"]) if info.get("Stopping") == "0" else None

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/sbin/haproxy", "-W", "-db", "-f", self.config], start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("HAProxy", self.worker)

    def reload(self):
        before = self.worker()
        asked = 0

        def done():
            nonlocal asked
            if time.monotonic() - asked > 5:  # a master that is busy with a reload may miss one
                self.process.send_signal(signal.SIGUSR2)
                asked = time.monotonic()
            return self.worker() not in (None, before)

        until("HAProxy's reload", done)

    def hang(self, seconds):
        worker = self.worker()
        os.kill(worker, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(worker, signal.SIGCONT)


class Nginx:
    name = "nginx"
    kinds = {}

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.config = folder / "nginx.conf"
        self.pid = folder / "nginx.pid"
        self.edits = 0
        self.write()
        self.start()

    def write(self):
        (self.folder / "nginx.conf.new").write_text(f"""daemon off; worker_processes 2;
pid {self.pid}; error_log stderr; events {{ worker_connections {100 + self.edits}; }}
http {{ access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
  uwsgi_temp_path t4; scgi_temp_path t5;
  upstream auth {{ server 127.88.1.1:1 weight=5; server 127.88.1.2:1; }}
  server {{ listen 127.0.0.1:{self.port}; location / {{ proxy_pass http://auth; }}
    location /status {{ stub_status; }} }} }}
""")
        (self.folder / "nginx.conf.new").rename(self.config)

    def edit(self):
        self.edits += 1
        self.write()

    def workers(self):
        try:
            master = int(self.pid.read_text())
            path = pathlib.Path(f"/proc/{master}/task/{master}/children")
            children = [int(word) for word in path.read_text().split()]
            titles = {pid: pathlib.Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
        except (OSError, ValueError):
            return set()
        return {pid for pid, title in titles.items()
                if "worker process" in title and "shutting" not in title}

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/sbin/nginx", "-p", f"{self.folder}/", "-e", "stderr", "-c", "nginx.conf"],
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("nginx", lambda: len(self.workers()) == 2)

    def reload(self):
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        until("nginx's reload",
              lambda: len(self.workers()) == 2 and not self.workers() & before)

    def hang(self, seconds):
        workers = self.workers()
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        time.sleep(seconds)
        for worker in workers:
            os.kill(worker, signal.SIGCONT)


class Soak:
    def __init__(self, balancer, watch, random_, stalls):
        self.balancer, self.watch, self.random, self.stalls = balancer, watch, random_, stalls
        self.counts = {}
        self.late, self.excused, self.false_alarms, self.unnoticed = [], 0, [], []
        self.delays = []

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def rest(self, periods=1.0):
        time.sleep(self.watch.every * periods)

    def steady(self):
        """The watch looks, and the balancer answers."""
        before = self.watch.looks_now()
        until("looks", lambda: self.watch.looks_now() >= before + 2 or
              self.watch.looks_now() < before)

    def expect(self, mark, since, event, kind, judged=True):
        """That this is told, and when."""
        found = []

        def told():
            found[:] = [at for at, e in self.watch.drift_since(mark)
                        if e["event"] == event and e["kind"] == kind]
            return bool(found)

        deadline = time.monotonic() + GENEROUS
        while not told():
            if time.monotonic() > deadline:
                return self.unnoticed.append(f"{event} {kind}")
            time.sleep(0.002)
        if not judged:
            return None
        delay = found[0] - since
        self.delays.append(delay)
        if delay > self.watch.every:
            stood = self.stalls.between(since, found[0])
            if stood > self.watch.every / 10:
                self.excused += 1
            else:
                self.late.append(f"{event} {kind} after {delay:.3f} s")

    def only(self, mark, *expected):
        for _, event in self.watch.drift_since(mark):
            if (event["event"], event["kind"]) not in expected:
                self.false_alarms.append(event["event"] + " " + event["text"])

    # What is none.

    def quiet(self, what, act):
        mark = self.watch.mark()
        act()
        self.rest(2)
        self.steady()
        self.only(mark)
        self.count(what)

    def kill_balancer(self):
        os.killpg(self.balancer.process.pid, signal.SIGKILL)  # workers would serve on
        self.balancer.process.wait()
        self.rest(self.random.uniform(0.2, 2))
        self.balancer.start()

    def kill_watch(self, number):
        self.watch.end(number)
        self.rest(self.random.uniform(0, 1))
        self.watch.start()
        until("the watch", lambda: self.watch.looks_now() >= 2)

    def touch(self):
        self.balancer.write()  # the same text

    def daily_life(self):
        b, w = self.balancer, self.watch
        kinds = [("reloads", b.reload), ("three reloads in a row", lambda: [b.reload() for _ in "123"]),
                 ("kills and starts", self.kill_balancer),
                 ("hangs", lambda: b.hang(w.every * self.random.uniform(1, 4))),
                 ("the same file written again", self.touch),
                 ("file changed, then loaded at once, then approved", self.deploy),
                 ("watch killed and started", lambda: self.kill_watch(signal.SIGKILL)),
                 ("watch ended and started", lambda: self.kill_watch(signal.SIGTERM)),
                 ("watch told to read its file", lambda: w.process.send_signal(signal.SIGHUP))]
        what, act = self.random.choice(kinds)
        if act == self.deploy:
            return act()
        return self.quiet(what, act)

    # What is drift.

    def inject(self):
        kinds = list(self.balancer.kinds)
        if not kinds or self.random.random() < 0.2:
            return self.edit()
        kind = self.random.choice(kinds)
        there, back = self.balancer.kinds[kind]
        self.steady()
        mark = self.watch.mark()
        self.rest(self.random.random())
        self.balancer.say(there)
        self.expect(mark, time.time(), "drift-began", kind)
        self.count("drifts by the Runtime API")
        way = self.random.choice(["back", "reload", "watch killed", "restart"])
        if way == "watch killed":  # it goes on with what it knew and tells nothing twice
            self.kill_watch(signal.SIGKILL)
            self.rest(2)
        if way == "restart":
            self.kill_balancer()
        elif way == "reload":
            self.balancer.reload()
        else:
            self.balancer.say(back)
        self.expect(mark, time.time(), "drift-ended", kind, judged=way in ("back", "watch killed"))
        self.rest(1)
        self.only(mark, ("drift-began", kind), ("drift-ended", kind))

    def edit(self):
        """A file that is not loaded; then it is, and differs from what was approved; then approved."""
        self.steady()
        mark = self.watch.mark()
        self.rest(self.random.random())
        self.balancer.edit()
        self.expect(mark, time.time(), "drift-began", "file")
        self.count("files edited and not loaded")
        if self.random.random() < 0.5:
            self.kill_watch(signal.SIGKILL)
        self.balancer.reload()
        self.rest(2)
        self.approve(mark)

    def deploy(self):
        self.steady()
        mark = self.watch.mark()
        self.balancer.edit()
        self.balancer.reload()
        self.expect(mark, time.time(), "drift-began", "file")
        self.count("files edited, loaded and not approved")
        self.approve(mark)

    def approve(self, mark):
        # What was told of the file before it was loaded goes on as another drift of the same file.
        until("drift of the loaded file against what was approved", lambda: any(
            key.startswith("misfire_watch_drift{") and 'against="approved"' in key
            for key in self.watch.metrics()))
        self.watch.approve()
        self.expect(mark, time.time(), "drift-ended", "file")
        self.rest(1)
        self.only(mark, ("drift-began", "file"), ("drift-ended", "file"))

    def run(self, seconds):
        try:
            self.days_work(seconds)
        except (Stuck, OSError, subprocess.CalledProcessError) as error:
            self.unnoticed.append(str(error))
        finally:
            self.watch.process.kill()
            os.killpg(self.balancer.process.pid, signal.SIGKILL)

    def days_work(self, seconds):
        until("the first approval", lambda: any(e["event"] == "approved" for _, e in self.watch.told))
        deadline = time.time() + seconds
        while time.time() < deadline:
            self.inject() if self.random.random() < 0.5 else self.daily_life()
            self.rest(self.random.uniform(0, 2))
        self.watch.end(signal.SIGTERM)

    def right(self):
        return not (self.late or self.false_alarms or self.unnoticed)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def make(kind, folder, options, stalls):
    folder = folder / kind
    folder.mkdir()
    balancer = (Haproxy if kind == "haproxy" else Nginx)(folder, free_port())
    look = (f'runtime_api = "unix:{folder}/watch.sock"' if kind == "haproxy" else
            f'status_page = "http://127.0.0.1:{balancer.port}/status"\npid_file = "{balancer.pid}"')
    watch = Watch(options.misfire, folder, kind, options.every, free_port(), f"""schema = 1
[balancer]
kind = "{kind}"
config = "{balancer.config}"
pool = "auth"
[watch]
{look}
""")
    Load(balancer.port)
    return Soak(balancer, watch, random.Random(f"{options.seed} {kind}"), stalls)


def row(what, soaks, value):
    print(f"| {what} | " + " | ".join(str(value(s)) for s in soaks) + " |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=ROOT / "build/release/bin/misfire")
    parser.add_argument("--every", type=float, default=0.2)
    parser.add_argument("--periods", type=int, default=2880)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="misfire-soak-"))
    stalls = Stalls()
    soaks = [make(kind, folder, options, stalls) for kind in ("haproxy", "nginx")]
    threads = [threading.Thread(target=s.run, args=(options.every * options.periods,)) for s in soaks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hours = options.periods * 30 / 3600
    print(f"\n| {hours:.0f} h of model time at --every {options.every * 1000:.0f}ms, seed "
          f"{options.seed} | " + " | ".join(s.balancer.name for s in soaks) + " |")
    print("| --- |" + " --- |" * len(soaks))
    row("looks", soaks, lambda s: s.watch.looks)
    row("starts of the watch", soaks, lambda s: s.watch.starts)
    for what in sorted({what for s in soaks for what in s.counts}):
        row(what, soaks, lambda s: s.counts.get(what, 0))
    row("times that drift began or ended and was told", soaks, lambda s: len(s.delays))
    row("of these within one period", soaks,
        lambda s: sum(delay <= s.watch.every for delay in s.delays))
    row("later, while this machine stood still", soaks, lambda s: s.excused)
    row("later otherwise", soaks, lambda s: len(s.late))
    row("median, longest (periods)", soaks, lambda s: "{:.2f}, {:.2f}".format(
        sorted(s.delays)[len(s.delays) // 2] / s.watch.every, max(s.delays) / s.watch.every)
        if s.delays else "none")
    row("not told at all", soaks, lambda s: len(s.unnoticed))
    row("false alarms", soaks, lambda s: len(s.false_alarms))
    for soak in soaks:
        for line in soak.late + soak.unnoticed + soak.false_alarms:
            print(f"{soak.balancer.name}: {line}")
    if all(s.right() for s in soaks):
        shutil.rmtree(folder)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
