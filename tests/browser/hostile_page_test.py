#!/usr/bin/python3
"""What others wrote runs nothing in a real browser.

    tests/browser/hostile_page_test.py [--misfire build/release/bin/misfire]"""

import json
import os
import shutil

from recorded_pages import RECORDINGS, RecordedPages, main, make_page

HOSTILE = "</script><script>window.taken=1</script><img src=x onerror='window.taken=2'>\"' \u202e&amp;"


class HostilePage(RecordedPages):
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
    main()
