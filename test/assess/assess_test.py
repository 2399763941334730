# SPDX-License-Identifier: Apache-2.0
"""How content parties are, how mediators and bodies did in a frozen month, and what they are
credited with, over HTTP: who may see and do what, limits, an amended month, a reversal.

One server for all; its clock stands in September 2026 while the month is made, in October after."""
import datetime
import json
import os
import subprocess
import time
import unittest

import schema
from served import YIMA, Served, environment

BODY, OTHER = "1013", "1011"
STAFF = {BODY: ("5037", "5038"), OTHER: ("5027", "5028")}
COLLEAGUE, WINDOW = "5039", "5040"
MONTH = "2026-09"
DAY = 86400


class Assess(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-assess-clock-{os.getpid()}"
        cls.keys = 0
        cls.move(datetime.date(2026, 9, 8))
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        as_role = lambda role, *words: cls.token("--role", role, "--days", "400", *words)
        cls.manager = as_role("body_manager", "--staff", "5037")
        cls.other_manager = as_role("body_manager", "--staff", "5027")
        cls.mediator = as_role("mediator", "--staff", "5038")
        cls.colleague = as_role("mediator", "--staff", COLLEAGUE)
        cls.window = as_role("window_clerk", "--staff", WINDOW)
        cls.supervisor = as_role("supervisor", "--staff", "5002")
        cls.stranger = as_role("supervisor", "--region", "330109")
        cls.document = cls.ask("/openapi.json").json
        cls.make_month()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, day):
        today = datetime.datetime.fromtimestamp(time.time() + 8 * 3600, datetime.timezone.utc).date()
        cls.offset = (day - today).days * DAY
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def job(cls, *words):
        return subprocess.run([YIMA, words[0], "--data", cls.data, *words[1:]], capture_output=True,
                              text=True, check=False, input="correct horse battery\n",
                              env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(cls.offset)))

    @classmethod
    def yima(cls, *words):
        got = cls.job(*words)
        assert got.returncode == 0, got.stdout + got.stderr
        return got.stdout

    @classmethod
    def sql(cls, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={cls.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        assert got.returncode == 0, got.stderr
        return got.stdout.strip()

    # ---- Asking ----

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"a-{cls.keys}"

    def get(self, path, token, status=200, shape=None):
        reply = self.ask("/api/v1" + path, token)
        self.assertEqual(reply.status, status, reply.text)
        if shape is not None:
            self.fits(shape, reply.json)
        return reply.json

    def send(self, path, token, body, status, shape=None, method="POST", key=None):
        headers = {"Idempotency_Key": key or self.key()} if method == "POST" else {}
        reply = self.ask("/api/v1" + path, token, method, body, **headers)
        self.assertEqual(reply.status, status, reply.text)
        if shape is not None:
            self.fits(shape, reply.json)
        return reply.json

    def fits(self, shape, value):
        schema.check(self.document, {"$ref": f"#/components/schemas/{shape}"}, value)

    def score(self, dispute, seat, token, score, status=200):
        return self.send(f"/disputes/{dispute}/satisfaction/{seat}", token, {"score": score},
                         status, "SatisfactionSeat" if status == 200 else None, "PUT")

    @classmethod
    def party(cls, dispute, seat):
        return cls.token("--role", "party", "--dispute", dispute, "--seat", str(seat))

    # ---- The month ----

    @classmethod
    def intake(cls, body):
        return {"type": "neighbour", "channel": "window", "source": "applied",
                "region": {BODY: "330108003001", OTHER: "330108001001"}[body], "body": body,
                "title": "评估样例", "description": "", "harm": 0, "urgency": 1, "scope": 0,
                "parties": [{"side": "claimant", "kind": "natural", "name": "样例甲"},
                            {"side": "respondent", "kind": "natural", "name": "样例乙"}]}

    @classmethod
    def bulk(cls, token, rows):
        reply = cls.ask("/api/v1/commands", token, "POST", {"commands": rows})
        assert reply.status == 200, reply.text
        for verdict in reply.json["items"]:
            assert verdict["status"] in (200, 201), verdict
        return reply.json["items"]

    @classmethod
    def disputes(cls, body, mediator, ends):
        token = cls.manager if body == BODY else cls.other_manager
        cls.until("bodies are known", lambda: cls.ask("/api/v1/bodies?limit=1", token).status == 200)
        made = [v["id"] for v in cls.bulk(token, [
            {"key": cls.key(), "register": cls.intake(body)} for _ in ends])]
        terms = {"terms": "双方自愿达成协议。", "obligations": [
            {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2026-12-31"}]}
        last = {"settled": [{"command": "reach_oral_agreement", **terms}],
                "failed": [{"command": "refuse_mediation", "seat": 1, "reason": "不接受调解"}],
                "open": []}
        cls.bulk(token, [{"key": cls.key(), "id": dispute, **command}
                         for dispute, end in zip(made, ends)
                         for command in [{"command": "accept"},
                                         {"command": "assign", "mediator": mediator},
                                         {"command": "accept_case"}] + last[end]])
        return made

    @classmethod
    def make_month(cls):
        cls.until("the server knows the bodies", lambda: cls.ask(
            "/api/v1/disputes", cls.manager, "POST", cls.intake(BODY),
            Idempotency_Key=cls.key()).status == 201)
        cls.own = cls.disputes(BODY, "5038", ["settled"] * 9 + ["failed"] * 3 + ["open"])
        cls.others = cls.disputes(BODY, COLLEAGUE, ["settled"] * 4)
        cls.far = cls.disputes(OTHER, "5028", ["settled"] * 3 + ["failed"] * 3)

    # ---- How content parties are ----

    def test_1_who_answers(self):
        dispute = self.own[0]
        path = f"/disputes/{dispute}/satisfaction"
        party = self.party(dispute, 0)
        self.get(path, self.mediator, 403)
        seen = self.get(path, party, shape="Satisfaction")
        self.assertEqual(seen["occasion"]["kind"], "end")
        self.assertEqual([(s["seat"], s["may"]) for s in seen["seats"]], [(0, True)])
        self.score(dispute, 1, party, 4, 403)       # another's seat
        self.score(dispute, 2, self.window, 4, 404)  # no such seat
        told = self.score(dispute, 0, self.window, 4, 409)
        self.assertIn("visit", told["detail"])       # staff put in what a visit heard
        for wrong in (0, 6, "4", None):
            reply = self.send(path + "/0", party, {"score": wrong}, None or 422 if isinstance(
                wrong, int) else 400, method="PUT")
            self.assertIn("score", json.dumps(reply))
        # Whoever mediates does not answer by a code that it issued to the party.
        self.send(f"/disputes/{dispute}/access-codes", self.mediator, {"seat": 0}, 201)
        self.assertEqual(self.score(dispute, 0, party, 5, 403)["reason"], "mediator_code")
        self.send(f"/disputes/{dispute}/access-codes", self.manager, {"seat": 0}, 201)
        self.assertEqual(self.score(dispute, 0, party, 5, 403)["reason"], "registrar_code")
        self.send(f"/disputes/{dispute}/access-codes", self.window, {"seat": 0}, 201)
        self.assertEqual(self.score(dispute, 0, party, 1)["answer"]["score"], 1)
        changed = self.score(dispute, 0, party, 5)["answer"]
        self.assertEqual((changed["score"], changed["revision"]), (5, 1))
        self.assertEqual(self.score(dispute, 0, party, 5)["answer"], changed)  # the same again
        self.assertEqual(changed["changeable_until"][:10], "2026-09-15")
        early = self.get(f"/disputes/{self.own[12]}/satisfaction", self.party(self.own[12], 0))
        self.assertEqual((early["occasion"], early["seats"][0]["why"]), (None, "early"))

    def test_2_a_visit_asks_again(self):
        for n, dispute in enumerate(self.own[1:5]):
            self.bulk(self.manager, [{"key": self.key(), "id": dispute, "command": "visit",
                                      "date": "2026-09-08", "note": "电话回访，已履行"}])
            self.score(dispute, 0, self.window, 3 + n % 2)
        dispute = self.own[1]
        path = f"/disputes/{dispute}/satisfaction"
        seen = self.get(path, self.window, shape="Satisfaction")
        self.assertEqual(seen["occasion"]["kind"], "visit")
        self.assertEqual([s["answer"] and s["answer"]["score"] for s in seen["seats"]], [3, None])
        hidden = self.get(path, self.manager)["seats"][0]
        self.assertEqual((hidden["answer"]["by"], hidden["answer"]["score"]), ("staff", None))
        # The party's own word goes first, and nobody answers in its place after it.
        party = self.party(dispute, 0)
        self.assertEqual(self.score(dispute, 0, party, 2)["answer"]["by"], "party")
        self.score(dispute, 0, self.window, 5, 409)
        self.assertIsNone(self.get(path, self.window)["seats"][0]["answer"]["score"])
        self.score(self.others[0], 0, self.party(self.others[0], 0), 1)   # one alone: too few

    def test_3_a_month_that_is_not_frozen(self):
        got = self.job("assess", MONTH)
        self.assertEqual(got.returncode, 1)
        self.assertIn("yima report", got.stderr)
        self.assertEqual(self.job("assess", "2026-9").returncode, 2)

    # ---- How they did ----

    def test_4_the_month(self):
        self.move(datetime.date(2026, 10, 12))
        self.until("the server knows the day", lambda: self.ask(
            "/api/v1/assessments/body", self.supervisor).json["until"] == MONTH)
        late = self.own[2]
        told = self.get(f"/disputes/{late}/satisfaction", self.window)["seats"][0]
        self.assertEqual((told["may"], told["why"]), (False, "fixed"))
        missing = self.get("/assessments/body", self.supervisor, shape="AssessmentPage")
        self.assertEqual((missing["items"], missing["missing"]), ([], [MONTH]))
        self.yima("report", MONTH, "--population", "none", "--format", "json", "--out", "/dev/null")
        self.assertIn("3 mediators", self.yima("assess", MONTH))
        self.assertIn("nothing is changed", self.yima("assess", "last"))

    def one(self, kind, token, subject):
        page = self.get(f"/assessments/{kind}?from={MONTH}&until={MONTH}", token,
                        shape="AssessmentPage")
        return next((r for r in page["items"] if r["subject"]["id"] == subject), None)

    def test_5_figures(self):
        own = self.one("mediator", self.mediator, "5038")
        counts = own["counts"]
        self.assertEqual((counts["disputes"], counts["settled"], counts["failed"], counts["open"]),
                         (13, 9, 3, 1))
        # Everybody came to 16 of 22 among neighbours: 12 cases let 8.727 be expected.
        outcome = own["outcome"]
        self.assertEqual((outcome["cases"], outcome["good"], outcome["expected"]), (12, 9, 8727))
        self.assertEqual(outcome["ratio"]["value"], 1031)
        self.assertLess(outcome["ratio"]["low"], 1000)
        self.assertGreater(outcome["ratio"]["high"], 1000)
        # Five answers: 5 + 2 + 4 + 3 + 4.
        self.assertEqual((counts["answers"], own["satisfaction_tenths"]), (5, 36))
        few = self.one("mediator", self.colleague, COLLEAGUE)
        self.assertTrue(few["outcome"]["small"])
        self.assertIsNone(few["outcome"]["ratio"])
        self.assertEqual((few["counts"]["answers"], few["counts"]["answers_few"],
                          few["satisfaction_tenths"]), (0, 1, None))
        # The body's sum leaves out what would be told by the difference.
        body = self.one("body", self.manager, BODY)
        self.assertEqual((body["counts"]["answers"], body["satisfaction_tenths"]), (5, 36))

    def test_5_who_sees_whom(self):
        ids = lambda kind, token: [r["subject"]["id"] for r in self.get(
            f"/assessments/{kind}?until={MONTH}", token)["items"]]
        self.assertEqual(ids("mediator", self.mediator), ["5038"])
        self.assertEqual(ids("mediator", self.manager), ["5038", COLLEAGUE])
        self.assertEqual(ids("mediator", self.supervisor), ["5028", "5038", COLLEAGUE])
        self.assertEqual(ids("body", self.supervisor), [OTHER, BODY])   # by id: no ranking
        self.assertEqual(ids("body", self.manager), [BODY])
        self.assertEqual(ids("body", self.stranger), [])
        self.get(f"/assessments/mediator?subject={COLLEAGUE}", self.mediator, 403)
        self.get(f"/assessments/mediator?body={OTHER}", self.manager, 403)
        self.assertIsNone(self.one("mediator", self.mediator, COLLEAGUE))
        self.get("/assessments/body", self.mediator, 403)
        self.get("/assessments/mediator", self.window, 403)
        self.get("/assessments/party", self.manager, 404)
        self.get("/assessments/mediator?from=2024-10&until=2026-09", self.manager)      # 24 months
        self.get("/assessments/mediator?from=2024-09&until=2026-09", self.manager, 400)

    def test_5_explained(self):
        path = f"/assessments/mediator/5038/cases?month={MONTH}"
        cases = self.get(path, self.mediator, shape="AssessmentCases")["items"]
        self.assertEqual({c["dispute"]["id"] for c in cases}, set(self.own))
        counted = [c for c in cases if "outcome" in c["counts_for"]]
        self.assertEqual((len(counted), sum(c["settled"] for c in counted)), (12, 9))
        self.assertNotIn("answer", json.dumps(cases))
        self.get(path, self.colleague, 404)
        self.assertEqual(self.get(path, self.other_manager)["items"], [])
        body = self.get(f"/assessments/body/{BODY}/cases?month={MONTH}", self.manager)["items"]
        self.assertEqual(len(body), 18)                             # one without a mediator
        self.get("/assessments/mediator/5038/cases", self.mediator, 400)

    def objection(self, **more):
        return {"kind": "mediator", "subject": "5038", "month": MONTH, "measure": "timeliness",
                "reason": "当月停电两日", **more}

    def test_6_contested(self):
        key = self.key()
        made = self.send("/assessment_objections", self.mediator, self.objection(), 201,
                         "AssessmentObjection", key=key)
        again = self.send("/assessment_objections", self.mediator, self.objection(), 201, key=key)
        self.assertEqual(made, again)
        self.send("/assessment_objections", self.mediator, self.objection(reason="又"), 422, key=key)
        self.assertEqual(self.one("mediator", self.manager, "5038")["contested"], ["timeliness"])
        self.send("/assessment_objections", self.colleague, self.objection(), 403)
        self.send("/assessment_objections", self.mediator, self.objection(month="2026-10"), 422)
        self.send("/assessment_objections", self.mediator, self.objection(measure="x"), 422)
        self.send("/assessment_objections", self.mediator, self.objection(reason="字" * 1000), 201)
        self.send("/assessment_objections", self.mediator, self.objection(reason="字" * 1001), 422)
        path = f"/assessment_objections/{made['id']}/answer"
        answer = {"verdict": "upheld", "answer": "情况属实，已说明。"}
        self.send(path, self.mediator, answer, 403)
        self.send(path, self.other_manager, answer, 404)
        self.send(path, self.manager, answer | {"verdict": "open"}, 422)
        done = self.send(path, self.manager, answer, 200, "AssessmentObjection")
        self.assertEqual((done["verdict"]["code"], done["answer"]), ("upheld", answer["answer"]))
        self.send(path, self.supervisor, answer, 409)
        page = self.get("/assessment_objections?open=true", self.manager,
                        shape="AssessmentObjectionPage")
        self.assertEqual(len(page["items"]), 1)
        self.assertEqual(self.get("/assessment_objections", self.colleague)["items"], [])
        for _ in range(19):
            self.send("/assessment_objections", self.mediator, self.objection(), 201)
        self.send("/assessment_objections", self.mediator, self.objection(), 409)   # 20 are open
        # However many newer ones there are about others, those stand beside the figures.
        columns = ("kind, body_id, region, month, measure, dispute_id, reason, at, by, by_staff, due, "
                   "verdict, fingerprint")
        self.sql(f"insert into assess_objection (bucket, objection_id, subject, request_key, {columns}) "
                 f"select s & 1023, o.objection_id + s, s, decode(md5(s::text), 'hex'), {columns} from "
                 "(select * from assess_objection where verdict = 0 order by objection_id desc limit 1) o, "
                 "generate_series(9001, 9201) s")
        self.assertEqual(self.one("mediator", self.manager, "5038")["contested"], ["timeliness"])
        self.sql("delete from assess_objection where subject > 9000")

    # ---- Points ----

    def proposals(self, token, **more):
        query = "&".join(f"{k}={v}" for k, v in {"from": MONTH, "until": MONTH, **more}.items())
        return self.get(f"/points_proposals?{query}", token, shape="PointsProposalPage")["items"]

    def of(self, dispute, token=None):
        return next(p for p in self.proposals(token or self.supervisor)
                    if p["dispute"] and p["dispute"]["id"] == dispute)

    def test_7_proposed_and_confirmed(self):
        rows = self.proposals(self.manager)
        self.assertEqual(len(rows), 13)                             # each settled one, oral
        self.assertEqual({(r["rule"]["code"], r["points"], r["fen"], r["state"]["code"])
                          for r in rows}, {("oral", 4, "3000", "open")})
        self.assertEqual(len(self.proposals(self.mediator)), 9)
        first = self.of(self.own[0])
        path = f"/points_proposals/{first['id']}"
        self.send(path + "/confirm", self.mediator, None, 403)
        self.send(path + "/confirm", self.other_manager, None, 404)
        entry = self.send(path + "/confirm", self.manager, None, 201, "PointsEntry")
        self.assertEqual((entry["points"], entry["staff"]["id"]), (4, "5038"))
        self.send(path + "/confirm", self.supervisor, None, 409)    # once
        self.assertEqual(self.of(self.own[0])["state"]["code"], "confirmed")
        second = self.of(self.own[1])
        declined = self.send(f"/points_proposals/{second['id']}/decline", self.manager,
                             {"reason": "缺登记表"}, 200, "PointsProposal")
        self.assertEqual((declined["state"]["code"], declined["reason"]), ("declined", "缺登记表"))
        self.send(f"/points_proposals/{second['id']}/confirm", self.manager, None, 409)
        self.send("/points_proposals/1-1/confirm", self.manager, None, 404)
        self.send("/points_proposals/x/confirm", self.manager, None, 404)

    def test_7_put_forward_by_a_person(self):
        wish = {"staff": "5038", "day": "2026-10-10", "rule": "publicity", "note": "社区普法一场"}
        made = self.send("/points_proposals", self.mediator, wish, 201, "PointsProposal")
        path = f"/points_proposals/{made['id']}/confirm"
        self.assertFalse(made["may_decide"])
        self.send(path, self.mediator, None, 403)
        self.send(path, self.manager, None, 201, "PointsEntry")
        # Whoever puts somebody forward does not confirm it as well.
        mine = self.send("/points_proposals", self.manager, wish, 201)
        self.send(f"/points_proposals/{mine['id']}/confirm", self.manager, None, 409)
        again = self.token("--role", "body_manager", "--days", "400", "--staff", "5037")
        self.send(f"/points_proposals/{mine['id']}/confirm", again, None, 409)  # nor by another token
        self.send(f"/points_proposals/{mine['id']}/confirm", self.supervisor, None, 201)
        self.send("/points_proposals", self.mediator, wish | {"staff": COLLEAGUE}, 422)
        self.send("/points_proposals", self.mediator, wish | {"rule": "oral"}, 422)
        self.send("/points_proposals", self.mediator, wish | {"day": "2026-10-13"}, 422)
        self.send("/points_proposals", self.mediator, wish | {"day": "2025-10-11"}, 201)
        self.send("/points_proposals", self.mediator, wish | {"day": "2025-10-10"}, 422)
        self.send("/points_proposals", self.mediator, wish | {"note": "字" * 501}, 422)

    def test_7_one_account_two_roles(self):
        admin = self.token("--role", "admin", "--days", "400")
        made = self.send("/accounts", admin, {
            "login": "zwei", "name": "双岗", "grants": [
                {"role": "body_manager", "staff": "5037"}, {"role": "mediator", "staff": COLLEAGUE}]},
            201)
        link = self.send(f"/accounts/{made['id']}/link", admin, None, 201)["link"]
        self.send(f"/links/{link}", None, {"password": "correct horse battery"}, 204)
        reply = self.ask("/api/v1/session", None, "POST", {
            "login": "zwei", "password": "correct horse battery", "role": "body_manager"})
        cookie = reply.headers["Set-Cookie"].split(";")[0]
        target = self.of(self.others[0])
        got = self.ask(f"/api/v1/points_proposals/{target['id']}/confirm", None, "POST", None,
                       Idempotency_Key=self.key(), Cookie=cookie, X_CSRF_Token=reply.json["csrf"])
        self.assertEqual(got.status, 409, got.text)     # the same person by another role

    def test_8_reversal(self):
        target = self.of(self.own[2])
        entry = self.send(f"/points_proposals/{target['id']}/confirm", self.manager, None, 201)
        path = f"/points_entries/{entry['id']}/reverse"
        self.send(path, self.mediator, {"reason": "误"}, 403)
        self.send(path, self.manager, {"reason": ""}, 422)
        back = self.send(path, self.manager, {"reason": "重复计算"}, 201, "PointsEntry")
        self.assertEqual((back["points"], back["month"], back["reason"]), (-4, "2026-10", "重复计算"))
        self.send(path, self.manager, {"reason": "又"}, 409)
        self.send(f"/points_entries/{back['id']}/reverse", self.manager, {"reason": "又"}, 409)
        # Reversed, it may be credited again, once.
        self.assertEqual(self.of(self.own[2])["state"]["code"], "open")
        self.send(f"/points_proposals/{target['id']}/confirm", self.manager, None, 201)
        self.send(f"/points_proposals/{target['id']}/confirm", self.manager, None, 409)
        ledger = self.get(f"/points_entries?from={MONTH}&until=2026-10", self.mediator,
                          shape="PointsEntryPage")["items"]
        mine = [e["points"] for e in ledger if e["dispute"] and e["dispute"]["id"] == self.own[2]]
        self.assertEqual(sorted(mine), [-4, 4, 4])

    def test_8_the_finance_office(self):
        sums = self.get(f"/points?from={MONTH}&until=2026-10", self.manager, shape="PointsSums")
        table = self.ask(f"/api/v1/points?from={MONTH}&until=2026-10&format=csv", self.manager)
        lines = table.text.lstrip("\ufeff").splitlines()
        self.assertEqual(len(lines), 1 + len(sums["items"]))
        self.assertTrue(any(line.startswith(f'{MONTH},5038,"孔云礼",') for line in lines), lines)
        self.get(f"/points?from={MONTH}&format=csv&body={OTHER}", self.manager, 403)
        self.get(f"/points?from={MONTH}&until={MONTH}&format=csv", self.supervisor, 400)
        self.get(f"/points?from={MONTH}&until={MONTH}&format=csv&body={BODY}", self.window, 403)
        self.get("/points_rules", self.mediator, shape="PointsRules")

    def test_9_an_amended_month(self):
        """A correction of what was: one dispute had been of a type that is worth more."""
        before = {p["id"]: p["state"]["code"] for p in self.proposals(self.supervisor)}
        confirmed, corrected = self.own[0], self.own[3]
        self.bulk(self.mediator, [{"key": self.key(), "id": d, "command": "correct",
                                   "type": "traffic", "reason": "登记有误"}
                                  for d in (confirmed, corrected)])
        self.job("account", "add", "--login", "amender", "--name", "x", "--role", "supervisor", "--staff",
                 "5001", "--password-stdin")
        self.yima("report", MONTH, "--population", "none", "--format", "json", "--out", "/dev/null",
                  "--amend", "案由更正", "--by", "amender", "--password-stdin")
        told = f"{self.home}/assess.json"
        for month, ok, code, also in ((MONTH, True, 0, "worked_out"), ("2026-07", False, 1, "detail")):
            got = self.job("assess", month, "--summary", told)
            self.assertEqual(got.returncode, code, got.stderr)
            with open(told, encoding="utf-8") as f:
                summary = json.load(f)
            self.assertEqual((summary["month"], summary["ok"], also in summary), (month, ok, True))
        after = self.proposals(self.supervisor)
        same = {p["id"]: p["state"]["code"] for p in after if p["id"] in before}
        self.assertEqual(same, before)              # nothing is proposed, or decided, twice
        new = [p for p in after if p["id"] not in before]
        self.assertEqual([(p["rule"]["code"], p["state"]["code"]) for p in new],
                         [("difficult_type", "open")] * 2)
        self.assertEqual({p["revision"] for p in after}, {2})
        page = self.get(f"/assessments/body?from={MONTH}&until={MONTH}", self.supervisor)
        self.assertEqual([m["revision"] for m in page["months"]], [2])
        target = next(p for p in new if p["dispute"]["id"] == confirmed)
        self.send(f"/points_proposals/{target['id']}/confirm", self.manager, None, 201)

    def test_9_rules_of_ones_own(self):
        with open(os.path.join(os.environ["YIMA_DATA"], "../../engine/points/cn.json"),
                  encoding="utf-8") as f:
            table = json.load(f)
        table.update(id="binjiang", valid_from="2026-10-01")
        table["rules"][7]["points"] = 3
        name = f"{self.home}/rules.json"
        with open(name, "w", encoding="utf-8") as f:
            json.dump(table, f, ensure_ascii=False)
        self.yima("points", name)
        self.assertEqual(self.job("points", name).returncode, 1)    # there already
        day = lambda on: self.get(f"/points_rules?on={on}", self.mediator)["id"]
        self.assertEqual((day("2026-09-30"), day("2026-10-01")), ("cn", "binjiang"))
        wish = {"staff": "5038", "day": "2026-10-11", "rule": "publicity", "note": "又一场"}
        made = self.send("/points_proposals", self.mediator, wish, 201)
        self.assertEqual((made["points"], made["rules"]), (3, f"binjiang/{table['version']}"))


if __name__ == "__main__":
    unittest.main()
