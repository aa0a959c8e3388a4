#!/usr/bin/python3
"""Two rule sets that differ in one `for`, on one real run of 15 s: what a reader sees at first.

    tests/browser/compare_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import page_checks
from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = os.path.join(HERE, "../trouble/quick")
FIRST_SCREEN = 640  # pixels of height: a small telephone's
options = None


def only_folder_in(folder):
    (name,) = os.listdir(folder)
    return os.path.join(folder, name)


class ComparePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="misfire-compare-")
        cls.browser = Browser()
        cls.record()
        before = cls.replayed("before", "for: 10s")
        now = cls.replayed("now", "for: 40s")
        page = cls.path("compared.html")
        cls.misfire("compare", before, now, "--html", page)
        cls.page = "file://" + page

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.scratch.name, *names)

    @classmethod
    def misfire(cls, *arguments):
        said = subprocess.run([options.misfire, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        if said.returncode != 0:
            raise AssertionError(f"{arguments[0]}: exit code {said.returncode}\n{said.stdout}")

    @classmethod
    def record(cls):
        cls.misfire("run", os.path.join(QUICK, "quick.toml"), "--whole", "--retry-invalid", "3",
                    "--system", os.path.join(QUICK, "system.toml"), "--speed", "25", "--reports",
                    cls.path("runs"))
        # A try that was invalid has a folder, too.
        cls.run_ = cls.path("runs", max(os.listdir(cls.path("runs"))))

    @classmethod
    def replayed(cls, name, hold):
        """The recording under the rules with another `for` of TrafficImbalance."""
        rules = shutil.copytree(os.path.join(QUICK, "monitoring/rules"), cls.path(name + "-rules"))
        file = os.path.join(rules, "quick.yml")
        with open(file, encoding="utf-8") as text:
            head, alert, tail = text.read().partition("- alert: TrafficImbalance")
        with open(file, "w", encoding="utf-8") as text:
            text.write(head + alert + tail.replace("for: 10s", hold, 1))
        cls.misfire("replay", cls.run_, "--rules", rules, "--reports", cls.path(name))
        return only_folder_in(cls.path(name))

    def open(self, width):
        self.browser.size(width, FIRST_SCREEN)
        self.browser.scheme("light")
        self.browser.open(self.page)

    def text_and_bottom(self, selector):
        return self.browser.js("""
            const e = document.querySelector(arguments[0]);
            return [e.textContent, e.getBoundingClientRect().bottom]""", selector)

    def test_the_first_screen_says_which_alert_is_later_by_how_much_and_why(self):
        for width in page_checks.WIDTHS:
            with self.subTest(width=width):
                self.open(width)
                text, bottom = self.text_and_bottom("h1")
                self.assertLess(bottom, FIRST_SCREEN)
                self.assertRegex(text, r"^Later: TrafficImbalance reaches network-oncall after .* "
                                       r"instead of .*, \d+(\.\d)? s later")
                self.assertIn("the rules differ in one thing: for of TrafficImbalance is 40.0 s "
                              "instead of 10.0 s.", text)

    def test_the_shift_is_that_of_the_for(self):
        self.open(1600)
        text, _ = self.text_and_bottom("h1")
        shift = float(re.search(r", ([0-9.]+) s later", text)[1])
        # The next evaluation may be the one after; Alertmanager's groups have their own steps.
        self.assertGreater(shift, 20)
        self.assertLess(shift, 60)

    def test_fits_loads_and_can_be_read(self):
        page_checks.in_each_view(self, self.browser, self.page, "one-for", options.pictures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    options, rest = parser.parse_known_args()
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
