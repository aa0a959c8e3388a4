#!/usr/bin/env python3
"""How long does it take to try 50 rules on 40 recordings? Beside it, on the same blocks and rules, what
others can do of it: VictoriaMetrics' vmalert -replay (evaluates; no `for` at the recorded phase, no
routing, no judgement) and promtool test rules (evaluates synthetic series; no routing). Prints a
Markdown table; no gate.

    tests/bench/replay.py RUNS [recordings [rules]]

RUNS: a folder of runs of scenarios/weights at speed 30; they are copied until there are enough.
vmalert and victoria-metrics are looked up in PATH (Debian: victoria-metrics); without them their row
is left out."""
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISFIRE = ROOT / "build/release/bin/misfire"
FIXTURES = ROOT / "fixtures/monitoring"
SPEED = 30


def alerts_of(text):
    """The alerting rules of a rule file as text blocks, with their group's indentation."""
    return re.findall(r"      - alert: .*?(?=\n      - alert: |\n      #|\n  - name: |\Z)", text, re.S)


def many_rules(count):
    """So many alerts: those of the fixtures, with thresholds that differ a little each time."""
    alerts = [a for f in sorted((FIXTURES / "rules").glob("*.yml")) for a in alerts_of(f.read_text())]
    text = "groups:\n"
    for n in range(count):
        alert = alerts[n % len(alerts)].rstrip()
        turn = n // len(alerts)
        if turn:
            alert = re.sub(r"alert: (\w+)", rf"alert: \g<1>{turn}", alert)
            alert = re.sub(r"(> |< )(\d+\.\d+)", lambda m: f"{m[1]}{float(m[2]) * (1 + turn / 100):.5f}", alert)
        text += f"  - name: g{n}\n    rules:\n{alert}\n"
    return text


def scaled(text):
    """The same rules for those who do not scale."""
    seconds = {"s": 1, "m": 60, "h": 3600}
    def ms(m):
        return f"{m[1]}{int(m[2]) * seconds[m[3]] * 1000 // SPEED}ms"
    return re.sub(r"(\[|for: )(\d+)([smh])", ms, text)


def timed(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **how)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done, wall, cpu


def wait_ready(url):
    for _ in range(2000):
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.005)
    sys.exit(f"{url} does not answer")


def span_of(run):
    """From when to when there are evaluations, seconds since 1970."""
    end = 0
    for line in (run / "history.jsonl").read_text().splitlines():
        event = json.loads(line)
        if event["kind"] == "collected":
            end = event["at"] / 1e9
    recording = json.loads((run / "metrics/recording.json").read_text())
    return recording["rules_loaded"] / 1e9, end


def vmalert(runs, rules, folder):
    """One vmalert -replay a recording, each on a Prometheus on its blocks, one after the other."""
    if not shutil.which("vmalert") or not shutil.which("victoria-metrics"):
        return None
    store = subprocess.Popen(["victoria-metrics", f"-storageDataPath={folder}/vm", "-httpListenAddr=127.0.0.1:19428",
                              "-retentionPeriod=100y"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_ready("http://127.0.0.1:19428/health")
    # It knows whole seconds: what is evaluated every 500 ms at speed 30 is every second here.
    file = folder / "vmalert.yml"
    file.write_text(re.sub(r"(  - name: \w+\n)", r"\1    interval: 1s\n", rules))
    config = folder / "empty.yml"
    config.write_text("{}\n")
    total = 0
    failed = ""
    for n, run in enumerate(runs):
        began = time.monotonic()
        data = folder / f"blocks-{n}"
        shutil.copytree(run / "metrics", data)
        prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={data}", "--query.lookback-delta=10s",
             "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:19429", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_ready("http://127.0.0.1:19429/-/ready")
        start, end = span_of(run)
        iso = lambda t: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))
        done, _, _ = timed(["vmalert", f"-rule={file}", "-datasource.url=http://127.0.0.1:19429",
                            "-remoteWrite.url=http://127.0.0.1:19428", f"-replay.timeFrom={iso(start)}",
                            f"-replay.timeTo={iso(end)}", "-replay.rulesDelay=0s", "-replay.disableProgressBar=true"])
        prometheus.kill()
        prometheus.wait()
        total += time.monotonic() - began
        if done.returncode != 0:
            failed = done.stdout.decode(errors="replace")[-300:]
    store.kill()
    store.wait()
    return total, failed


