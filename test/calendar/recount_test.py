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


class Bed(Casefile):
    SHARES = False

    @classmethod
    def setUpClass(cls):
        at = calendar.timegm(time.strptime("2026-12-28T02:00:00", "%Y-%m-%dT%H:%M:%S"))
        cls.offset = int(at - time.time())
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_OFFSET_S": str(cls.offset), "YIMA_TEST_POLL_MS": "100"}
        super().setUpClass()

    @classmethod
    def accepted(cls, kind="medical"):
        dispute = cls.register(cls.manager, cls.key(), INTAKE | {"type": kind})
        cls.command(dispute, cls.manager, {"command": "accept"})
        return dispute

    def known(self):
        path = os.path.join(self.home, "2027.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(NEXT, f, ensure_ascii=False)
        self.yima("import", "--as", "calendar", path)

    def events(self, dispute, command="reschedule"):
        rows = self.ask(f"/api/v1/disputes/{dispute}/events?limit=100", self.manager).json["items"]
        return [r for r in rows if r["command"] == command]


class Recount(Bed):
    DISPUTES = 6

    def days(self, dispute):
        shown = json.loads(self.yima("show", "--json", dispute))
        return {d["deadline"]: d["last_day"] for d in shown["deadlines"]}

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

        self.known()

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


class Marked(Bed):
    """A last day whose holidays are not published yet is told as such wherever it is shown."""

    def running(self, read):
        return {d["name"]: d["provisional"] for d in read["deadlines"] if d["state"] == "running"}

    def told(self, dispute):
        """Of the deadline that ends first: row of the list, what a scan says in both forms."""
        whole = self.ask(f"/api/v1/disputes/{dispute}", self.manager).json
        rows = self.ask("/api/v1/disputes?limit=100", self.manager).json["items"]
        page = self.ask(f"/m/{whole['token']}").text
        return [next(r["provisional"] for r in rows if r["id"] == whole["id"]),
                self.ask(f"/api/v1/codes/{whole['token']}").json["deadline"]["provisional"],
                "（暂计，节假日未公布）" in page, "(provisional: holidays not published)" in page]

    def explained(self, dispute):
        """Of the last day to which a deadline was moved."""
        steps = self.ask(f"/api/v1/disputes/{dispute}/explain", self.manager).json["steps"]
        return [self.events(dispute)[-1]["rescheduled"]["provisional"],
                next(s["rescheduled"]["provisional"] for s in steps[::-1] if "rescheduled" in s),
                " 暂计，节假日未公布 provisional  " in self.yima("explain", dispute),
                next(r["provisional"] for r in
                     json.loads(self.yima("explain", "--json", dispute))["reasons"][::-1]
                     if "provisional" in r)]

    def test_told_everywhere_until_published(self):
        dispute = self.accepted()
        path = f"/api/v1/disputes/{dispute}"
        # The last day that is published is none of them, the day after it is.
        self.assertEqual(self.running(self.ask(path, self.manager).json),
                         {"assignment": False, "inquiry": False, "mediation_limit": True})
        self.assertEqual(self.told(dispute), [False] * 4)
        supervisor = self.token("--role", "supervisor", "--staff", "5001")
        for name, last, is_guess in (("assignment", "2026-12-31", False),
                                     ("inquiry", "2027-01-01", True)):
            self.command(dispute, supervisor, {"command": "reschedule", "deadline": name, "last_day": last,
                         "shift_ground": "just_cause", "reason": "材料较多"})
            self.assertEqual(self.explained(dispute), [is_guess] * 4)
        self.command(dispute, self.manager, {"command": "assign", "mediator": "5038"})
        self.command(dispute, self.mediator, {"command": "accept_case"})
        for seat in (0, 1):
            self.command(dispute, self.mediator, {"command": "notify", "seat": seat, "manner": "phone"})
        for read in (path, path + "/explain"):
            self.assertEqual(self.running(self.ask(read, self.manager).json), {"mediation_limit": True})
        self.assertEqual(self.told(dispute), [True] * 4)
        self.assertIn("暂计，节假日未公布 provisional", self.yima("show", dispute))
        moves = self.ask(path + "/commands", supervisor).json["items"]
        fields = next(c["fields"] for c in moves if c["command"] == "reschedule")
        self.assertEqual([[d["provisional"] for d in f["deadlines"]] for f in fields
                          if f["name"] == "deadline"], [[True]])
        self.known()
        self.until("it is published", lambda: self.told(dispute) == [False] * 4)
        self.assertEqual(self.running(self.ask(path, self.manager).json), {"mediation_limit": False})
        self.assertEqual(self.explained(dispute), [False] * 4)
        self.assertNotIn("provisional", self.yima("show", dispute))


del Casefile, Bed

if __name__ == "__main__":
    unittest.main()
