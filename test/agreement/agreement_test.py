# SPDX-License-Identifier: Apache-2.0
"""The agreement over HTTP: who reads what of it, how it is performed, broken, changed and confirmed,
told by its parties, its mediator and the court. The clock is moved, nothing is waited for but what
the clock does."""
import datetime
import os
import time
import unittest

import schema
from served import INTAKE, Served

COURT, AWAY = "1009", "1010"
MANAGER, MEDIATOR = "5037", "5038"
DAY = 86400
# A Monday with no holiday behind it for three months: a last day without work rolls on, so what a
# move of the clock brings hangs on the day of the week on which it began.
BEGAN = datetime.date(2026, 6, 22)


class Bed(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-agreement-clock-{os.getpid()}"
        cls.offset = 0
        cls.keys = 0
        cls.move((BEGAN - datetime.date.fromisoformat(cls.day())).days)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        cls.document = cls.ask("/openapi.json").json
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)
        cls.court = cls.token("--role", "court_clerk", "--body", COURT)
        cls.judge = cls.token("--role", "confirming_judge", "--body", COURT)

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, days):
        """By so many days, for us now and for the server soon."""
        cls.offset += days
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset * DAY}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def day(cls, later=0):
        at = time.time() + 8 * 3600 + (cls.offset + later) * DAY
        return time.strftime("%Y-%m-%d", time.gmtime(at))

    def setUp(self):
        self.begin(INTAKE)

    def begin(self, intake):
        """A dispute of today, also when the server has yet to learn that time went on."""
        def today():
            self.id = self.register(self.manager, self.key(), intake)
            got = self.ask(f"/api/v1/disputes/{self.id}", self.manager).json
            return got["received_at"][:10] == self.day()
        self.until("the server knows the day", today)
        self.party = [self.token("--role", "party", "--dispute", self.id, "--seat", str(n))
                      for n in (0, 1)]

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"a-{cls.keys}"

    def do(self, token, command, status=200, **fields):
        reply = self.ask(f"/api/v1/disputes/{self.id}/commands", token, "POST",
                         {"command": command, **fields}, Idempotency_Key=self.key())
        self.assertEqual(reply.status, status, reply.text)
        return reply

    def read(self, token=None):
        reply = self.ask(f"/api/v1/disputes/{self.id}/agreement", token or self.mediator)
        self.assertEqual(reply.status, 200, reply.text)
        schema.check(self.document, {"$ref": "#/components/schemas/Agreement"}, reply.json)
        return reply.json

    def check(self, token=None, **query):
        path = f"/api/v1/disputes/{self.id}/confirmation/check"
        words = "&".join(f"{k}={v}" for k, v in query.items())
        reply = self.ask(path + ("?" + words if words else ""), token or self.mediator)
        self.assertEqual(reply.status, 200, reply.text)
        schema.check(self.document, {"$ref": "#/components/schemas/ConfirmationCheck"}, reply.json)
        return reply.json

    def found(self, **query):
        return {f["finding"]: f for f in self.check(**query)["items"]}

    def mediate(self):
        self.do(self.manager, "accept")
        self.do(self.manager, "assign", mediator=MEDIATOR)
        self.do(self.mediator, "accept_case")

    def owed(self, n=2, first=10, every=30, **more):
        return [{"payer": 1, "payee": 0, "amount_fen": str(50000 + i), "plan": 1,
                 "due": self.day(first + every * i), "account": "工行 6222 0000",
                 "consequence": "一期逾期，其余各期一并到期", **more} for i in range(n)]

    def sign(self):
        for seat in (0, 1):
            self.do(self.party[seat], "sign", signing="paper")
        self.do(self.mediator, "sign_mediator", signing="paper")
        self.do(self.manager, "seal", signing="stamp")

    def agree(self, obligations=None, **fields):
        self.mediate()
        self.do(self.mediator, "reach_agreement", terms="被申请人分两期赔偿。", facts="卫生间漏水。",
                obligations=self.owed() if obligations is None else obligations, **fields)
        self.sign()

    def debt(self, n=0, token=None):
        a = self.read(token)
        return next(v for v in a["versions"] if v["state"]["code"] == "in_force")["obligations"][n]

    def late(self, done):
        """Until the clock has done its work."""
        return self.until("the clock has passed", lambda: done(self.read()) or None)


