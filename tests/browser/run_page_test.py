#!/usr/bin/python3
"""report.html in a real browser: pages of recorded runs, by the real `misfire report`.

    tests/browser/run_page_test.py [--misfire build/release/bin/misfire] [--pictures FOLDER]

With --pictures the pages' screenshots are kept, for people to look at."""

import json
import os
import re

import accessibility
import page_checks
from recorded_pages import RecordedPages, main, options


class RunPage(RecordedPages):
    def test_fits_loads_and_can_be_read_with_its_charts_drawn(self):
        def charts_are_drawn():
            drawn = self.browser.js("""
                return [...document.querySelectorAll('.plot canvas')].filter(c =>
                  c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)).length""")
            self.assertGreaterEqual(drawn, 3)
        for run, page in self.pages.items():
            page_checks.in_each_view(self, self.browser, page, run, options.pictures,
                                     charts_are_drawn)

    def test_axe_sees_what_is_wrong(self):
        if not accessibility.axe_core():
            self.skipTest("axe-core is not there: scripts/axe")
        self.browser.open(self.pages["pass-february"])
        self.browser.js("document.querySelector('main').innerHTML += '<img><button></button>'")
        told = " ".join(accessibility.axe(self.browser))
        self.assertIn("image-alt", told)
        self.assertIn("button-name", told)

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
        self.assertEqual(len(find(".plot svg")), 3)
        self.assertGreater(box(find(".plot svg path.area")[0])["width"], 300)
        rows = find("details.figures tbody tr")
        self.assertGreater(len(rows), 20)
        self.assertGreater(box(rows[0])["height"], 10)

    def test_a_run_that_has_just_begun_has_empty_charts_and_no_complaint(self):
        with open(self.pages["pass-february"].removeprefix("file://"), encoding="utf-8") as file:
            page = file.read()
        begin, end = re.search(r'id="chart-data">(.*?)</script>', page, re.S).span(1)
        data = json.loads(page[begin:end])
        for chart in ("outcomes", "shares", "waits"):
            for series in data[chart]:
                series["values"] = [None] * len(data["at"])
        path = os.path.join(self.scratch.name, "begun.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(page[:begin] + json.dumps(data) + page[end:])
        self.browser.size(800)
        self.browser.open("file://" + path)
        self.assertEqual(self.browser.js("return document.querySelectorAll('.plot canvas').length"), 6)
        self.assertEqual(self.browser.complaints(), [])

    def test_fits_on_paper(self):
        self.browser.size(720)
        self.browser.scheme("light", medium="print")
        self.browser.open(self.pages["pass-february"])
        self.assertEqual(self.browser.overflow(), 0)
        pdf = self.browser.cdp("Page.printToPDF", printBackground=True)["data"]
        self.assertGreater(len(pdf), 20_000)


if __name__ == "__main__":
    main()
