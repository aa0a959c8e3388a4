#!/usr/bin/python3
"""The published schemas (docs/schema) say of every scenario and system file of the repository, and of
every report, what misfire says.

    tests/schema/schema_test.py [--misfire build/release/bin/misfire]"""

import argparse
import copy
import datetime
import glob
import itertools
import json
import os
import subprocess
import sys
import tomllib
import unittest

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../.."))
options = None


def schema(name):
    with open(os.path.join(ROOT, "docs/schema", name + ".schema.json"), encoding="utf-8") as file:
        loaded = json.load(file)
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def plain(value):
    """TOML's days as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def toml_files():
    for path in sorted(glob.glob(os.path.join(ROOT, "**/*.toml"), recursive=True)):
        # Seeds of the fuzzer are wrong on purpose; conformance holds templates.
        if any(f"/{part}/" in path for part in ("build", "reports", "fuzz", "conformance")):
            continue
        with open(path, "rb") as file:
            yield path, plain(tomllib.load(file))


def is_scenario(document):
    return "load" in document and "name" in document


class Schemas(unittest.TestCase):
    def complaints(self, validator, document):
        return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(document)]

    def test_every_scenario_and_system_file_follows_its_schema(self):
        validators = {True: schema("scenario"), False: schema("system")}
        counted = {True: 0, False: 0}
        for path, document in toml_files():
            kind = is_scenario(document)
            counted[kind] += 1
            with self.subTest(file=os.path.relpath(path, ROOT)):
                self.assertEqual(self.complaints(validators[kind], document), [])
        self.assertGreater(counted[True], 15)
        self.assertGreater(counted[False], 5)

    def broken(self, document, *path_and_value):
        changed = copy.deepcopy(document)
        *path, last, value = path_and_value
        place = changed
        for step in path:
            place = place[step]
        place[last] = value
        return changed

    def test_mistakes_do_not(self):
        with open(os.path.join(ROOT, "scenarios/weights/feb-18.toml"), "rb") as file:
            good = plain(tomllib.load(file))
        validator = schema("scenario")
        self.assertEqual(self.complaints(validator, good), [])
        for mistake in (("nmae", "x"), ("name", "Feb 18"), ("schema", 2), ("load", "rate", "67"),
                        ("kind", "control"), ("fault", 0, "via", "magic"), ("fault", 0, "for", "10 min"),
                        ("expect", "alert", 0, "within", {"from": "effect"}),
                        ("expect", "impact", "failed_logins", {}), ("expect", "recovery", {}),
                        ("expect", "quiet", 0, "compnent", "x")):
            with self.subTest(mistake=mistake):
                self.assertNotEqual(self.complaints(validator, self.broken(good, *mistake)), [])
        with open(os.path.join(ROOT, "fixtures/system.toml"), "rb") as file:
            good = plain(tomllib.load(file))
        validator = schema("system")
        for mistake in (("engine", "vm"), ("balancer", "knid", "haproxy"), ("backends", "count", 0),
                        ("monitoring", "jobs", {"a": "balncer"}), ("monitoring", "pages", {})):
            with self.subTest(mistake=mistake):
                self.assertNotEqual(self.complaints(validator, self.broken(good, *mistake)), [])

    def test_every_report_follows_its_schema(self):
        suite, report = schema("suite"), schema("report")
        runs = sorted(glob.glob(os.path.join(ROOT, "tests/judge/recordings/*/plan.json")))
        self.assertGreater(len(runs), 8)
        for plan in runs:
            with self.subTest(run=os.path.basename(os.path.dirname(plan))):
                said = subprocess.run([options.misfire, "judge", os.path.dirname(plan), "--json"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
                document = json.loads(said.stdout)
                self.assertEqual(self.complaints(suite, document), [])
                self.assertEqual(self.complaints(report, document["runs"][0]), [])
                del document["runs"][0]["verdict"]
                self.assertNotEqual(self.complaints(report, document["runs"][0]), [])

    def test_a_review_follows_its_schema(self):
        said = subprocess.run([options.misfire, "review", os.path.join(ROOT, "tests/judge/recordings"), "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        document = json.loads(said.stdout)
        validator = schema("review")
        self.assertEqual(self.complaints(validator, document), [])
        self.assertGreater(len(document["alerts"]), 3)
        self.assertNotEqual(self.complaints(validator, self.broken(document, "headline", "caught", None)), [])

    def compared(self, before, now):
        """None: the two have no scenario in common."""
        said = subprocess.run([options.misfire, "compare", before, now, "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return None if said.returncode == 2 else json.loads(said.stdout)

    def test_every_comparison_follows_its_schema(self):
        validator = schema("compare")
        recordings = os.path.join(ROOT, "tests/judge/recordings")
        runs = sorted(map(os.path.dirname, glob.glob(os.path.join(recordings, "*/plan.json"))))
        kinds = set()
        for before, now in itertools.permutations(runs, 2):
            with self.subTest(before=os.path.basename(before), now=os.path.basename(now)):
                document = self.compared(before, now)
                if document is None:
                    continue
                self.assertEqual(self.complaints(validator, document), [])
                kinds |= {one["kind"] for one in document["scenarios"][0]["differences"]}
        self.assertLessEqual({"missed", "caught", "false page", "later", "earlier", "cannot be judged"}, kinds)
        document = self.compared(*(os.path.join(recordings, run) for run in ("pass-february", "fail-deleted-rule")))
        for mistake in (("regressions", "none"), ("scenarios", 0, "now", "red"), ("rules", None),
                        ("scenarios", 0, "differences", 0, "kind", "worse")):
            with self.subTest(mistake=mistake):
                self.assertNotEqual(self.complaints(validator, self.broken(document, *mistake)), [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misfire", default=os.path.join(ROOT, "build/release/bin/misfire"))
    options, rest = parser.parse_known_args()
    unittest.main(argv=sys.argv[:1] + rest)