class Reading:
    def test_nothing_is_agreed(self):
        a = self.read(self.manager)
        self.assertEqual((a["versions"], a["sums"], a["ways"]), ([], [], []))
        self.assertFalse(a["performed"])
        self.assertIn("not_in_force", {f["finding"] for f in self.check(self.manager)["items"]})

    def test_a_draft_says_what_is_missing(self):
        self.mediate()
        self.do(self.mediator, "reach_agreement", terms="修好。", place="浦沿", obligations=[
            {"payer": 1, "payee": 0, "act": "修好水管", "due": self.day(3)}])
        self.do(self.party[1], "sign", signing="fingerprint", date=self.day())
        (v,) = self.read(self.party[0])["versions"]
        self.assertEqual((v["state"]["code"], v["form"], v["place"]), ("draft", "written", "浦沿"))
        self.assertEqual((v["needed"]["seats"], v["needed"]["mediator"], v["needed"]["seal"]),
                         ([0], True, True))
        self.assertIn("人民调解法 29", v["needed"]["source"])
        (s,) = v["signatures"]
        self.assertEqual((s["who"], s["seat"], s["signing"]["code"], s["date"]),
                         ("party", 1, "fingerprint", self.day()))

    def test_who_reads_it(self):
        self.agree()
        for token in (self.manager, self.mediator, *self.party):
            self.assertEqual(self.read(token)["versions"][0]["terms"], "被申请人分两期赔偿。")
        stranger = self.token("--role", "mediator", "--staff", "5028")
        other = self.register(self.manager, self.key())
        elsewhere = self.token("--role", "party", "--dispute", other, "--seat", "0")
        for path in ("agreement", "confirmation/check"):
            for token in (stranger, elsewhere, self.court):
                reply = self.ask(f"/api/v1/disputes/{self.id}/{path}", token)
                self.assertEqual(reply.status, 404, reply.text)
            self.assertEqual(self.ask(f"/api/v1/disputes/{self.id}/{path}").status, 401)

    def test_sixty_instalments(self):
        self.agree(self.owed(60))
        a = self.read()
        self.assertEqual(len(a["versions"][0]["obligations"]), 60)
        self.assertEqual(a["sums"][0]["owed_fen"], str(sum(50000 + i for i in range(60))))
        self.do(self.mediator, "record_performance", obligation=59, result="fulfilled")
        self.assertEqual(self.debt(59)["paid_fen"], "50059")
        limit = self.do(self.mediator, "vary", status=422, terms="x", reason="y",
                        obligations=self.owed(65, every=1))
        self.assertIn("obligations", limit.text)

    def test_the_whole_history_is_read(self):
        """The agreement stands before the first page of events ends, its performance behind it."""
        self.agree()
        for _ in range(210):
            self.do(self.mediator, "visit", date=self.day(), note="回访")
        self.do(self.party[0], "claim_performance", obligation=1, result="breached")
        a = self.read()
        self.assertGreater(a["seq"], 210)
        self.assertEqual(len(a["versions"][0]["obligations"][1]["claims"]), 1)


