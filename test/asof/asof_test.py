# SPDX-License-Identifier: Apache-2.0
"""A deadline that is moved, and the past of the dispute in which it was: on the program as it is.
What the program says of a past instant is compared with what it said then."""
import datetime
import json
import os
import subprocess
import time
import unittest
import urllib.parse

import schema
from served import INTAKE, Served, YIMA, environment

MANAGER, MEDIATOR = "5037", "5038"
DAY = 86400
# A Monday with no holiday behind it for three months.
BEGAN = datetime.date(2026, 6, 22)
NOT_OF_THEN = ("as_of", "token", "code_url")


class Bed(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-asof-clock-{os.getpid()}"
        cls.offset = 0
        cls.keys = 0
        cls.move((BEGAN - datetime.date.fromisoformat(cls.day())).days)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        cls.document = cls.ask("/openapi.json").json
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)
        cls.supervisor = cls.token("--role", "supervisor", "--region", "330108")
        cls.elsewhere = cls.token("--role", "supervisor", "--region", "330109")
        cls.court = cls.token("--role", "court_clerk", "--body", "1009")
        cls.auditor = cls.token("--role", "auditor", "--region", "330108")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, days):
        cls.offset += days
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset * DAY}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def day(cls, later=0):
        at = time.time() + 8 * 3600 + (cls.offset + later) * DAY
        return time.strftime("%Y-%m-%d", time.gmtime(at))

    def begin(self):
        def today():
            self.id = self.register(self.manager, self.key(), INTAKE)
            got = self.ask(f"/api/v1/disputes/{self.id}", self.manager).json
            return got["received_at"][:10] == self.day()
        self.until("the server knows the day", today)

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"p-{cls.keys}"

    def do(self, token, command, status=200, **fields):
        reply = self.ask(f"/api/v1/disputes/{self.id}/commands", token, "POST",
                         {"command": command, **fields}, Idempotency_Key=self.key())
        self.assertEqual(reply.status, status, reply.text)
        return reply.json

    def shift(self, last_day, token=None, status=200, deadline="intake_acceptance",
              ground="just_cause"):
        return self.do(token or self.supervisor, "reschedule", status, deadline=deadline,
                       last_day=last_day, shift_ground=ground, reason="材料较多")

    def read(self, what="", token=None, status=200, **query):
        path = f"/api/v1/disputes/{self.id}{what}"
        if query:
            path += "?" + urllib.parse.urlencode(query)
        reply = self.ask(path, token or self.auditor)
        self.assertEqual(reply.status, status, reply.text)
        if status == 200:
            name = {"": "Dispute", "/events": "EventPage", "/explain": "Explanation"}[what]
            shape = {"$ref": "#/components/schemas/" + name}
            schema.check(self.document, shape, reply.json)
        return reply.json

    def deadlines(self, **query):
        return {d["name"]: d["last_day"] for d in self.read(**query)["deadlines"]}

    def show(self, *words):
        got = subprocess.run([YIMA, "show", "--data", self.data, "--json", *words, self.id],
                             capture_output=True, text=True, check=False,
                             env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset * DAY)))
        return got.returncode, json.loads(got.stdout) if got.returncode == 0 else got.stderr


