"""Pages of recorded runs, by the real `misfire report`, and one browser for all of them."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDINGS = os.path.join(HERE, "../judge/recordings")
RUNS = ("pass-february", "pass-twin", "fail-misspelt-route", "invalid-part-killed")
options = argparse.Namespace()


def make_page(folder):
    subprocess.run([options.misfire, "report", folder], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return "file://" + os.path.join(folder, "report.html")


class RecordedPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="misfire-browser-")
        cls.pages = {}
        for run in RUNS:
            folder = shutil.copytree(os.path.join(RECORDINGS, run),
                                     os.path.join(cls.scratch.name, run))
            cls.pages[run] = make_page(folder)
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def tearDown(self):
        self.browser.scripts(True)
        self.browser.scheme("light")

    def report(self, run):
        """As this misfire judges: the recordings' own reports are of earlier ones."""
        said = subprocess.run([options.misfire, "judge", os.path.join(self.scratch.name, run), "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        return json.loads(said)["runs"][0]

    def texts(self, selector):
        return self.browser.js(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    _, rest = parser.parse_known_args(namespace=options)
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
