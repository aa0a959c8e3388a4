#!/usr/bin/python3
"""Makes the pictures of docs/images again, from real runs. Look at them before you commit them.

    tests/browser/pictures.py [report fail invalid live suite index] [--suite FOLDER] [--speed 30]

report, fail, invalid, live: February's outage as it is, without the rule that pages for it, with
weights that change nothing, and while it goes on; a minute each. suite, index: of a suite of the whole
library (misfire run scenarios --speed 30 --jobs auto) that --suite names. The index's thirty nights are
replays of ten of its runs, each night at another phase; in five of them a rule is missing."""

import argparse
import datetime
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

from browser import Browser

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
FEBRUARY = os.path.join(ROOT, "scenarios/weights/feb-18.toml")
FIXTURES = os.path.join(ROOT, "fixtures")
LIMIT = 300  # seconds; generous, nothing waits for it when all is well
SHOWN_LIVE = 235  # seconds of model time after the fault: people know, and it goes on
MARGIN = 16  # pixels around what is shown of a page
NIGHTLY = ("all-crashed", "check-path-typo", "deny-rate", "drained-two", "metrics-gone", "one-server-hash",
           "routes-removed", "servers-removed", "session-rate", "tls-to-plain")
NIGHTS, STRIDE = 30, 7
FIRST_NIGHT = datetime.date(2026, 10, 20)
BROKEN_RULE, BROKEN_NIGHTS = "BalancerMetricsDown", range(19, 24)
options = None