class Past(Bed):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.then = []  # (instant, what was read, what the command line showed)
        self = cls()
        self.begin()
        cls.id = self.id
        self.note()
        self.shift(self.day(4))
        self.note()
        self.do(self.manager, "accept")
        self.note()
        self.do(self.manager, "assign", mediator=MEDIATOR)
        self.note()
        self.do(self.mediator, "accept_case")
        self.do(self.manager, "correct", title="另一个标题", type="contract", reason="更正")
        self.note()
        self.do(self.manager, "transfer", body="1020", reason="案情复杂")
        self.note()

    def note(self):
        at = self.read("/events")["items"][-1]["at"]
        self.then.append((at, self.read(), self.show()[1]))

    def test_is_what_it_was(self):
        for at, read, shown in self.then:
            past = self.read(at=at)
            self.assertTrue(past["as_of"]["proven"])
            self.assertEqual(past["as_of"]["at"], at)
            self.assertEqual(past["as_of"]["events"], read["version"])
            self.assertEqual(past["as_of"]["events_since"],
                             self.then[-1][1]["version"] - read["version"])
            self.assertIsNone(past["token"])
            # Words stand beside the events: those of today.
            words = {k: self.then[-1][1][k] for k in ("title", "description")}
            want = {k: v for k, v in {**read, **words}.items() if k not in NOT_OF_THEN}
            self.assertEqual({k: v for k, v in past.items() if k not in NOT_OF_THEN}, want)
            code, past = self.show("--at", at)
            self.assertEqual(code, 0, past)
            self.assertEqual(past.pop("as_of")["events"], read["version"])
            for named in ("body", "mediator", "court"):  # by its number alone where it changed
                if past[named] is not None and past[named]["name"] == "":
                    past[named]["name"] = shown[named]["name"]
            self.assertEqual(past, {**shown, **words})

    def test_other_ways_of_saying_when(self):
        at, read, _ = self.then[1]
        whole = datetime.datetime.fromisoformat(at)
        utc = whole.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        self.assertEqual(self.read(at=utc)["version"], read["version"])
        reply = self.ask(f"/api/v1/disputes/{self.id}?at={at}", self.auditor)  # + not escaped
        self.assertEqual(reply.json["version"], read["version"], reply.text)
        self.assertIsNone(reply.headers.get("ETag"))
        between = (whole + (datetime.datetime.fromisoformat(self.then[2][0]) - whole) / 2)
        self.assertEqual(self.read(at=between.isoformat())["version"], read["version"])
        today = self.read(at=self.day())
        self.assertEqual(today["version"], self.then[-1][1]["version"])
        self.assertEqual(today["as_of"]["events_since"], 0)
        said = self.yima("show", "--at", self.then[0][0], self.id)
        self.assertIn("截至", said)
        self.assertIn("登记待受理", said)

    def test_events_and_explain(self):
        whole = self.read("/events")["items"]
        for at, read, _ in self.then:
            until = self.read("/events", at=at)
            self.assertEqual(until["items"], whole[:read["version"]])
            self.assertIsNone(until["next"])
            told = self.read("/explain", at=at)
            self.assertEqual(len(told["steps"]), read["version"])
            for key in ("version", "colour", "stage", "states", "procedure"):
                self.assertEqual(told[key], read[key])
            self.assertEqual([d["last_day"] for d in told["deadlines"]],
                             [d["last_day"] for d in read["deadlines"]])
            self.assertTrue(told["proof"]["fold_equals_stored"])
            self.assertTrue(told["proof"]["head_equals_last_hash"])
        page = self.read("/events", at=self.then[2][0], limit=1, after=1)
        self.assertEqual([e["seq"] for e in page["items"]], [2])
        self.assertEqual(page["next"], 2)

    def test_before_and_after(self):
        begun = datetime.datetime.fromisoformat(self.then[0][0])
        before = (begun - datetime.timedelta(microseconds=1)).isoformat()
        after = (begun + datetime.timedelta(days=400)).isoformat()
        for what in "", "/events", "/explain":
            got = self.read(what, status=404, at=before)
            self.assertIn("not registered then", got["detail"])
            got = self.read(what, status=422, at=after)
            self.assertIn("future", got["detail"])
            for odd in "", "soon", "2026-06-31", "2026-06-22T10:00:00":
                self.read(what, status=400, at=odd)
        code, said = self.show("--at", before)
        self.assertEqual(code, 1)
        self.assertIn("not registered then", said)
        code, said = self.show("--at", after)
        self.assertEqual(code, 1)
        self.assertIn("future", said)

    def test_rights_are_those_of_today(self):
        at = self.then[3][0]
        for what in "", "/events", "/explain":  # a stranger learns what he would of no dispute
            there = self.read(what, self.elsewhere, 404, at=at)
            mine, self.id = self.id, "0000000000000"
            nowhere = self.ask(f"/api/v1/disputes/{self.id}{what}?at=2026-06-22", self.elsewhere)
            self.id = mine
            self.assertIn(nowhere.status, (400, 404))
            self.assertNotIn("registered", there["detail"])
        # The body that gave it away reads no more of it, not even of when it was its own.
        self.read(status=404, token=self.manager)
        self.read(status=404, token=self.manager, at=at)

    def test_is_logged(self):
        self.read(at=self.then[0][0])
        party = self.token("--role", "party", "--dispute", self.id, "--seat", "0")
        got = self.ask(f"/api/v1/disputes/{self.id}/access", party)
        if got.status == 200:
            self.assertTrue(any(r["what"] == "dispute" for r in got.json["items"]), got.text)

    # The clock goes on in what follows, which is told last.
    def test_zz_moved_once_and_passes_once(self):
        self.begin()
        self.assertEqual(self.deadlines(), {"intake_acceptance": self.day(3)})
        self.shift(self.day(4), self.manager, 403)
        self.shift(self.day(4), self.elsewhere, 404)
        self.shift(self.day(-1), status=409)
        got = self.shift(self.day(10), status=409)
        self.assertEqual((got["refusal"]["code"], got["rule"]), ("day_over_cap", 941))
        self.shift("2026-02-30", status=422)
        self.shift(self.day(4), ground="none", status=422)
        self.shift(self.day(4))
        self.assertEqual(self.deadlines(), {"intake_acceptance": self.day(4)})
        options = self.ask(f"/api/v1/disputes/{self.id}/commands", self.supervisor).json
        self.assertIn("reschedule", [c["command"] for c in options["items"]])
        # A party reads which deadline it was, both days and the ground; the words are not for it.
        party = self.token("--role", "party", "--dispute", self.id, "--seat", "0")
        event = self.read("/events", party)["items"][-1]
        self.assertIsNone(event["payload"])
        moved = event["rescheduled"]
        self.assertEqual((moved["was"], moved["last_day"]), (self.day(3), self.day(4)))
        self.assertEqual(moved["ground"]["zh"], "其他正当理由")
        self.assertEqual(moved["zh"], "受理期限")
        self.assertEqual(self.read("/explain")["steps"][-1]["rescheduled"], moved)
        said = self.yima("explain", self.id)
        self.assertIn(f"{self.day(3)} → {self.day(4)}", said)
        self.assertIn("其他正当理由", said)
        self.assertIn("理由 reason 材料较多\n", said)
        self.assertIn("由 by 监督人员 supervisor\n", said)
        step = json.loads(self.yima("explain", "--json", self.id))["reasons"][-1]
        self.assertEqual((step["reason"], step["role"], step["staff"]),
                         ("材料较多", "supervisor", None))
        # The old day brings nothing; the new one brings the passing, once.
        was, then = self.day(3), self.day(4)
        self.move(4)
        self.until("the server knows the day", lambda: self.register(
            self.manager, self.key(), INTAKE) and self.ask(
                "/api/v1/disputes?limit=1", self.manager).json["items"][0]["received_at"][:10]
            == self.day())
        self.assertEqual(self.read()["version"], 2, f"{was} passed, although it was moved")
        self.move(1)
        self.until(f"{then} passes", lambda: self.read()["version"] == 3)
        events = self.read("/events")["items"]
        self.assertEqual([e["command"] for e in events], ["register", "reschedule", "expire"])
        self.assertIn("clean", self.yima("verify"))

    def test_court(self):
        self.begin()
        party = self.token("--role", "party", "--dispute", self.id, "--seat", "0")
        self.do(party, "submit_filing", claims="赔偿", facts="漏水", court="1009")
        self.shift(self.day(9), self.supervisor, 403, "complaint_decision", "court_order")
        got = self.shift(self.day(9), self.court, 409, "complaint_decision", "court_order")
        self.assertEqual((got["refusal"]["code"], got["rule"]), ("day_over_cap", 939))
        self.do(self.court, "ask_supplement", reason="缺证据")
        self.assertEqual(self.deadlines(), {"complaint_supplement": self.day(15)})
        got = self.shift(self.day(10), self.court, 409, "complaint_supplement", "court_order")
        self.assertEqual(got["refusal"]["code"], "told_later")
        self.shift(self.day(22), self.court, 200, "complaint_supplement", "force_majeure")
        self.assertEqual(self.deadlines(), {"complaint_supplement": self.day(22)})


if __name__ == "__main__":
    unittest.main()
