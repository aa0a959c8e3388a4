#!/usr/bin/python3
"""suite.html in a real browser: a suite of recorded runs, by the real `misfire report`.

    tests/browser/suite_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import big_suite
import page_checks
from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDINGS = os.path.join(HERE, "../judge/recordings")
# Each on a system of its own, so that there are more columns than fit on a telephone.
RUNS = {"february": "pass-february", "twin": "pass-twin", "deleted-rule": "fail-deleted-rule",
        "misspelt-route": "fail-misspelt-route", "database-blamed": "fail-database-blamed",
        "template-typo": "fail-template-typo", "paged-twin": "fail-twin-paged",
        "part-killed": "invalid-part-killed",
        **{f"february-once-more-{i}": "pass-february" for i in range(6)}}
SYMBOLS = {"false page": "F", "wrong blame": "B", "wrong receiver": "R", "missed": "✗", "late": "L",
           "caught in time": "✓", "also notified": "a", "covered by others": "○",
           "quiet as it should be": "·", "nothing can be said": "?", "no such rule": " "}
options = None


def misfire(*arguments):
    said = subprocess.run([options.misfire, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return said.stdout


def named(one, what="scenario"):
    return f"{one[what]} on {one['system']}"


def judged(folder, system=""):
    """Its report, as this misfire judges it."""
    report = json.loads(misfire("judge", folder, "--json"))["runs"][0]
    return dict(report, system=system, folder=folder)


def write_suite(reports, runs):
    suite = os.path.join(reports, "20261124T010203Z-suite-1a2b3c4d")
    os.mkdir(suite)
    with open(os.path.join(suite, "suite.json"), "w", encoding="utf-8") as file:
        json.dump({"schema": "misfire.suite/1", "verdict": "fail", "runs": runs}, file)
    misfire("report", suite)
    return suite


def make_suite(reports):
    """A suite's folder beside those of its runs."""
    runs = []
    for system, recording in RUNS.items():
        folder = shutil.copytree(os.path.join(RECORDINGS, recording), os.path.join(reports, system))
        runs.append(judged(folder, system + ".toml"))
        with open(os.path.join(folder, "report.json"), "w", encoding="utf-8") as out:
            json.dump(runs[-1], out)
    return write_suite(reports, runs), runs


class SuitePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="misfire-browser-")
        suite, cls.runs = make_suite(cls.scratch.name)
        cls.review = json.loads(misfire("review", suite, "--json"))
        cls.page = "file://" + os.path.join(suite, "suite.html")
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def setUp(self):
        self.browser.size(1600)
        self.browser.scheme("light")
        self.browser.open(self.page)

    def texts(self, selector):
        return self.browser.js(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def told_alerts(self):
        """Those that have a row."""
        shown = set(self.texts(".matrix tbody th"))
        return [alert for alert in self.review["alerts"] if alert["alert"] in shown]

    def test_fits_loads_and_can_be_read(self):
        page_checks.in_each_view(self, self.browser, self.page, "suite", options.pictures)

    def test_the_matrix_is_that_of_the_review(self):
        alerts = self.told_alerts()
        self.assertGreater(len(alerts), 2)
        names = [named(scenario) for scenario in self.review["scenarios"]]
        heads = self.texts(".matrix thead th:not(:first-child)")
        self.assertEqual([head.split(" (")[0] for head in heads], names)
        words = [cell["cell"] for alert in alerts for cell in alert["cells"]]
        self.assertEqual(self.browser.js("""
            return [...document.querySelectorAll('.matrix td')].map(e => e.ariaLabel)"""), words)
        self.assertEqual(self.texts(".matrix td"), [SYMBOLS[word] for word in words])
        told = self.browser.js(
            "return [...document.querySelectorAll('.matrix td')].map(e => e.title)")
        self.assertIn(f"{alerts[0]['alert']} in {names[0]}: {words[0]}", told[0])

    def test_the_figures_are_those_of_the_review(self):
        def fraction(share):
            return f"{share['hits']}/{share['of']}" if share["of"] else "–"

        def clock(alert, key):
            notified = alert["time_to_notify"].get("notified")
            if not notified:
                return "–"
            whole = int(notified[key] + 0.5)
            return f"{whole // 60}:{whole % 60:02}"

        rows = self.browser.js("""return [...document.querySelectorAll('.worth tbody tr')]
            .map(row => [...row.querySelectorAll('td')].map(e => e.textContent))""")
        self.assertEqual([[row[1], row[2], row[-2], row[-1]] for row in rows],
                         [[fraction(alert["precision"]), fraction(alert["recall"]),
                           clock(alert, "median_s"), clock(alert, "worst_s")]
                          for alert in self.told_alerts()])

    def test_headline_untested_and_left_out_are_those_of_the_review(self):
        headline = self.review["headline"]
        figures = dict(zip(self.texts(".card dt"), self.texts(".card strong")))
        self.assertEqual(figures["caught"],
                         f"{headline['caught']['hits']} of {headline['caught']['of']}")
        self.assertEqual(figures["false pages"], str(headline["false_pages"] or "none"))
        self.assertEqual(figures["untested"], str(headline["untested"] or "none"))
        self.assertEqual(self.texts(".untested tbody th"),
                         [named(one, "alert") for one in self.review["untested"]])
        self.assertEqual(self.texts(".left-out tbody th"),
                         [named(one) for one in self.review["left_out"]])

    def test_every_run_leads_to_its_page_and_failures_come_first(self):
        self.assertEqual(sorted(self.texts(".runs tbody th a")), sorted(map(named, self.runs)))
        verdicts = [text.split()[-1] for text in self.texts(".runs tbody td:first-child")]
        self.assertEqual(sorted(verdicts), sorted(run["verdict"] for run in self.runs))
        self.assertEqual(verdicts[0], "fail")
        hrefs = self.browser.js(
            "return [...document.querySelectorAll('.runs a')].map(e => e.href)")
        for href in hrefs:
            folder = os.path.dirname(href.removeprefix("file://"))
            self.assertTrue(os.path.exists(os.path.join(folder, "plan.json")), href)

    def test_on_a_narrow_screen_the_alerts_stay_beside_what_is_scrolled(self):
        self.browser.size(360)
        self.browser.open(self.page)
        left, moved = self.browser.js("""
            const box = document.querySelector('.wide:has(.matrix)');
            const name = box.querySelector('tbody th');
            const before = name.getBoundingClientRect().left;
            box.scrollLeft = 150;
            return [name.getBoundingClientRect().left - before, box.scrollLeft]""")
        self.assertEqual(moved, 150)
        self.assertEqual(left, 0)

    def test_fits_on_paper(self):
        self.browser.size(720)
        self.browser.scheme("light", medium="print")
        self.assertEqual(self.browser.overflow(), 0)


class BigSuitePage(unittest.TestCase):
    """Of as many scenarios and alerts as the library and its system have."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="misfire-browser-")
        cls.runs = [judged(folder) for folder in big_suite.make_runs(cls.scratch.name)]
        cls.page = os.path.join(write_suite(cls.scratch.name, cls.runs), "suite.html")
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def test_holds_the_whole_matrix_and_is_small(self):
        self.browser.open("file://" + self.page)
        self.assertGreaterEqual(len(self.runs), 98)
        self.assertEqual({run["verdict"] for run in self.runs}, {"pass", "fail"})
        rows, cells = self.browser.js("""return ['tbody tr', 'td'].map(
            part => document.querySelectorAll('.matrix ' + part).length)""")
        self.assertEqual((rows, cells), (big_suite.ALERTS, big_suite.ALERTS * len(self.runs)))
        self.assertLess(os.path.getsize(self.page), 1_500_000)

    def test_fits_loads_and_can_be_read(self):
        page_checks.in_each_view(self, self.browser, "file://" + self.page, "big-suite",
                                 options.pictures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    options, rest = parser.parse_known_args()
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