class Performance:
    def test_on_time_with_both_words(self):
        self.agree()
        self.assertEqual(self.debt()["days_left"], 10)
        self.do(self.party[1], "claim_performance", obligation=0, result="fulfilled",
                amount_fen="50000", date=self.day(), note="已转账")
        self.do(self.party[0], "claim_performance", obligation=0, result="partial",
                amount_fen="20000", note="只收到两百")
        d = self.debt()
        self.assertIsNone(d["result"])
        self.assertEqual([(c["seat"], c["result"]["code"], c["note"]) for c in d["claims"]],
                         [(1, "fulfilled", "已转账"), (0, "partial", "只收到两百")])
        self.do(self.mediator, "record_performance", obligation=0, result="partial",
                amount_fen="20000", note="私下说的话")
        self.do(self.mediator, "record_performance", obligation=0, result="fulfilled")
        self.do(self.mediator, "record_performance", obligation=1, result="excused")
        a = self.read()
        self.assertTrue(a["performed"])
        self.assertEqual((a["sums"][0]["paid_fen"], a["sums"][0]["owed_fen"],
                          a["sums"][0]["overdue_fen"]), ("50000", "50000", "0"))
        self.assertIn("performed", self.found())
        # What staff noted beside the record is not for parties; their own words are.
        self.assertEqual([r["note"] for r in self.debt()["records"]], ["私下说的话", None])
        mine = self.debt(token=self.party[0])
        self.assertEqual([r["note"] for r in mine["records"]], [None, None])
        self.assertEqual([c["note"] for c in mine["claims"]], ["已转账", "只收到两百"])

    def test_late_and_reminded(self):
        self.agree()
        self.move(9)
        d = self.late(lambda a: a["versions"][0]["obligations"][0]
                      if a["versions"][0]["obligations"][0]["reminders"] > 0 else None)
        self.assertEqual((d["days_left"], d["overdue"]), (1, False))
        self.move(3)
        ways = self.late(lambda a: a["ways"] if any(
            w["command"]["code"] == "apply_enforcement" and w["refusal"] is not None and
            w["refusal"]["code"] == "not_confirmed" for w in a["ways"]) else None)
        sue = next(w for w in ways if w["command"]["code"] == "sue")
        self.assertIsNone(sue["refusal"])
        self.assertIn("人民调解法 32", sue["source"])
        self.assertEqual(self.debt()["days_left"], -2)
        self.do(self.mediator, "record_performance", obligation=0, result="late", date=self.day())
        self.assertEqual(self.read()["ways"], [])

    def test_a_third_stranger_says_nothing(self):
        self.agree()
        self.do(self.mediator, "claim_performance", status=403, obligation=0, result="fulfilled")
        self.do(self.party[0], "claim_performance", status=409, obligation=2, result="fulfilled")


class Changing:
    def vary(self):
        self.do(self.mediator, "vary", terms="改为一次付清。", reason="资金到位",
                obligations=self.owed(1, first=5))

    def states(self):
        return [v["state"]["code"] for v in self.read()["versions"]]

    def test_accepted(self):
        self.agree()
        self.vary()
        self.assertEqual(self.states(), ["in_force", "pending"])
        self.assertIn("change_pending", self.found())
        self.do(self.mediator, "record_performance", obligation=1, result="partial",
                amount_fen="1")  # the old one still binds
        self.sign()
        self.assertEqual(self.states(), ["replaced", "in_force"])
        self.assertEqual(len(self.read()["versions"][1]["obligations"]), 1)
        self.assertNotIn("change_pending", self.found())

    def test_refused(self):
        self.agree()
        self.vary()
        self.do(self.party[0], "sign", signing="paper")
        self.do(self.party[0], "reject_variation", reason="金额太少")
        self.assertEqual(self.states(), ["in_force", "refused"])
        self.assertEqual(self.read()["versions"][1]["end_reason"], "金额太少")

    def test_lapsed(self):
        self.agree()
        self.vary()
        self.move(12)
        self.late(lambda a: a["versions"][1]["state"]["code"] == "lapsed")
        self.assertEqual(self.states(), ["in_force", "lapsed"])


