#!/usr/bin/env python3
"""From the command to the first answered login: misfire on the docker engine against
`docker compose up --wait` of the same images, command lines, files, addresses and published ports.

    tests/bench/start_up.py [--rounds 5] [--first-time]

Both are measured in turns in the same minutes, so that the ratio says something on any machine.
misfire also checks every file with the programs themselves in that time, which compose does not;
what they approved of it remembers, unless each run is to be the --first-time.
Compose's health checks try each port once a second. It needs the docker command line, the images
(misfire images build), and misfire of the preset release.
"""
import argparse
import http.client
import io
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/containers"))
import daemon  # noqa: E402

SCENARIO = SOURCE / "scenarios/weights/feb-18.toml"
IMAGE = "misfire-bench-compose"
LIMIT = 120.0
TICK = 0.25  # seconds, of the load driver
ENTRY = 20080  # logins, inside


def run_misfire(args, reports):
    """A run of which somebody will make an end."""
    environment = dict(os.environ)
    if args.first_time:
        environment["XDG_CACHE_HOME"] = str(reports) + "-cache"
    return subprocess.Popen(
        [args.build / "bin/misfire", "run", SCENARIO, "--engine", "docker", "--speed", "30",
         "--reports", reports], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)


def first_login(reports, process):
    """When the run's load driver first had answers: the begin of that tick, in Unix seconds."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end and process.poll() is None:
        for file in reports.glob("*/history.jsonl"):
            for line in file.read_text(errors="replace").split("\n"):
                if '"kind":"load_tick"' not in line or not line.endswith("}"):
                    continue
                event = json.loads(line)
                if event["data"]["logins"] > 0:
                    return event["at"] / 1e9 - TICK
        time.sleep(0.02)
    sys.exit("start_up.py: misfire never had a login")


def finish(process):
    process.send_signal(signal.SIGINT)
    process.wait(LIMIT)


def copy_files(container, to):
    """What the part has in its folder."""
    status, _ = 0, None
    connection = daemon.connection()
    connection.request("GET", f"/containers/{container}/archive?path=/misfire")
    answer = connection.getresponse()
    status, data = answer.status, answer.read()
    connection.close()
    if status != 200:
        sys.exit(f"start_up.py: the files of {container} cannot be read: {data[:200]}")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(to, numeric_owner=True)


def look_at(args, folder):
    """The stack that misfire makes, as a compose file."""
    reports = folder / "look"
    process = run_misfire(args, reports)
    first_login(reports, process)
    filters = urllib.parse.quote(json.dumps({"label": ["misfire.owner"]}))
    services, network = {}, None
    # Prometheus comes last, once the past is filled.
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        _, containers = daemon.call("GET", f"/containers/json?filters={filters}")
        if any(c["Labels"]["misfire.part"] == "prometheus" for c in containers):
            break
        time.sleep(0.1)
    for one in containers:
        part = one["Labels"]["misfire.part"]
        _, seen = daemon.call("GET", f"/containers/{one['Id']}/json")
        network, = seen["NetworkSettings"]["Networks"].values()
        files = folder / "files" / part
        copy_files(one["Id"], files)
        service = {
            "image": seen["Config"]["Image"], "hostname": seen["Config"]["Hostname"],
            "entrypoint": seen["Config"]["Entrypoint"], "command": seen["Config"]["Cmd"],
            "working_dir": "/misfire", "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges"],
            "volumes": [f"{files}/misfire:/misfire"],
            "networks": {"stack": {"ipv4_address": network["IPAMConfig"]["IPv4Address"]}},
            "ports": [f"127.0.0.1::{p.split('/')[0]}"
                      for p, b in seen["NetworkSettings"]["Ports"].items() if b]}
        port = service["ports"][0].split(":")[-1] if part != "balancer" else str(ENTRY)
        address = network["IPAMConfig"]["IPv4Address"]
        if "authd" not in service["image"] and "sink" not in service["image"]:  # they hold no shell
            service["healthcheck"] = {
                "test": ["CMD", "bash", "-c", f"</dev/tcp/{address}/{port}"],
                "interval": "1s", "timeout": "1s", "retries": 60}
        services[part] = service
    finish(process)
    subnet = services["balancer"]["networks"]["stack"]["ipv4_address"].rsplit(".", 1)[0] + ".0/24"
    return {"services": services,
            "networks": {"stack": {"ipam": {"config": [{"subnet": subnet}]}}}}


def docker(*words, **more):
    done = subprocess.run(["docker", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=600, **more)
    if done.returncode != 0:
        sys.exit(f"start_up.py: docker {' '.join(map(str, words))}:\n{done.stdout.decode()}")
    return done.stdout.decode()


def login_answered(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("POST", "/login", "user=nobody&password=none",
                           {"Content-Type": "application/x-www-form-urlencoded"})
        status = connection.getresponse().status
        connection.close()
        return status < 500  # a backend has judged it
    except OSError:
        return False


def compose_once(runner, folder):
    """Seconds from `up --wait` to the first answered login, and those of `up --wait` alone."""
    for data in folder.glob("files/*/misfire/data"):  # each start is a first one
        shutil.rmtree(data)
    compose = ["exec", runner, "docker", "compose", "-p", "misfire-bench", "-f",
               str(folder / "compose.json")]
    begin = time.time()
    docker(*compose, "up", "--detach", "--wait", "--quiet-pull")
    waited = time.time() - begin
    port = int(docker(*compose, "port", "balancer", str(ENTRY)).rsplit(":", 1)[1])
    asked = time.time()
    while not login_answered(port):
        if time.time() - begin > LIMIT:
            sys.exit("start_up.py: no login through compose's stack")
        time.sleep(0.02)
    took = waited + (time.time() - asked)  # asking for the port is our own need
    docker(*compose, "down", "--timeout", "0")
    return took, waited


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--first-time", action="store_true")
    args = parser.parse_args()
    if why := daemon.answers():
        sys.exit(f"start_up.py: {why}")
    if shutil.which("docker") is None:
        sys.exit("start_up.py: the docker command line is missing")
    docker("build", "--quiet", "--tag", IMAGE, str(SOURCE / "tests/bench/compose"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="misfire-start-up-"))
    folder.chmod(0o755)
    runner = docker("run", "--rm", "--detach", "--volume",
                    "/var/run/docker.sock:/var/run/docker.sock", "--volume", f"{folder}:{folder}",
                    IMAGE, "sleep", "100000").strip()
    try:
        (folder / "compose.json").write_text(json.dumps(look_at(args, folder), indent=1))
        ours, theirs = [], []
        for number in range(args.rounds):
            reports = folder / f"reports-{number}"
            begin = time.time()
            process = run_misfire(args, reports)
            ours.append(first_login(reports, process) - begin)
            finish(process)
            took, waited = compose_once(runner, folder)
            theirs.append(took)
            print(f"round {number + 1}: misfire {ours[-1]:.2f} s, compose {took:.2f} s (of which up "
                  f"--wait {waited:.2f} s)", flush=True)
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"median: misfire {a:.2f} s, compose {b:.2f} s: ratio {a / b:.2f} (target: at most "
              "0.50)")
    finally:
        docker("rm", "--force", runner)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
