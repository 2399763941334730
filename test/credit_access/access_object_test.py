# SPDX-License-Identifier: Apache-2.0
"""Objections with their terms, runs that a person approves, and what neither reaches: withdrawn runs,
profiles that are gone, merged disputes. Time goes on within the file: its tests run in their order."""
import datetime
import subprocess
import unittest

from access_bed import COLLEAGUE, HOME, PASSWORD, PAYER, Access
from schema import check
from served import YIMA, environment

REASON = "该期已按约定支付，有转账记录。"


class Objections(Access):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls.party(cls.paid)
        cls.document = cls.ask("/openapi.json").json

    def fits(self, name, value):
        check(self.document, {"$ref": "#/components/schemas/" + name}, value)
        return value

    def items(self, kind=None, month=None):
        reply = self.get("/credit/me" + (f"?month={month}" if month else ""), self.payer)
        self.assertEqual(reply.status, 200, reply.text)
        return [i for i in reply.json["profile"]["items"] if kind in (None, i["kind"]["code"])]

    def points(self, month):
        return self.get("/credit/me?month=" + month, self.payer).json["profile"]["performance"]

    def object(self, item, who=None, month="2025-03", reason=REASON, **headers):
        return self.post("/credit/me/objections", who or self.payer,
                         {"month": month, "item": item, "reason": reason}, **headers)

    def desk(self, who=None, state="open"):
        reply = self.get("/credit/objections?state=" + state, who or self.dpo)
        self.assertEqual(reply.status, 200, reply.text)
        return self.fits("CreditObjectionPage", reply.json)["items"]

    def decide(self, objection, decision="upheld", who=None, answer="经核实，异议成立。", **headers):
        return self.post(f"/credit/objections/{objection}/decide", who or self.dpo,
                         {"decision": decision, "answer": answer}, **headers)

    # ---- Putting in, in March's profile, on 1 April 2025 (a Tuesday) ----

    def test_a_an_item_is_objected_to_once(self):
        item = self.items("breached")[0]["item"]
        key = {"Idempotency_Key": "the-same"}
        put = self.fits("CreditObjection", self.says(self.object(item, **key), 201))
        self.assertEqual(put["item"], item)
        # 4 April 2025 is 清明: five working days behind the first are 2, 3, 7, 8 and 9 April.
        self.assertEqual((put["due"], put["latest"]), ("2025-04-09", "2025-04-21"))
        self.assertEqual((put["working_days_left"], put["overdue"]), (5, False))
        again = self.says(self.object(item, **key), 201)
        self.assertEqual(again["id"], put["id"])
        self.says(self.object(item, reason="另一理由", **key), 422)
        self.says(self.object(item), 409, "already")
        self.assertEqual(self.items("breached")[0]["flag"]["code"], "disputed")
        listed = self.says(self.get("/credit/me/objections", self.payer), 200)
        self.assertEqual([o["id"] for o in self.fits("CreditObjectionList", listed)["items"]],
                         [put["id"]])
        self.assertNotIn(REASON.encode().hex(), self.sql("select reason from credit_objection"))

    def test_b_only_items_of_ones_own_approved_month(self):
        mine = self.items("breached")[1]["item"]
        self.says(self.object(mine, who=self.party(self.others)), 404, "no_item")
        self.says(self.object(mine, who=self.party(self.paid, 0)), 404, "no_identity")
        self.says(self.object(mine, month="2025-02"), 404, "not_yet")
        self.says(self.object(mine, who=self.mediator), 403)
        number = mine.split(".", 1)[1]
        for wrong in ("", "x", mine + "0", mine.lower(), "0SA6BKHNG34EE2." + number, mine + ".0"):
            self.assertIn(self.object(wrong).status, (404, 422), wrong)
        self.says(self.object(mine, reason=""), 422)
        self.says(self.object(mine, reason="长" * 1001), 422)
        self.says(self.object(mine, reason="长" * 1000), 201)  # the second one

    def test_c_who_decides(self):
        first = min(self.desk(), key=lambda o: int(o["id"]))
        self.assertEqual((first["reason"], first["seat"]), (REASON, 1))
        for who in (self.mediator, self.manager, self.payer):
            self.says(self.get("/credit/objections", who), 403)
            self.says(self.decide(first["id"], who=who), 403)
        self.assertEqual(self.desk(self.away), [])
        self.says(self.decide(first["id"], who=self.away), 404)
        self.says(self.decide("999"), 404)
        # The mediator who recorded the breach has gone to the office that supervises.
        self.sql("update staff s set body_id = o.body_id, roles = o.roles from staff o "
                 f"where o.staff_id = 5001 and s.staff_id = {COLLEAGUE}")
        recorder = self.token("--role", "supervisor", "--staff", COLLEAGUE, "--region", HOME)
        self.says(self.decide(first["id"], who=recorder), 403, "recorder")
        self.says(self.decide(first["id"], decision="open"), 422)
        self.says(self.decide(first["id"], answer=""), 422)

    def test_d_an_extension_is_taken_once(self):
        second = max(self.desk(), key=lambda o: int(o["id"]))["id"]
        extend = lambda: self.post(f"/credit/objections/{second}/extend", self.dpo)
        got = self.fits("CreditObjection", self.says(extend(), 200))
        self.assertEqual((got["due"], got["extended"]), ("2025-04-21", True))
        self.says(extend(), 409, "not_open")

    def test_e_a_decision_stands(self):
        first = min(self.desk(), key=lambda o: int(o["id"]))["id"]
        got = self.fits("CreditObjection", self.says(self.decide(first), 200))
        self.assertEqual(got["state"]["code"], "upheld")
        self.says(self.decide(first), 200)  # the same again
        self.says(self.decide(first, "rejected"), 409, "not_open")
        self.says(self.decide(first, who=self.supervisor), 409, "not_open")
        self.assertEqual(self.items("breached")[0]["flag"]["code"], "upheld")
        self.says(self.object(self.items("breached")[0]["item"]), 409, "already")
        mine = self.says(self.get("/credit/me/objections", self.payer), 200)["items"][-1]
        self.assertEqual((mine["state"]["code"], mine["answer"]), ("upheld", "经核实，异议成立。"))
        self.assertEqual([o["id"] for o in self.desk(state="upheld")], [first])

    # ---- The next run ----

    def test_f_what_is_overdue_is_shown(self):
        self.move_to(datetime.date(2025, 4, 22))
        [late] = self.desk()
        self.assertEqual((late["overdue"], late["working_days_left"]), (True, 0))

    def test_g_a_month_waits_for_another_person(self):
        self.move_to(datetime.date(2025, 5, 1))
        self.draw("2025-04")
        run = self.fits("CreditRun", self.says(self.get("/credit/runs/2025-04", self.supervisor), 200))
        self.assertEqual(run["state"]["code"], "waiting")
        approve = "/credit/runs/2025-04/approve"
        self.assertEqual(self.get("/credit/me", self.payer).json["profile"]["month"], "2025-03")
        for who, status in ((self.mediator, 403), (self.manager, 403), (self.dpo, 403), (self.payer, 403)):
            self.says(self.post(approve, who), status)
            self.says(self.get("/credit/runs", who), 403)
        self.says(self.post(approve, self.supervisor), 403, "person")  # a program is no person
        runner = self.enter("runner")
        self.says(self.post(approve, runner), 403, "same_person")
        self.assertEqual(self.says(self.get("/credit/runs/2025-04", runner), 200)["bar"]["code"],
                         "same_person")
        self.says(self.post(approve, self.enter("alias")), 403, "same_person")  # another account
        self.says(self.post("/credit/runs/2025-06/approve", self.enter("second")), 404)
        self.says(self.post("/credit/runs/now/approve", self.enter("second")), 404)
        self.assertEqual(self.get("/credit/me", self.payer).json["months"], ["2025-03"])
        second = self.enter("second")
        for body, status, reason in (({"sha256": "0" * 64}, 409, "changed"), ({}, 400, None),
                                     ({"sha256": run["sha256"][1:]}, 422, None)):
            self.says(self.post(approve, second, body), status, reason)
        seen = self.post(approve, second, {"sha256": run["sha256"]})
        self.assertEqual(self.says(seen, 200)["state"]["code"], "approved")
        self.says(self.post(approve, second), 200)  # the same again
        self.says(self.post(approve, runner), 403, "same_person")
        self.fits("CreditRunPage", self.says(self.get("/credit/runs", self.supervisor), 200))

    def test_g_y_no_run_falls_between_two_pages(self):
        """A page of 60 would end within January: it comes whole with the next one."""
        other = ("formula, formula_sha256, formula_json, previous_sha256, runner, runner_login, approver, "
                 "approver_login, begun_at, decided_at, expiry_days")
        self.sql(f"insert into credit_run (month, run, state, {other}) select m, n, 4, {other} from "
                 "credit_run, (select '2025-02-01'::date as m, generate_series(1, 57) as n union all "
                 "select '2025-01-01', generate_series(1, 3)) x where month = '2025-03-01'")
        seen, next_ = [], ""
        try:
            while next_ is not None:
                page = self.says(self.get("/credit/runs" + next_, self.supervisor), 200)
                seen += [(r["month"], r["run"]) for r in self.fits("CreditRunPage", page)["items"]]
                next_ = page["next"] and "?before=" + page["next"]
        finally:
            self.sql("delete from credit_run where month < '2025-03-01'")
        self.assertEqual(seen, [("2025-04", 1), ("2025-03", 1)] +
                         [("2025-02", n) for n in range(57, 0, -1)] +
                         [("2025-01", n) for n in (3, 2, 1)])

    def test_h_what_was_objected_to_does_not_count(self):
        april = {i["item"]: i["why"]["code"] for i in self.items("breached", "2025-04")}
        self.assertEqual(sorted(april.values()), ["disputed", "upheld"])
        self.assertGreater(self.points("2025-04")["points"], self.points("2025-03")["points"])
        [second] = self.desk()
        self.says(self.decide(second["id"], "rejected", answer="记录属实。"), 200)
        flags = {i["item"]: i["flag"] and i["flag"]["code"] for i in self.items("breached", "2025-04")}
        self.assertEqual(flags[second["item"]], None)
        self.assertEqual(self.object(second["item"], month="2025-04").status, 201)  # anew, if need be

    def test_h_y_a_profile_copied_to_another_party_does_not_open(self):
        march = lambda: self.get("/credit/me?month=2025-03", self.payer).json
        before = march()
        self.sql("create table kept as select party, body from credit_profile where month = '2025-03-01'")
        self.sql("update credit_profile p set body = o.body from kept o where p.month = '2025-03-01' and "
                 "p.party <> o.party")
        answer = march()
        self.sql("update credit_profile p set body = o.body from kept o where p.month = '2025-03-01' and "
                 "p.party = o.party; drop table kept")
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "unreadable"))
        self.assertIn("does not open", self.log())
        self.assertEqual(march(), before)

    def privacy(self, *words):
        got = subprocess.run([YIMA, "privacy", *words, "--data", self.data, "--quiet", "--by", "guard"],
                             input=PASSWORD + "\n", capture_output=True, env=environment(), text=True,
                             check=False, timeout=300)
        self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
        return got.stdout

    def test_ha_what_is_forgotten_is_gone_with_all_that_hangs_on_it(self):
        other = self.party(self.others)
        self.says(self.put("/credit/me/statement", other, {"text": "已另行商定。"}), 200)
        item = self.get("/credit/me", other).json["profile"]["items"][0]["item"]
        self.says(self.object(item, who=other, month="2025-04"), 201)
        seat = "(select * from party where identity_hash is not null order by dispute_id offset 2 limit 1) p"
        for row in ("sealed_document select bucket, dispute_id, 'F0RGETF0RGETF0RGETF0', 17, 1, 'x', now(), 't', 1, 1, "
                    "sha256('x'), null, decode(repeat('cd', 64), 'hex')",
                    "sealed_part select bucket, 'F0RGETF0RGETF0RGETF0', 0, 'x'",
                    "credit_certificate select bucket, dispute_id, 'F0RGETF0RGETF0RGETF0', identity_hash, '2025-04-01', 1,"
                    " now(), '2026-01-01'"):
            self.sql(f"insert into {row} from {seat}")
        said = self.credit("forget", self.others, "1", "--by", "guard", "--reason", "删除决定1号",
                           "--password-stdin")
        self.assertIn("2 profiles deleted", said)
        self.assertIn("1 statements, 1 objections and 1 certificates", said)
        for table in ("sealed_part", "sealed_document", "credit_certificate"):
            self.assertEqual(self.sql(f"select count(*) from {table} where code = 'F0RGETF0RGETF0RGETF0'"), "0", table)
        answer = self.get("/credit/me", other).json
        self.assertEqual((answer["profile"], answer["none"]["code"], answer["statement"],
                          answer["months"]), (None, "not_yet", None, []))
        self.assertEqual(self.get("/credit/me/objections", other).json["items"], [])

    def test_hb_a_number_that_is_hashed_anew_takes_all_of_it_along(self):
        self.says(self.put("/credit/me/statement", self.payer, {"text": "已另行商定。"}), 200)
        before = (self.get("/credit/me", self.payer).json, self.get("/credit/me/objections", self.payer).json)
        looks = len(self.get("/credit/me/reads", self.payer).json["items"])
        old = self.sql(f"select identity_hash from party where dispute_id = (select dispute_id from "
                       f"credit_objection limit 1) and seat = 1")
        barred = self.sql("select party from credit_barred")
        self.privacy("rehash")
        self.until("the old hash is gone", lambda: self.get("/credit/me", self.payer).json["profile"])
        after = (self.get("/credit/me", self.payer).json, self.get("/credit/me/objections", self.payer).json)
        self.assertEqual(after, before)
        self.assertGreaterEqual(len(self.get("/credit/me/reads", self.payer).json["items"]), looks)
        for table in ("credit_profile", "credit_read", "credit_objection", "credit_statement"):
            self.assertEqual(self.sql(f"select count(*) from {table} where party = '{old}'"), "0", table)
        self.assertNotEqual(self.sql("select party from credit_barred"), barred)
        self.assertEqual(self.sql("select count(*) from credit_barred b join party p on p.identity_hash = "
                                  "b.party"), "1")
        self.assertEqual(self.sql("select count(*) from credit_profile where oldest is null"), "0")
        self.credit("list")

    def test_hc_a_key_that_is_replaced_may_go(self):
        before = (self.get("/credit/me", self.payer).json, self.get("/credit/me/objections", self.payer).json)
        self.privacy("rotate")
        self.assertIn("0 are left under older keys", self.privacy("reseal"))
        for field in ("credit_profile.body", "credit_objection.reason", "credit_objection.answer",
                      "credit_statement.text"):
            table, column = field.split(".")
            self.assertEqual(self.sql(f"select distinct get_byte({column}, 0) from {table} where {column} "
                                      "is not null and octet_length(" + column + ") > 0"), "2", field)
        self.assertIn("key 1 is retired", self.privacy("retire", "1", "--password-stdin"))
        self.assertEqual((self.get("/credit/me", self.payer).json,
                          self.get("/credit/me/objections", self.payer).json), before)
        got = subprocess.run([YIMA, "verify", "--data", self.data, "--quiet"], capture_output=True,
                             env=environment(), text=True, check=False, timeout=300)
        self.assertIn("clean", got.stdout + got.stderr)

    # ---- What is not told ----

    def test_i_a_run_that_was_withdrawn_tells_nothing(self):
        self.move_to(datetime.date(2025, 6, 1))
        self.draw("2025-05")
        self.assertEqual(self.sql("select tally[31] from credit_run where month = '2025-05-01'"), "1")
        self.assertEqual(self.get("/credit/me?month=2025-05", self.payer).json["profile"], None)
        self.credit("withdraw", "2025-05", "--by", "second", "--reason", "数据有误")
        self.assertEqual(self.get("/credit/me?month=2025-05", self.payer).json["profile"], None)
        self.says(self.post("/credit/runs/2025-05/approve", self.enter("second")), 409, "withdrawn")

    def test_ia_a_profile_that_holds_what_is_past_its_time_is_not_told(self):
        """Of the day before it is; then of none of it, though nobody has swept yet."""
        read = lambda: self.get("/credit/me?month=2025-04", self.payer).json
        for age, code in ((1826, None), (1827, "expired")):
            self.sql(f"update credit_profile set oldest = date '{self.day()}' - {age} where month = '2025-04-01'")
            self.assertEqual(read()["none"] and read()["none"]["code"], code)
        self.assertIsNone(read()["profile"])
        # A formula that keeps items for three years.
        self.sql(f"update credit_profile set oldest = date '{self.day()}' - 1096 where month = '2025-04-01'")
        self.assertIsNotNone(read()["profile"])
        self.sql("update credit_run set expiry_days = 1095 where month = '2025-04-01'")
        self.assertEqual(read()["none"]["code"], "expired")
        # One that an earlier version drew: its items tell.
        self.sql("update credit_profile set oldest = null where month = '2025-04-01'")
        self.assertIsNotNone(read()["profile"])
        self.sql("update credit_run set expiry_days = 30 where month = '2025-04-01'")
        self.assertEqual(read()["none"]["code"], "expired")
        self.sql("update credit_run set expiry_days = 1826 where month = '2025-04-01'")

    def test_j_a_profile_that_is_gone_is_not_told(self):
        self.sql("delete from credit_profile where month = '2025-04-01'")
        answer = self.get("/credit/me?month=2025-04", self.payer).json
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "not_yet"))
        self.assertEqual(answer["months"], ["2025-03"])
        self.assertEqual(self.get("/credit/me", self.payer).json["profile"]["month"], "2025-03")
        self.says(self.object(self.items("breached")[0]["item"], month="2025-04"), 404, "not_yet")

    def test_l_a_merged_dispute_gives_no_reason_to_look(self):
        double, first = self.open(PAYER), self.open(PAYER)
        self.says(self.look(double), 200)
        self.do(double, "merge", self.manager, dispute=first, reason="同一纠纷重复登记")
        self.says(self.look(double), 409, "closed")


if __name__ == "__main__":
    unittest.main()