class Confirmation:
    def test_told_before_applying(self):
        self.agree([{"payer": 1, "payee": 0, "amount_fen": "100", "due": self.day(5)},
                    {"payer": 1, "payee": 0, "act": "适当赔偿", "due": self.day(6)}])
        found = self.found()
        self.assertEqual(found["account_missing"]["pointer"], "/obligations/0/account")
        self.assertEqual(found["consequence_missing"]["obligations"], [0, 1])
        self.assertEqual(found["amount_unclear"]["words"], ["赔偿"])
        self.assertEqual(found["says_unclear"]["words"], ["适当"])
        self.assertEqual(found["says_unclear"]["severity"], "warns")
        self.assertIn("court_missing", found)
        for f in found.values():
            self.assertTrue(f["zh"] and f["en"] and f["source"])
        self.assertIn("court_away", self.found(court=AWAY))
        self.assertNotIn("court_away", self.found(court=COURT))
        self.assertEqual(self.ask(f"/api/v1/disputes/{self.id}/confirmation/check?court=x",
                                  self.mediator).status, 400)

    def look(self, path, draft):
        return self.ask(path, self.mediator, "POST", draft, Idempotency_Key=self.key())

    def test_a_draft_is_looked_at_and_not_kept(self):
        self.mediate()
        path = f"/api/v1/disputes/{self.id}/confirmation/check"
        draft = {"command": "reach_agreement", "terms": "房屋归甲方所有", "obligations": self.owed(1)}
        reply = self.look(path, draft)
        self.assertEqual(reply.status, 200, reply.text)
        schema.check(self.document, {"$ref": "#/components/schemas/ConfirmationCheck"}, reply.json)
        kinds = [f["finding"] for f in reply.json["items"]]
        self.assertEqual(kinds, ["says_property"])
        self.assertEqual(self.read()["versions"], [])
        self.assertEqual(self.look(path, {"command": "accept"}).status, 422)
        self.assertEqual(self.look(path, {"command": "vary", "terms": 1}).status, 400)
        self.assertEqual(self.look(path, {"command": "vary", "terms": "x",
                                          "obligations": []}).status, 422)

    def test_from_application_to_enforcement(self):
        self.agree()
        self.do(self.party[0], "apply_confirmation", court=COURT)
        found = self.found()
        self.assertEqual(found["one_sided"]["seats"], [1])
        self.assertEqual(found["one_sided"]["pointer"], "/parties/1")
        self.assertEqual(self.found(court=AWAY)["two_courts"]["severity"], "stops")
        self.do(self.party[1], "apply_confirmation", court=COURT)
        self.assertEqual(self.read()["confirmation"]["applied"], [0, 1])
        self.do(self.court, "accept_confirmation", case_number="（2026）浙0108诉前调确12号")
        self.assertEqual(self.found()["not_appeared"]["seats"], [0, 1])
        self.do(self.court, "appear", date=self.day(), attendance=[
            {"seat": 0, "status": "attended"}, {"seat": 1, "status": "attended"}])
        self.assertEqual(self.found(), {})
        self.do(self.judge, "confirm", date=self.day())
        c = self.read(self.court)["confirmation"]
        self.assertEqual((c["case_number"], c["ruling"]["command"]["code"], c["appeared"]),
                         ("(2026)浙0108诉前调确12号", "confirm", [0, 1]))
        self.move(12)
        way = self.late(lambda a: next((w for w in a["ways"] if w["command"]["code"] ==
                                        "apply_enforcement" and w["refusal"] is None), None))
        self.assertIsNotNone(way["until"])
        self.do(self.party[0], "apply_enforcement")

    def test_dismissed_with_its_bar(self):
        self.agree()
        for token in self.party:
            self.do(token, "apply_confirmation", court=COURT)
        self.do(self.court, "accept_confirmation", case_number="（2026）浙0108诉前调确13号")
        self.do(self.judge, "dismiss_confirmation", bar="unclear", reason="金额不明确")
        ruling = self.read(self.party[0])["confirmation"]["ruling"]
        self.assertEqual((ruling["bar"]["code"], ruling["reason"]), ("unclear", "金额不明确"))

    def test_the_window(self):
        self.agree()
        c = self.read()["confirmation"]
        self.assertGreaterEqual(c["days_left"], 30)  # a last day on a holiday rolls on
        self.assertEqual(c["window_until"], self.day(c["days_left"]))
        self.assertNotIn("window_ending", self.found())
        self.move(c["days_left"])
        self.until("the window ends", lambda: "window_ending" in self.found())
        self.move(1)
        over = self.until("the window is over", lambda: self.found().get("window_over"))
        self.assertEqual(over["severity"], "stops")
        self.assertIn("other", self.read()["confirmation"]["bars"])


class Family:
    def test_on_paper_and_not_confirmed(self):
        self.begin({**INTAKE, "type": "marriage"})
        self.mediate()
        self.do(self.mediator, "reach_agreement", terms="自愿离婚", obligations=self.owed(1))
        self.assertFalse(self.read()["esign"]["allowed"])
        self.assertIn("电子签名法 3", self.read()["esign"]["source"])
        found = self.found()
        self.assertEqual(found["family_type"]["severity"], "stops")
        self.assertEqual(found["says_personal"]["words"], ["自愿离婚"])


class Agreement(Reading, Performance, Changing, Confirmation, Family, Bed):
    """One server for all: each test has a dispute of its own, and time only goes on."""


if __name__ == "__main__":
    unittest.main()