def promtool(runs, rules, folder):
    """One promtool test rules a recording; making its input of the recording is not counted."""
    file = folder / "promtool.yml"
    file.write_text(rules)
    names = set(re.findall(r"\b((?:haproxy|auth|probe)_\w+|up)\b", rules))
    total = 0
    failed = ""
    for n, run in enumerate(runs):
        data = folder / f"dump-{n}"
        shutil.copytree(run / "metrics", data)
        (data / "wal").mkdir()
        dump = subprocess.run(["promtool", "tsdb", "dump", "--match={__name__=~\"" + "|".join(names) + "\"}", data],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
        shutil.rmtree(data)
        start, end = span_of(run)
        series = {}
        for line in dump.splitlines():
            m = re.match(r"\{__name__=\"(\w+)\"(?:, )?(.*)\} (\S+) (\d+)$", line)
            if m and start * 1000 - 10_000 < int(m[4]) < end * 1000:
                values = series.setdefault(m[1] + "{" + m[2] + "}", {})
                values[round(int(m[4]) / 500)] = m[3]
        first = min(min(v) for v in series.values())
        last = max(max(v) for v in series.values())
        text = "rule_files: [promtool.yml]\nevaluation_interval: 500ms\ntests:\n  - interval: 500ms\n    input_series:\n"
        for name, values in series.items():
            row = " ".join(values.get(t, "_") for t in range(first, last + 1))
            text += f"      - series: '{name}'\n        values: '{row}'\n"
        text += f"    alert_rule_test:\n      - eval_time: {(last - first) * 500}ms\n        alertname: Watchdog\n"
        text += "        exp_alerts:\n          - exp_labels: {severity: none, team: monitoring, component: monitoring}\n"
        test = folder / "test.yml"
        test.write_text(text)
        done, wall, _ = timed(["promtool", "test", "rules", test], cwd=folder)
        total += wall
        if done.returncode not in (0, 1):
            failed = done.stdout.decode(errors="replace")[-300:]
    return total, failed


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    given = sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if (p / "metrics/recording.json").exists()
                   and json.loads((p / "plan.json").read_text())["speed"] == SPEED)
    if not given:
        sys.exit(f"no recording at speed {SPEED} in {sys.argv[1]}")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    rules = many_rules(int(sys.argv[3]) if len(sys.argv) > 3 else 50)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        runs = []
        for n in range(count):
            runs.append(folder / "runs" / f"run-{n:02}")
            shutil.copytree(given[n % len(given)], runs[-1], ignore=shutil.ignore_patterns("logs"))
        (folder / "rules").mkdir()
        (folder / "rules/many.yml").write_text(rules)
        done, wall, cpu = timed([MISFIRE, "replay", folder / "runs", "--rules", folder / "rules", "--alertmanager",
                                 FIXTURES / "alertmanager.yml", "--reports", folder / "replays"])
        if done.returncode not in (0, 1, 3):
            sys.exit(done.stdout.decode())
        rows = [("`misfire replay`: evaluated, routed, judged", wall, f"{cpu:.1f}", "")]
        for label, tool in [("`vmalert -replay`: evaluated, each second only", vmalert),
                            ("`promtool test rules`: evaluated, on a grid of 500 ms", promtool)]:
            result = tool(runs, scaled(rules), folder)
            if result:
                rows.append((label, result[0], "", result[1]))
        print(f"{count} recordings ({len(given)} different ones), {rules.count('- alert:')} rules, "
              f"{os.cpu_count()} cores\n")
        print("| what | wall, s | CPU, s | ratio |\n| --- | --- | --- | --- |")
        for label, seconds, used, failed in rows:
            print(f"| {label} | {seconds:.1f} | {used} | {seconds / wall:.1f} |")
            if failed:
                print(f"  failed: {failed}", file=sys.stderr)


main()
