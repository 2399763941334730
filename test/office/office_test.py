# SPDX-License-Identifier: Apache-2.0
"""A rule that an office changes: imported while the program serves, it holds from its day on, and what
began before keeps the number of its own day. Time goes on within the file: its tests run in their
order."""
import datetime
import os
import subprocess
import unittest

from access_bed import DAY, PAYER, Access
from schema import check
from served import YIMA, environment

HEAD = "key,value,unit,from,source\n"
SOURCE = "local: 办公会议纪要〔2025〕4号"


class Office(Access):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls.party(cls.paid)
        cls.document = cls.ask("/openapi.json").json

    @classmethod
    def account(cls, login, role, *more):
        """Who approves a run names a member of staff, another one than who drew it."""
        if login == "second" and "--staff" not in more:
            more = ("--staff", "5002", *more)
        super().account(login, role, *more)

    # ---- Asking ----

    def rules(self, on=None):
        """{key: rule}"""
        reply = self.ask("/api/v1/rules" + (f"?on={on}" if on else ""))
        self.assertEqual(reply.status, 200, reply.text)
        check(self.document, {"$ref": "#/components/schemas/OfficeRules"}, reply.json)
        return {r["rule"]["code"]: r for r in reply.json["items"]}

    def bring(self, text, code=0, name="office.csv"):
        """Import a file of rules; what the program said."""
        path = f"{self.home}/{name}"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        got = subprocess.run(
            [YIMA, "import", "--data", self.data, "--as", "office", path], capture_output=True,
            text=True, check=False, timeout=180,
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset * DAY)))
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        if code and os.path.exists(path + ".rejects.csv"):
            with open(path + ".rejects.csv", encoding="utf-8") as f:
                return got.stdout + got.stderr + f.read()
        return got.stdout + got.stderr

    def object(self, item):
        reply = self.post("/credit/me/objections", self.payer,
                          {"month": "2025-03", "item": item, "reason": "已按约定支付。"})
        return self.says(reply, 201)

    def breached(self):
        reply = self.get("/credit/me", self.payer)
        self.assertEqual(reply.status, 200, reply.text)
        return [i["item"] for i in reply.json["profile"]["items"] if i["kind"]["code"] == "breached"]

    # ---- On 1 April 2025, a Tuesday; 4 April is 清明, and 7 the next working day but one ----

    def test_a_the_rules_have_their_sources(self):
        rules = self.rules()
        answer = rules["objection_answer"]
        self.assertEqual((answer["value"], answer["unit"]["code"], answer["from"], answer["next"]),
                         (5, "workday", "2018-01-01", None))
        self.assertIn("浙江省公共信用信息管理条例", answer["source"])
        self.assertTrue(all(r["source"] for r in rules.values()))
        self.assertEqual(self.ask("/api/v1/rules?on=tomorrow").status, 400)

    def test_b_what_is_no_rule_is_rejected_by_name(self):
        day = self.day(1)
        said = self.bring(HEAD + "\n".join([
            f"tea,7,workday,{day},{SOURCE}", f"objection_answer,61,workday,{day},{SOURCE}",
            f"objection_answer,0,workday,{day},{SOURCE}", f"objection_answer,7,day,{day},{SOURCE}",
            f"objection_answer,7,workday,{day},", f"objection_answer,7,workday,soon,{SOURCE}",
            f"code_tries,10,count,{day},{SOURCE}"]) + "\n", 1)
        for reason in ("key: is none of the rules", "value: objection_answer takes a whole number, 1 to 60",
                       'unit: objection_answer is counted in ""workday""', "source: names the law",
                       "from: must be a date"):
            self.assertIn(reason, said)
        self.assertIn("0 new or changed, 0 already there, 7 rejected", said)
        self.bring("key,value,unit,from\nobjection_answer,7,workday,2025-04-02\n", 1, "short.csv")
        self.assertEqual(self.sql("select count(*) from office_rule"), "0")

    def test_c_a_change_is_learnt_and_holds_from_its_day(self):
        tomorrow = self.day(1)
        text = HEAD + f"objection_answer,7,workday,{tomorrow},{SOURCE}\n"
        self.assertIn("1 new or changed, 0 already there, 0 rejected", self.bring(text))
        self.until("the rule is learnt",
                   lambda: self.rules(tomorrow)["objection_answer"]["value"] == 7)
        self.assertEqual(self.rules(tomorrow)["objection_answer"]["source"], SOURCE)
        today = self.rules()["objection_answer"]
        self.assertEqual((today["value"], today["next"]), (5, tomorrow))
        put = self.object(self.breached()[0])
        # 2, 3, 7, 8 and 9 April
        self.assertEqual((put["due"], put["working_days_left"]), ("2025-04-09", 5))
        self.assertIn("0 new or changed, 1 already there, 0 rejected", self.bring(text))

    def test_d_what_held_on_a_day_stays(self):
        tomorrow = self.day(1)
        said = self.bring(HEAD + f"objection_answer,9,workday,{tomorrow},{SOURCE}\n", 1, "other.csv")
        self.assertIn(f"objection_answer is 7 from {tomorrow} already", said)
        self.assertIn("choose another day", said)
        self.assertEqual(self.sql("select value from office_rule"), "7")

    def test_e_a_day_later(self):
        self.move_to(datetime.date(2025, 4, 2))
        put = self.object(self.breached()[1])
        # 3, 7, 8, 9, 10, 11 and 14 April
        self.assertEqual((put["due"], put["working_days_left"]), ("2025-04-14", 7))
        first = min(self.get("/credit/me/objections", self.payer).json["items"],
                    key=lambda o: int(o["id"]))
        self.assertEqual(first["due"], "2025-04-09")

    def test_f_a_drawn_month_is_not_changed(self):
        """Profiles of March are drawn; a rule that is judged by the month begins in April at the
        earliest. Rules that no month is judged by may look back."""
        for key, value, unit in (("repeat_within", 6, "month"), ("answers_min", 8, "count"),
                                 ("adult_years", 16, "year")):
            said = self.bring(HEAD + f"{key},{value},{unit},2025-03-31,{SOURCE}\n", 1, "month.csv")
            self.assertIn(f"{key} of 2025-03-31 would change 2025-03, which is drawn", said)
        said = self.bring(HEAD + f"repeat_within,6,month,2025-04-01,{SOURCE}\n", 0, "month.csv")
        self.assertIn("1 new or changed", said)
        said = self.bring(HEAD + f"code_valid,90,day,2025-03-01,{SOURCE}\n", 0, "code.csv")
        self.assertIn("1 new or changed", said)

    def test_g_a_program_that_starts_knows_them(self):
        self.process.terminate()
        self.process.wait(120)
        type(self).start()
        self.assertEqual(self.rules("2025-04-02")["objection_answer"]["value"], 7)
        self.assertEqual(self.rules("2025-04-01")["objection_answer"]["value"], 5)
        self.assertEqual(self.rules("2025-04-01")["code_valid"]["value"], 90)


if __name__ == "__main__":
    unittest.main()
