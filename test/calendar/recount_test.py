#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Deadlines that began before the holidays of their year were known, counted again."""
import calendar
import json
import os
import subprocess
import time
import unittest

from casebed import Casefile
from served import HANG_S, INTAKE, YIMA, environment

BEFORE = "2026-12-28T10:00:00+08:00"  # a Monday; the calendar in the binary ends three days later
NEXT = {
    "id": "test", "source": "测试用2027年节假日安排", "from": "2027-01-01", "until": "2027-12-31",
    "days": [{"day": day, "works": works} for day, works in (
        ("2027-01-01", False), ("2027-02-05", False), ("2027-02-08", False), ("2027-02-09", False),
        ("2027-02-10", False), ("2027-02-11", False), ("2027-02-20", True))]}
# Thirty working days after 28 December: with every weekday worked, and with those holidays.
GUESSED, KNOWN = "2027-02-08", "2027-02-16"


class Recount(Casefile):
    SHARES = False
    DISPUTES = 6

    @classmethod
    def setUpClass(cls):
        at = calendar.timegm(time.strptime("2026-12-28T02:00:00", "%Y-%m-%dT%H:%M:%S"))
        cls.offset = int(at - time.time())
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_OFFSET_S": str(cls.offset), "YIMA_TEST_POLL_MS": "100"}
        super().setUpClass()
        cls.window = cls.token("--role", "window_clerk", "--staff", "5040")

    @classmethod
    def accepted(cls, kind="medical"):
        dispute = cls.register(cls.manager, cls.key(), INTAKE | {"type": kind})
        cls.command(dispute, cls.manager, {"command": "accept"})
        return dispute

    def days(self, dispute):
        shown = json.loads(self.yima("show", "--json", dispute))
        return {d["deadline"]: d["last_day"] for d in shown["deadlines"]}

    def events(self, dispute, command="reschedule"):
        rows = self.ask(f"/api/v1/disputes/{dispute}/events?limit=100", self.manager).json["items"]
        return [r for r in rows if r["command"] == command]

    def recount(self, *words, code=0):
        got = self.begin(*words)
        out, err = got.communicate(timeout=HANG_S)
        self.assertEqual(got.returncode, code, out + err)
        lines = [json.loads(line) for line in out.splitlines()]
        return lines[:-1], lines[-1]

    def begin(self, *words):
        return subprocess.Popen(
            [YIMA, "deadlines", "recount", "--data", self.data, "--json", "--quiet", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment(**self.ENVIRONMENT))

    def moved(self):
        return [d for d in self.before if self.days(d)["mediation_limit"] == KNOWN]

    def test_a_year_becomes_known(self):
        self.before = [self.accepted() for _ in range(self.DISPUTES)]
        untouched = self.accepted("neighbour")  # a month; its last day is worked either way
        self.assertEqual({self.days(d)["mediation_limit"] for d in self.before}, {GUESSED})
        month = self.days(untouched)["mediation_limit"]
        # Without a new calendar there is nothing to do.
        self.assertEqual(self.recount("--by", "admin")[1]["moved"], 0)
        self.assertRegex(self.log(), "holidays are known")

        path = os.path.join(self.home, "2027.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(NEXT, f, ensure_ascii=False)
        self.yima("import", "--as", "calendar", path)

        lines, summary = self.recount("--dry-run")
        limits = [x for x in lines if x["deadline"] == "mediation_limit"]
        self.assertEqual(len(limits), self.DISPUTES)
        self.assertEqual({(x["was"], x["is"], x["fate"]) for x in limits},
                         {(GUESSED, KNOWN, "would_move")})
        self.assertEqual(self.moved(), [], "a dry run changes nothing")
        self.assertEqual(self.events(self.before[0]), [])

        self.killed_and_resumed(summary["would_move"], [*self.before, untouched])
        self.assertEqual(len(self.moved()), self.DISPUTES)
        after = self.until("a new one is counted so", lambda: (
            lambda days: days if days["mediation_limit"] == KNOWN else None)(
                self.days(self.accepted())))
        for dispute in self.before:
            self.assertEqual(self.days(dispute), after)
            named = [e["payload"]["deadline"] for e in self.events(dispute)]
            self.assertEqual(len(named), len(set(named)), "each once")
        self.assertEqual(self.days(untouched)["mediation_limit"], month)
        self.assertEqual(self.recount("--by", "admin")[1]["moved"], 0, "it is done")
        self.yima("verify")

    def killed_and_resumed(self, wanted, disputes):
        """Whatever the one that was killed has done and the other finds, each deadline is moved once."""
        first = self.begin("--by", "admin")
        self.until("it has begun", lambda: first.poll() is not None or self.events(self.before[0])
                   or self.events(self.before[-1]))
        first.kill()
        first.communicate()
        lines, summary = self.recount("--by", "admin")
        self.assertEqual({x["fate"] for x in lines} - {"moved"}, set())
        self.assertLessEqual(summary["moved"], wanted)
        self.assertEqual(sum(len(self.events(d)) for d in disputes), wanted)

    def test_who_may(self):
        for words, code in ((("--by", "nobody"), 1), ((), 2)):
            got = self.begin(*words)
            _, err = got.communicate(timeout=HANG_S)
            self.assertEqual(got.returncode, code, err)


del Casefile

if __name__ == "__main__":
    unittest.main()
