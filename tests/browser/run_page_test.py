#!/usr/bin/python3
"""report.html in a real browser: pages of recorded runs, by the real `misfire report`.

    tests/browser/run_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]

With --pictures the pages' screenshots are kept, for people to look at."""

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import accessibility
from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDINGS = os.path.join(HERE, "../judge/recordings")
RUNS = ("pass-february", "pass-twin", "fail-misspelt-route", "invalid-part-killed")
WIDTHS = (360, 800, 1600)
SCHEMES = ("light", "dark")
HOSTILE = "</script><script>window.taken=1</script><img src=x onerror='window.taken=2'>\"' \u202e&amp;"
options = None


def make_page(folder):
    subprocess.run([options.misfire, "report", folder], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return "file://" + os.path.join(folder, "report.html")


class RunPage(unittest.TestCase):
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

    def in_each_view(self, check):
        """Calls check with the view's name for each page, colour scheme and width."""
        for run, scheme, width in itertools.product(self.pages, SCHEMES, WIDTHS):
            with self.subTest(run=run, scheme=scheme, width=width):
                self.browser.size(width)
                self.browser.scheme(scheme)
                self.browser.open(self.pages[run])
                check(f"{run}-{scheme}-{width}")

    def report(self, run):
        """As this misfire judges: the recordings' own reports are of earlier ones."""
        said = subprocess.run([options.misfire, "judge", os.path.join(self.scratch.name, run), "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        return json.loads(said)["runs"][0]

    def texts(self, selector):
        return self.browser.js(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def test_loads_without_a_complaint_and_asks_for_nothing(self):
        def check(_):
            self.assertEqual(self.browser.complaints(), [])
            self.assertEqual(self.browser.requests(), [])
        self.in_each_view(check)

    def test_is_never_wider_than_the_window(self):
        def check(name):
            self.assertEqual(self.browser.overflow(), 0)
            if options.pictures:
                os.makedirs(options.pictures, exist_ok=True)
                self.browser.picture(os.path.join(options.pictures, name + ".png"))
        self.in_each_view(check)

    def test_charts_are_drawn_for_both_schemes(self):
        def check(_):
            drawn = self.browser.js("""
                return [...document.querySelectorAll('.plot canvas')].filter(c =>
                  c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)).length""")
            self.assertGreaterEqual(drawn, 3)
        self.in_each_view(check)

    def test_can_be_read_by_keyboards_and_screen_readers(self):
        def check(_):
            self.assertEqual(accessibility.structure(self.browser), [])
            self.assertEqual(accessibility.contrast(self.browser), [])
        self.in_each_view(check)

    def test_the_checks_see_what_is_wrong(self):
        self.browser.open(self.pages["pass-february"])
        self.browser.js("""document.querySelector('h2').outerHTML =
            '<h4 style="color:#777;background:#888">pale</h4><img><div style="width:5000px">x</div>'""")
        self.assertGreaterEqual(len(accessibility.structure(self.browser)), 2)
        self.assertEqual(len(accessibility.contrast(self.browser)), 1)
        self.assertGreater(self.browser.overflow(), 0)

    def test_one_cursor_for_all_charts_and_lanes(self):
        self.browser.size(1600)
        self.browser.open(self.pages["pass-february"])
        for selector in ("#chart-waits .plot canvas:last-of-type", ".lanes"):
            with self.subTest(over=selector):
                self.move_to(selector, 0.5)
                self.assertEqual([], [t for t in self.texts(".readout b") if not t])
                self.assertRegex(self.texts(".now")[0], r"^At \d+:\d\d: fault, skew active")
                self.assertFalse(self.browser.js("return document.querySelector('.cursor').hidden"))
        self.move_to("h1", 0.5)
        self.assertEqual(set(self.texts(".readout b")), {""})

    def move_to(self, selector, across):
        x, y = self.browser.js("""
            const e = document.querySelector(arguments[0]);
            e.scrollIntoView({block: 'center', behavior: 'instant'});
            const r = e.getBoundingClientRect();
            return [r.left + r.width * arguments[1], r.top + r.height / 2]""", selector, across)
        self.browser.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def test_arrow_keys_move_the_cursor(self):
        self.browser.open(self.pages["pass-february"])
        self.browser.js("document.querySelector('#chart-outcomes .plot').focus()")
        said = []
        for key in ("ArrowRight", "ArrowRight", "Home", "Escape"):
            for kind in ("keyDown", "keyUp"):
                self.browser.cdp("Input.dispatchKeyEvent", type=kind, key=key, code=key)
            said.append(self.texts(".now")[0])
        self.assertRegex(said[0], r"^At 0:\d\d: fault")
        self.assertNotEqual(said[0], said[1])
        self.assertRegex(said[2], r"^At −\d:\d\d: baseline")
        self.assertEqual(said[3], "")

    def test_tables_say_what_the_report_says(self):
        for run, page in self.pages.items():
            with self.subTest(run=run):
                report = self.report(run)
                self.browser.open(page)
                plain = lambda text: text.replace("`", "")
                self.assertEqual(self.texts(".expectations tbody td:last-child"),
                                 [plain(e["observed"]) for e in report["expectations"]])
                self.assertEqual(self.texts(".expectations tbody th"),
                                 [plain(e["text"]) for e in report["expectations"]])
                self.assertEqual(self.texts("#events tbody td:last-child"),
                                 [plain(e["what"]) for e in report["timeline"]])
                self.assertEqual(
                    self.texts(".backends tbody td:nth-child(2)"),
                    [f'{b["logins"]:,}' for b in report["impact"]["per_backend"]])
                self.assertEqual(self.texts(".badge"), [report["verdict"]])

    def test_says_the_same_without_scripts(self):
        self.browser.scripts(False)
        self.browser.size(800)
        self.browser.open(self.pages["fail-misspelt-route"])
        tree = self.browser.cdp("DOM.getDocument")
        find = lambda selector: self.browser.cdp(
            "DOM.querySelectorAll", nodeId=tree["root"]["nodeId"], selector=selector)["nodeIds"]
        box = lambda node: self.browser.cdp("DOM.getBoxModel", nodeId=node)["model"]
        self.assertGreater(len(find(".lane .span")), 10)
        self.assertGreater(box(find(".lane.alert .span.firing")[0])["width"], 20)
        rows = find("details.figures tbody tr")
        self.assertGreater(len(rows), 20)
        self.assertGreater(box(rows[0])["height"], 10)

    def test_fits_on_paper(self):
        self.browser.size(720)
        self.browser.scheme("light", medium="print")
        self.browser.open(self.pages["pass-february"])
        self.assertEqual(self.browser.overflow(), 0)
        pdf = self.browser.cdp("Page.printToPDF", printBackground=True)["data"]
        self.assertGreater(len(pdf), 20_000)

    def test_what_others_wrote_runs_nothing(self):
        folder = shutil.copytree(os.path.join(RECORDINGS, "pass-february"),
                                 os.path.join(self.scratch.name, "hostile"))
        with open(os.path.join(folder, "plan.json"), encoding="utf-8") as file:
            plan = json.load(file)
        plan["scenario"]["title"] = plan["scenario"]["name"] = plan["balancer"] = HOSTILE
        plan["servers"] = [HOSTILE + str(i) for i in range(3)]
        with open(os.path.join(folder, "plan.json"), "w", encoding="utf-8") as file:
            json.dump(plan, file)
        os.mkdir(os.path.join(folder, "logs"))
        with open(os.path.join(folder, "logs/auth1.log"), "wb") as file:
            file.write(HOSTILE.encode() + b"\xff\xfe\x00\x1b[31m\n")
        self.browser.open(make_page(folder))
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual(self.browser.requests(), [])
        self.assertIsNone(self.browser.js("return window.taken ?? null"))
        self.assertEqual(self.browser.js("return document.querySelectorAll('img').length"), 0)
        self.assertEqual(self.browser.js("return document.scripts.length"), 3)
        self.assertIn("</script><script>window.taken=1", self.texts("#logs pre")[0])

    def test_markup_that_got_in_would_run_nothing(self):
        self.browser.open(self.pages["pass-february"])
        self.browser.js("""
            const script = document.createElement('script');
            script.textContent = 'window.taken = 3';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.taken = 4">')""")
        self.assertIsNone(self.browser.js("return window.taken ?? null"))
        self.assertIn("Content Security Policy", " ".join(self.browser.complaints()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(HERE, "../../build/release/bin/misfire"))
    parser.add_argument("--pictures", help="keep screenshots in this folder")
    options, rest = parser.parse_known_args()
    options.misfire = os.path.abspath(options.misfire)
    unittest.main(argv=sys.argv[:1] + rest)
