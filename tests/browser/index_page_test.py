#!/usr/bin/python3
"""The index over thirty nights, and the comparison of two suites, in a real browser.

    tests/browser/index_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

import page_checks
from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDINGS = os.path.join(HERE, "../judge/recordings")
NIGHTS = 30
options = None


def judged(run):
    said = subprocess.run([options.misfire, "judge", os.path.join(RECORDINGS, run), "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return json.loads(said.stdout)["runs"][0]


def fill(folder):
    """Thirty nights: one scenario passes and slows down, one fails from the 20th on, one is invalid
    now and then."""
    good, bad, none = judged("pass-february"), judged("fail-misspelt-route"), judged("invalid-part-killed")
    day = datetime.date(2026, 10, 20)
    for night in range(NIGHTS):
        runs = {"slows-down": json.loads(json.dumps(good)),
                "breaks": bad if night >= 20 else good,
                "is-shaky": none if night % 7 == 3 else good}
        for alert in runs["slows-down"]["alerts"]:
            if alert["notified_s"] is not None:
                alert["notified_s"] += 3 * night
        for name, report in runs.items():
            stamp = (day + datetime.timedelta(days=night)).strftime("%Y%m%d") + "T010203Z"
            run = os.path.join(folder, f"{stamp}-{name}-{night:08x}")
            os.mkdir(run)
            with open(os.path.join(run, "report.json"), "w", encoding="utf-8") as file:
                json.dump(dict(report, scenario=name), file)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="misfire-browser-")
        fill(cls.scratch.name)
        subprocess.run([options.misfire, "report", cls.scratch.name], check=True,
                       stderr=subprocess.DEVNULL)
        compared = os.path.join(cls.scratch.name, "compared.html")
        subprocess.run([options.misfire, "compare", os.path.join(RECORDINGS, "pass-february"),
                        os.path.join(RECORDINGS, "fail-deleted-rule"), "--html", compared],
                       check=False, stderr=subprocess.DEVNULL)
        cls.index = "file://" + os.path.join(cls.scratch.name, "index.html")
        cls.compared = "file://" + compared
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def texts(self, selector):
        return self.browser.js(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def test_fit_load_and_can_be_read(self):
        for page in (self.index, self.compared):
            page_checks.in_each_view(self, self.browser, page,
                                     os.path.basename(page).removesuffix(".html"), options.pictures)

    def test_every_night_and_scenario_has_its_verdict(self):
        self.browser.open(self.index)
        self.assertEqual(self.texts(".nights tbody th"), ["breaks", "is-shaky", "slows-down"])
        self.assertEqual(len(self.texts(".nights tbody a")), 3 * NIGHTS)
        self.assertEqual(self.texts(".nights tbody tr:first-child a").count("✗"), 10)
        self.assertEqual(len(self.texts(".nights tbody a.invalid")), 4)

    def test_a_break_is_a_flip_and_an_invalid_night_is_none(self):
        self.browser.open(self.index)
        self.assertEqual(self.texts("#flips tbody td:first-child"), ["pass → fail"])
        self.assertEqual(self.texts("#flips tbody th"), ["breaks"])

    def test_hovering_tells_the_time_of_a_night(self):
        self.browser.size(1600)
        self.browser.open(self.index)
        x, y = self.browser.js("""
            const plot = document.querySelector('#chart-trends .plot');
            plot.scrollIntoView({block: 'center', behavior: 'instant'});
            const r = plot.getBoundingClientRect();
            return [r.left + r.width / 2, r.top + r.height / 2]""")
        self.browser.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for text in self.texts("#chart-trends .readout b"):
            self.assertRegex(text, r"^(\d+:\d\d|–) on 1[01]-\d\d$")

    def test_a_comparison_says_on_top_what_is_missed_now(self):
        self.browser.open(self.compared)
        self.assertEqual(self.texts(".card.bad dt"), ["regressions"])
        self.assertNotEqual(self.texts("h1"), ["Nothing that matters has changed."])
        self.assertGreater(len(self.texts("#differences li.bad")), 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    options, rest = parser.parse_known_args()
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
