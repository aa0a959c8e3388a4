#!/usr/bin/python3
"""`misfire run --live` in a real browser: the page follows a real run of 15 s and becomes its report.

    tests/browser/live_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

import accessibility
import page_checks
from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = os.path.join(HERE, "../trouble/quick")
LIMIT = 300  # seconds; generous, nothing waits for it when all is well
BADGE = "document.querySelector('.badge')?.textContent"
# Nothing is collected yet.
OBSERVED = "/Phase (fault|recovery)/.test(document.querySelector('h1').textContent)"
FIRING = "[...document.querySelectorAll('.lane.alert .firing')].map(e => e.title)"
options = None


class LivePage(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="misfire-live-")
        self.run_ = subprocess.Popen(
            [options.misfire, "run", os.path.join(QUICK, "quick.toml"), "--system",
             os.path.join(QUICK, "system.toml"), "--speed", "25", "--reports", self.scratch.name,
             "--live"], stderr=subprocess.PIPE, text=True)
        self.browser = Browser()

    def tearDown(self):
        self.browser.close()
        if self.run_.poll() is None:
            self.run_.terminate()
        self.run_.wait(60)
        self.run_.stderr.close()
        self.scratch.cleanup()

    def address(self):
        for line in self.run_.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                return found[0]
        self.fail("no address was told")

    def wait_for(self, script, what):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            value = self.browser.js(script)
            if value:
                return value
            time.sleep(0.05)
        self.fail("never: " + what)

    def folder(self):
        (name,) = os.listdir(self.scratch.name)
        return os.path.join(self.scratch.name, name)

    def recorded(self):
        """What the history tells, in the order in which it was learnt."""
        with open(os.path.join(self.folder(), "history.jsonl"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def lanes(self):
        return self.browser.js("""
            return [...document.querySelectorAll('.lane')].map(lane => [lane.className,
                lane.querySelector('.name').textContent, lane.querySelector('.track').ariaLabel])""")

    def test_follows_a_run_and_becomes_its_report(self):
        address = self.address()
        self.browser.size(1280)
        self.browser.open(address)
        self.wait_for(f"return {BADGE} === 'running'", "a page of the running run")
        # From here on nothing may load the page anew.
        self.browser.js("window.unloaded = false")
        self.wait_for("return document.querySelector('.lane.fault') !== null", "the fault")
        self.wait_for("return document.querySelectorAll('.plot canvas').length >= 3", "charts")
        firing = self.wait_for(f"const f = {FIRING}; return {OBSERVED} && f.length && f",
                               "an alert that fires while the run goes on")
        self.assertEqual(accessibility.structure(self.browser), [])
        self.assertEqual(accessibility.axe(self.browser), [])
        page_checks.keep_picture(self.browser, options.pictures, "live.png")
        verdict = self.wait_for(f"const b = {BADGE}; return b !== 'running' && b", "the verdict")
        self.assertIn(verdict, ("pass", "fail", "invalid"))
        self.assertEqual(self.browser.js("return window.unloaded"), False)
        self.assertEqual([url for url in self.browser.requests() if not url.startswith(address)], [])
        self.assertEqual(self.browser.complaints(), [])

        # What was seen meanwhile is what was collected afterwards...
        at_the_end = self.browser.js(f"return {FIRING}")
        for seen in firing:
            began = seen[:seen.index(" to ")]  # "TrafficImbalance: firing from 1:10 to 1:25"
            self.assertTrue(any(one.startswith(began + " to ") for one in at_the_end), seen)
        lanes = self.lanes()
        self.browser.open("file://" + os.path.join(self.folder(), "report.html"))
        self.assertEqual(self.lanes(), lanes)
        # ... but no evidence: that was recorded when the observation had ended.
        learnt = [(event["kind"], event["data"].get("phase")) for event in self.recorded()]
        self.assertLess(learnt.index(("phase_began", "collect")), learnt.index(("alert_changed", None)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    options, rest = parser.parse_known_args()
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
