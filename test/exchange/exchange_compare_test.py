#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Both records of the exchange compared: each difference that was planted is found."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from exchange_test import (  # noqa: E402  pylint: disable=wrong-import-position
    CODE, COURT, HANG_S, NEXT, SEED, YIMA, Exchange, environment, partner, schema)


class Compare(Exchange):
    """Both records."""

    @classmethod
    def reconcile(cls, code):
        got = subprocess.run(
            [YIMA, "exchange", "reconcile", "--data", cls.data, "--partner", CODE, "--json",
             "--webhook-allow", "127.0.0.1"], capture_output=True, env=environment(), text=True,
            check=False, timeout=HANG_S)
        assert got.returncode == code, got.stdout + got.stderr
        return [json.loads(line) for line in got.stdout.splitlines()]

    def row(self, dispute, state, number=None, kind="filing"):
        return {"ref": f"ref-{len(self.partner.list)}", "dispute": dispute, "kind": kind,
                "state": state, "case_number": number}

    def plant(self, *rows):
        self.partner.list = []
        for row in rows:
            self.partner.list.append(self.row(*row))

    def test_each_difference_that_was_planted(self):
        whole, missing, differs, silent = (self.filed() for _ in range(4))
        for dispute in (whole, missing, differs, silent):
            self.stands(dispute, "accepted")
        self.plant((whole, "submitted"), (differs, "submitted"), (silent, "submitted"),
                   (missing, "submitted"))
        self.assertEqual(self.reconcile(0), [])
        # Now one is not in their list, one stands otherwise, one is theirs alone, one waits.
        self.plant((whole, "submitted"), (differs, "registered", "(2026)浙0108民初7号"),
                   (silent, "submitted"), (None, "submitted"))
        number = silent[:5] + "-" + silent[5:10] + "-" + silent[10:]
        self.psql("update exchange_message set state = 1, due_at = now() - interval '1 h' "
                  f"where name like '{silent}.%'")
        found = self.reconcile(1)
        self.assertEqual(sorted((f["what"], f["kind"]) for f in found), [
            ("differs", "filing"), ("missing_here", "filing"), ("missing_there", "filing"),
            ("unacknowledged", "filing")])
        by = {f["what"]: f for f in found}
        self.assertEqual(by["missing_there"]["number"].replace("-", ""), missing)
        self.assertEqual(by["differs"]["number"].replace("-", ""), differs)
        self.assertIn("民初7号", by["differs"]["theirs"])
        self.assertEqual(by["unacknowledged"]["number"], number)
        self.assertIsNone(by["missing_here"]["number"])
        # They stay, with their age, until they are settled or gone.
        again = {f["what"]: f for f in self.reconcile(1)}
        self.assertEqual({w: f["since"] for w, f in again.items()},
                         {w: f["since"] for w, f in by.items()})
        page = self.call("GET", "/discrepancies?partner=" + CODE)
        schema.check(self.document, {"$ref": "#/components/schemas/DiscrepancyList"}, page)
        self.assertEqual(len(page["items"]), 4)
        for item in page["items"]:
            if item["what"]["code"] in ("missing_here", "unacknowledged"):
                self.call("POST", "/discrepancies/settle",
                          body={"id": item["id"], "note": "已电话核实"})
        self.assertEqual(sorted(f["what"] for f in self.reconcile(1)),
                         ["differs", "missing_there"])
        self.plant((whole, "submitted"), (differs, "submitted"), (silent, "submitted"),
                   (missing, "submitted"))
        self.psql("update exchange_message set state = 2, due_at = null "
                  f"where name like '{silent}.%'")
        self.assertEqual(self.reconcile(0), [])
        # What a person saw to stays on record, with who it was; the rest is gone.
        kept = self.call("GET", "/discrepancies?settled=true")["items"]
        self.assertEqual(sorted(k["what"]["code"] for k in kept), ["missing_here", "unacknowledged"])
        self.assertTrue(all(k["settled_by"] for k in kept), kept)

    def test_a_partner_that_does_not_answer_is_named(self):
        self.partner.close()
        try:
            self.assertEqual(self.reconcile(1), [])
        finally:
            Compare.partner = partner.Partner(SEED)
            self.call("PATCH", f"/partners/{CODE}", body={"url": Compare.partner.url()})


class Rights(Exchange):
    def test_who_may(self):
        dispute = self.filed()
        message = self.stands(dispute, "accepted")["id"]
        clerk = self.token("--role", "court_clerk", "--body", COURT)
        other = self.token("--role", "court_clerk", "--body", "1010")
        for token, status in ((self.clerk, 200), (clerk, 200), (self.mediator, 403),
                              (self.manager, 403)):
            self.assertEqual(self.ask("/api/v1/exchange", token).status, status)
        seen = self.ask("/api/v1/exchange?state=all", other).json["items"]
        self.assertEqual(seen, [])
        self.assertEqual(self.ask(f"/api/v1/exchange/{message}/content", other).status, 404)
        self.assertEqual(self.ask(f"/api/v1/exchange/{message}/content", clerk).status, 200)
        for token in (self.clerk, clerk):
            self.assertEqual(self.ask("/api/v1/partners", token).status, 403)

    def test_partners_by_the_command_line(self):
        made = self.yima("partner", "add", "centre-x", "--kind", "centre", "--zh", "矛调中心",
                         "--body", "1007")
        self.assertIn("our_key=", made)
        public = partner.sign(NEXT)
        self.assertIn("key=" + public, self.yima("partner", "key", "centre-x", "--open", public))
        self.assertIn("paused", self.yima("partner", "stop", "centre-x"))
        self.assertIn("centre-x", self.yima("partner", "list"))
        got = subprocess.run([YIMA, "partner", "add", "centre-x", "--data", self.data, "--kind",
                              "centre", "--zh", "又一个"], capture_output=True, text=True,
                             env=environment(), check=False)
        self.assertEqual(got.returncode, 1)
        self.assertIn("there is a partner centre-x", got.stderr)


def load_tests(loader, tests, pattern):  # pylint: disable=unused-argument
    """In and Compare borrow helpers of Out, not its tests."""
    suite = unittest.TestSuite()
    for case in (Compare, Rights):
        names = [n for n in case.__dict__ if n.startswith("test_")]
        suite.addTests(case(n) for n in names)
    return suite


if __name__ == "__main__":
    unittest.main(verbosity=2)