def misfire(*words):
    """Its exit code is a verdict, which the report tells as well."""
    subprocess.run([options.misfire, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=False)


def edit(file, change):
    with open(file, encoding="utf-8") as text:
        changed = change(text.read())
    with open(file, "w", encoding="utf-8") as text:
        text.write(changed)


def fixtures_without(rule, folder):
    shutil.copytree(FIXTURES, folder)
    for file in glob.glob(os.path.join(folder, "monitoring/rules/*.yml")):
        edit(file, lambda text: re.sub(rf"\n *- alert: {rule}\n.*?(?=\n *- alert: |\Z)", "\n", text,
                                       flags=re.S))
    return folder


def report_of(run):
    with open(os.path.join(run, "report.json"), encoding="utf-8") as file:
        return json.load(file)


def page_of_run(reports, verdict, scenario=FEBRUARY, system="system.toml"):
    misfire("run", scenario, "--system", os.path.join(FIXTURES, system), "--speed", options.speed, "--reports", reports)
    (run,) = glob.glob(os.path.join(reports, "2*"))
    report = report_of(run)
    if report["verdict"] != verdict:
        raise SystemExit(f"no picture, try again: a run that was to be {verdict} is {report['verdict']}: "
                         f"{'; '.join(report['reasons'])}")
    return "file://" + os.path.join(run, "report.html")


class Pictures:
    def __init__(self, scratch):
        self.scratch = scratch
        self.browser = Browser()

    def path(self, *names):
        return os.path.join(self.scratch, *names)

    def shoot(self, name, page, width, height):
        self.browser.size(width, height)
        self.browser.open(page)
        self.keep(name, height)

    def keep(self, name, height, top=0):
        file = os.path.join(options.to, name + ".png")
        self.browser.picture(file, top, height)
        print(file, flush=True)

    def report(self):
        self.shoot("report", page_of_run(self.path("report"), "pass"), 1000, 1120)

    def fail(self):
        fixtures = fixtures_without("LoginFailureRatioHigh", self.path("fixtures"))
        page = page_of_run(self.path("fail"), "fail", system=os.path.join(fixtures, "system.toml"))
        self.shoot("fail", page, 1000, 1120)

    def invalid(self):
        scenario = shutil.copy(FEBRUARY, self.path("equal.toml"))
        edit(scenario, lambda text: text.replace("first = 200, others = 25", "first = 50, others = 50"))
        self.shoot("invalid", page_of_run(self.path("invalid"), "invalid", scenario), 1000, 1120)

    def live(self):
        run = subprocess.Popen([options.misfire, "run", FEBRUARY, "--speed", options.speed, "--live", "--reports",
                                self.path("live")], stderr=subprocess.PIPE, text=True)
        try:
            address = next(found[0] for line in run.stderr
                           if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
            self.browser.size(1100, 1860)
            self.browser.open(address)
            self.wait_for_fault(SHOWN_LIVE)
            self.keep("live", 1860)
        finally:
            run.terminate()
            run.communicate()

    def wait_for_fault(self, seconds):
        """Until so much model time after it is shown."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            told = self.browser.js("return document.querySelector('.lane.fault .span')?.title") or ""
            shown = re.search(r"to (\d+):(\d+)$", told)
            if shown and 60 * int(shown[1]) + int(shown[2]) >= seconds:
                return
            time.sleep(0.1)
        raise SystemExit("the live page never showed the fault")

    def suite(self):
        misfire("report", options.suite)
        self.browser.size(1300)
        self.browser.open("file://" + os.path.abspath(os.path.join(options.suite, "suite.html")))
        matrix = self.browser.js("return document.getElementById('matrix').getBoundingClientRect().toJSON()")
        self.keep("suite", matrix["height"] + 2 * MARGIN, matrix["top"] - MARGIN)

    def index(self):
        nights = self.path("nights")
        os.mkdir(nights)
        well = self.replays(NIGHTS - len(BROKEN_NIGHTS))
        without = fixtures_without(BROKEN_RULE, self.path("broken"))
        broken = self.replays(len(BROKEN_NIGHTS), "--rules", os.path.join(without, "monitoring/rules"))
        for night in range(NIGHTS):
            day = FIRST_NIGHT + datetime.timedelta(days=night)
            for scenario in NIGHTLY:
                replays = broken[scenario] if night in BROKEN_NIGHTS else well[scenario]
                folder = os.path.join(nights, f"{day:%Y%m%d}T010203Z-{scenario}-{night:08x}")
                os.mkdir(folder)
                # One phase after the other would look like a drift.
                phase = night * STRIDE % len(replays)
                shutil.copy(os.path.join(replays[phase], "report.json"), folder)
        misfire("report", nights)
        self.shoot("index", "file://" + os.path.join(nights, "index.html"), 1600, 1100)

    def replays(self, phases, *words):
        """Of each scenario: a folder a phase."""
        with open(os.path.join(options.suite, "suite.json"), encoding="utf-8") as file:
            runs = {run["scenario"]: run["folder"] for run in json.load(file)["runs"] if run.get("folder")}
        reports = tempfile.mkdtemp(dir=self.scratch)
        misfire("replay", *(runs[scenario] for scenario in NIGHTLY), "--phases", str(phases), "--reports", reports,
                *words)
        found = {scenario: [] for scenario in NIGHTLY}
        for file in sorted(glob.glob(os.path.join(reports, "**/replay.json"), recursive=True)):
            found[report_of(os.path.dirname(file))["scenario"]].append(os.path.dirname(file))
        return found


def main():
    global options
    names = ("report", "fail", "invalid", "live", "suite", "index")
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--suite", help="the folder of a suite of the whole library")
    parser.add_argument("--speed", default="30", help="of the runs; a busy machine wants less (default 30)")
    parser.add_argument("--to", default=os.path.join(ROOT, "docs/images"))
    parser.add_argument("--misfire", default=os.path.join(ROOT, "build/release/bin/misfire"))
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(names)}")
    options.misfire = os.path.abspath(options.misfire)
    wanted = options.names or [name for name in names if options.suite or name not in ("suite", "index")]
    if not options.suite and {"suite", "index"} & set(wanted):
        parser.error("suite and index are of a suite: --suite FOLDER")
    with tempfile.TemporaryDirectory(prefix="misfire-pictures-") as scratch:
        pictures = Pictures(scratch)
        try:
            for name in wanted:
                getattr(pictures, name)()
        finally:
            pictures.browser.close()


if __name__ == "__main__":
    main()
