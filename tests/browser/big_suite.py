"""Runs of a suite as large as the whole library, made of a few recorded ones: each scenario of the
library by its name and title, on a system with 48 of the fixtures' alerts. Which of them are those that
fired when it was recorded differs from run to run, so that every alert has something to tell."""

import glob
import json
import os
import re
import shutil
import tomllib
import zlib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
RECORDINGS = os.path.join(ROOT, "tests/judge/recordings")
ALERTS = 48
OF_FAULTS = ("pass-february", "fail-misspelt-route", "fail-database-blamed", "fail-template-typo")
OF_TWINS = ("pass-twin", "fail-twin-paged")
IGNORED = "Watchdog"


def scenarios():
    for file in sorted(glob.glob(os.path.join(ROOT, "scenarios/**/*.toml"), recursive=True)):
        with open(file, "rb") as text:
            yield tomllib.load(text)


def alerts():
    names = []
    for folder in ("rules", "nginx/rules"):
        for file in sorted(glob.glob(os.path.join(ROOT, "fixtures/monitoring", folder, "*.yml"))):
            with open(file, encoding="utf-8") as text:
                names += re.findall(r"- alert: (\w+)", text.read())
    return [name for name in dict.fromkeys(names) if name != IGNORED][:ALERTS]


def renamed(text, names):
    """Whatever JSON string is exactly a name, wherever it stands."""
    return re.sub(f'"({"|".join(names)})"', lambda found: f'"{names[found[1]]}"', text)


def checksum(text):
    return f"{zlib.crc32(text.encode()):08x}"


def chained(lines):
    """A history of lines without their checksums: each covers the one before."""
    before, text = "00000000", ""
    for line in lines:
        before = checksum(before + line)
        text += f'{line},"crc":"{before}"}}\n'
    return text


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def make_run(folder, recording, scenario, names):
    """A copy of the recording as a run of this scenario on a system with these alerts."""
    os.mkdir(folder)
    plan = json.loads(read(recording, "plan.json"))
    lines = [line.rpartition(',"crc":"')[0] for line in read(recording, "history.jsonl").splitlines()]
    rules = [rule["name"] for rule in plan["monitoring"]["rules"]]
    now = dict(zip((rule for rule in rules if rule != IGNORED), names))
    plan = json.loads(renamed(json.dumps(plan), now))
    history = renamed("\n".join(lines), now)
    silent = [rule for rule in plan["monitoring"]["rules"] if f'"alertname":"{rule["name"]}"' not in history]
    plan["monitoring"]["rules"] += [dict(silent[i % len(silent)], name=name)
                                    for i, name in enumerate(names[len(now):])]
    plan["scenario"] |= {"name": scenario["name"], "title": scenario["title"]}
    text = json.dumps(plan)
    began, *rest = history.split("\n")
    began = re.sub('"plan":"[^"]*"', f'"plan":"{checksum(text)}"', began)
    began = re.sub('"scenario":"[^"]*"', f'"scenario":"{scenario["name"]}"', began)
    write(folder, "plan.json", text)
    write(folder, "history.jsonl", chained([began, *rest]))
    shutil.copy(os.path.join(recording, "logins.bin"), folder)


def make_runs(reports):
    """Their folders."""
    names = alerts()
    for i, scenario in enumerate(scenarios()):
        recordings = OF_TWINS if scenario.get("kind") == "twin" else OF_FAULTS
        folder = os.path.join(reports, scenario["name"])
        first = i % ALERTS
        make_run(folder, os.path.join(RECORDINGS, recordings[i % len(recordings)]), scenario,
                 names[first:] + names[:first])
        yield folder
