#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The sample data of examples/data/ adds up and is sound.

    samples_test.py SOURCE-DIR

The figures below are copied from the published month by hand, not from the program that writes the
data; the check digits are computed another way than there. Vocabularies are read from the engine.
"""
import collections
import csv
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()
DATA = ROOT / "examples" / "data"

# Huangshi justice bureau, August 2016.
ACCEPTED = 869
BY_TYPE = {"marriage": 160, "neighbour": 278, "homestead": 67, "contract": 44, "production": 31,
           "damage": 76, "forest_land": 18, "expropriation": 28, "environment": 4, "labour": 13,
           "consumer": 7, "medical": 55, "traffic": 33, "property_service": 1, "other": 54}
BY_SOURCE = {"active": 455, "applied": 378, "entrusted": 36}
SETTLED = 842
SETTLED_OUTCOMES = {"settled", "settled_after_transfer", "settled_in_court", "confirmed"}
OTHER_OUTCOMES = {"failed", "withdrawn", "court"}

LIST = re.compile(r"#define (YM_\w+)\(X\)((?:[^\n]*\\\n)+[^\n]*)")


def table(name):
    with open(DATA / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, strict=True))


def vocabulary(name):
    """The codes of one X-list of the engine."""
    text = (ROOT / "engine/include/yima/vocab.h").read_text("utf-8")
    body = next(m[2] for m in LIST.finditer(text) if m[1] == name)
    return set(re.findall(r'X\(\w+,\s*"(\w+)"', body))


def citizen_is_sound(number):
    """ISO 7064 MOD 11-2 over the whole number leaves 1."""
    if not re.fullmatch(r"3301\d{2}19(0\d|10)(0[1-9]|1[0-2])(0[1-9]|[12]\d)\d{3}[\dX]", number):
        return False
    rest = 0
    for c in number:
        rest = (rest * 2 + (10 if c == "X" else int(c))) % 11
    return rest == 1


def uscc_is_sound(code):
    """The weighted sum over the whole code is a multiple of 31."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if not re.fullmatch(r"91330108MA2[0-9A-HJ-NPQRTUWXY]{7}", code):
        return False
    total, weight = 0, 1
    for c in code[:17]:
        total += letters.index(c) * weight
        weight = weight * 3 % 31
    return (total + letters.index(code[17])) % 31 == 0


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.disputes = table("disputes.csv")
        cls.bodies = table("bodies.csv")
        cls.staff = table("staff.csv")
        cls.regions = {r["code"]: r for r in table("regions-hangzhou.csv")}

    def count(self, column):
        return dict(collections.Counter(d[column] for d in self.disputes))

    def test_figures_of_the_month(self):
        self.assertEqual(len(self.disputes), ACCEPTED)
        self.assertEqual(sum(BY_TYPE.values()), ACCEPTED)
        self.assertEqual(sum(BY_SOURCE.values()), ACCEPTED)
        self.assertEqual(self.count("type"), BY_TYPE)
        self.assertEqual(self.count("source"), BY_SOURCE)
        outcomes = self.count("outcome")
        self.assertEqual(sum(outcomes.get(o, 0) for o in SETTLED_OUTCOMES), SETTLED)
        self.assertEqual(set(outcomes), SETTLED_OUTCOMES | OTHER_OUTCOMES)

    def test_written_by_the_program(self):
        done = subprocess.run([sys.executable, DATA / "make_disputes.py"], capture_output=True,
                              check=True)
        self.assertEqual(done.stdout, (DATA / "disputes.csv").read_bytes())

    def test_words_are_the_engines(self):
        for column, name in (("type", "YM_TYPES"), ("channel", "YM_CHANNELS"),
                             ("source", "YM_SOURCES"), ("claimant_kind", "YM_PARTY_KINDS"),
                             ("respondent_kind", "YM_PARTY_KINDS")):
            self.assertLessEqual(set(self.count(column)), vocabulary(name), column)
        self.assertEqual({b["kind"] for b in self.bodies}, vocabulary("YM_BODY_KINDS"))
        self.assertLessEqual({s["role"] for s in self.staff}, vocabulary("YM_ROLES"))

    def test_references_resolve(self):
        bodies = {b["id"]: b for b in self.bodies}
        self.assertEqual(len(bodies), len(self.bodies))
        for d in self.disputes:
            self.assertEqual(self.regions[d["region"]]["level"], "community", d)
            self.assertTrue(d["region"].startswith(bodies[d["body"]]["region"]), d)
        for b in self.bodies:
            self.assertIn(b["region"], self.regions, b)
            # A parent comes first, so that the file can be loaded line by line.
            if b["parent"]:
                self.assertLess(int(b["parent"]), int(b["id"]), b)
                self.assertIn(b["parent"], bodies, b)
            if b["kind"] == "court":
                self.assertRegex(b["court_code"], "^浙[0-9]{2,4}$")
        for s in self.staff:
            self.assertIn(s["body"], bodies, s)
        for code, region in self.regions.items():
            parent = region["parent"]
            self.assertTrue(parent in self.regions or region["level"] == "city", region)
            if region["level"] != "city" and region["level"] != "district":
                self.assertTrue(code.startswith(parent), region)

    def test_keys_are_unique(self):
        for rows, key in ((self.disputes, "external_ref"), (self.staff, "id"),
                          (self.staff, "name")):
            self.assertEqual(len({r[key] for r in rows}), len(rows), key)

    def test_every_mediating_body_has_a_mediator(self):
        mediators = {s["body"] for s in self.staff if s["role"] == "mediator"}
        self.assertLessEqual({d["body"] for d in self.disputes}, mediators)

    def test_nobody_is_meant(self):
        for d in self.disputes:
            for side in ("claimant", "respondent"):
                sound = citizen_is_sound if d[side + "_kind"] == "natural" else uscc_is_sound
                self.assertTrue(sound(d[side + "_identity"]), d[side + "_identity"])
                self.assertRegex(d[side + "_phone"], r"^0571-0000\d{4}$")
        for row in self.bodies + self.staff:
            self.assertRegex(row["phone"], r"^0571-0000\d{4}$")

    def test_numbers_are_in_range(self):
        for d in self.disputes:
            for column in ("harm", "urgency", "scope"):
                self.assertIn(d[column], {"0", "1", "2", "3"}, d)
            self.assertRegex(d["amount_fen"], r"^([1-9]\d{0,14})?$")
            self.assertTrue(0 < len(d["title"]) <= 200 and 0 < len(d["description"]) <= 4000)

    def test_the_checks_can_fail(self):
        number = self.disputes[0]["claimant_identity"]
        self.assertTrue(citizen_is_sound(number))
        self.assertFalse(citizen_is_sound(number[:-1] + ("0" if number[-1] != "0" else "1")))
        code = next(d["respondent_identity"] for d in self.disputes if d["respondent_kind"] == "legal")
        wrong = "0" if code[-1] != "0" else "1"
        self.assertTrue(uscc_is_sound(code))
        self.assertFalse(uscc_is_sound(code[:-1] + wrong))


if __name__ == "__main__":
    unittest.main()
