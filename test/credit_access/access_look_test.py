# SPDX-License-Identifier: Apache-2.0
"""Who sees a credit profile and who does not, attacked over the live interface: the party itself, the
mediator of the dispute for a purpose, and nobody else; each attempt leaves its row."""
import json
import subprocess
import unittest

from access_bed import (HOME, MEDIATOR, OTHER, PAYER, PURPOSE, VICTIM, Access)
from schema import check
from served import YIMA, environment


class Looks(Access):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls.party(cls.paid)
        cls.document = cls.ask("/openapi.json").json

    def fits(self, name, value):
        check(self.document, {"$ref": "#/components/schemas/" + name}, value)
        return value

    def own(self, who=None, month=None):
        reply = self.get("/credit/me" + (f"?month={month}" if month else ""), who or self.payer)
        self.assertEqual(reply.status, 200, reply.text)
        return self.fits("CreditAnswer", reply.json)

    def reads(self, who=None):
        reply = self.get("/credit/me/reads", who or self.payer)
        self.assertEqual(reply.status, 200, reply.text)
        return self.fits("CreditReadPage", reply.json)["items"]

    def bytes(self, path, token):
        connection = self.connect()
        connection.request("GET", "/api/v1" + path, headers={"Authorization": "Bearer " + token})
        got = connection.getresponse().read()
        connection.close()
        return got

    def attempts(self, verdict):
        """How many rows the log of the region holds with this verdict."""
        n, cursor = 0, ""
        while cursor is not None:
            reply = self.get("/credit/reads" + cursor, self.dpo)
            self.assertEqual(reply.status, 200, reply.text)
            page = self.fits("CreditReadPage", reply.json)
            n += sum(r["verdict"]["code"] == verdict for r in page["items"])
            cursor = page["next"] and "?cursor=" + page["next"]
        return n

    # ---- The party ----

    def test_a_party_reads_its_own_with_every_reason(self):
        answer = self.own()
        profile = answer["profile"]
        self.assertEqual(answer["months"], ["2025-03"])
        self.assertEqual((profile["month"], profile["kind"]["code"]), ("2025-03", "natural"))
        self.assertEqual([(h["side"]["code"], h["type"]["code"], h["n"]) for h in profile["habits"]],
                         [("respondent", "neighbour", 2)])
        self.assertEqual(profile["performance"]["counted"], 5)
        kinds = {k["code"]: k["n"] for k in profile["performance"]["kinds"]}
        self.assertEqual(kinds, {"on_time": 3, "breached": 2})
        for item in profile["items"]:
            self.assertTrue(item["source"] and item["why"]["zh"] and item["dispute"] and item["seq"])
        weighed = [(i["weight"], i["points"]) for i in profile["items"]
                   if i["counts"] and i["points"] is not None
                   and i["part"]["code"] == "performance"]
        self.assertEqual(sum(w * p for w, p in weighed) // sum(w for w, _ in weighed),
                         profile["performance"]["points"])

    def test_no_number_of_a_person_stands_anywhere(self):
        texts = [self.get(p, self.payer).text for p in ("/credit/me", "/credit/me/reads",
                                                        "/credit/me/objections")]
        texts += [self.look(self.paid).text, self.get("/credit/reads", self.dpo).text,
                  self.get("/credit/runs", self.supervisor).text, self.log()]
        for text in texts:
            for number in (PAYER, OTHER, VICTIM):
                self.assertNotIn(number, text)
                self.assertNotIn(number[-6:], text)

    def test_an_agent_reads_for_its_seat_alone(self):
        agent = self.party(self.paid, role="agent")
        self.assertEqual(self.own(agent)["profile"], self.own()["profile"])
        claimant = self.own(self.party(self.paid, 0, "agent"))
        self.assertIsNone(claimant["profile"])
        self.assertEqual(claimant["none"]["code"], "no_identity")

    def test_the_other_side_sees_nothing(self):
        other = self.party(self.paid, 0)
        self.assertEqual(self.own(other)["none"]["code"], "no_identity")
        self.assertEqual(self.reads(other), [])
        for seat in (0, 1):
            self.says(self.look(self.paid, seat, other), 403)
        self.says(self.get("/credit/reads", other), 403)

    def test_one_without_a_number_has_none(self):
        answer = self.own(self.party(self.nobody))
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "no_identity"))
        self.says(self.put("/credit/me/statement", self.party(self.nobody), {"text": "无"}), 409,
                  "no_identity")

    def test_a_family_under_protection_has_none(self):
        answer = self.own(self.party(self.family))
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "not_yet"))

    def test_only_approved_months_are_told(self):
        answer = self.own(month="2025-02")
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "not_yet"))
        self.says(self.get("/credit/me?month=2025-13", self.payer), 400)

    def test_credentials_of_nobody_and_none(self):
        self.assertEqual(self.ask("/api/v1/credit/me").status, 401)
        for who in (self.manager, self.supervisor, self.dpo, self.token("--role", "admin"),
                    self.token("--role", "court_clerk", "--body", "1009"), self.mediator):
            self.says(self.get("/credit/me", who), 403)
        self.assertEqual(self.get("/credit/" + self.paid, self.payer).status, 404)
        self.assertEqual(self.get("/credit", self.dpo).status, 404)

    # ---- The mediator ----

    def test_the_mediator_looks_and_the_party_reads_who(self):
        answer = self.says(self.look(self.paid), 200)
        self.fits("CreditAnswer", answer)
        self.assertEqual(answer["months"], [])
        places = {i["dispute"] for i in answer["profile"]["items"]}
        self.assertEqual(len(places), 2)
        self.assertIn(None, places)  # the dispute of the colleague
        self.assertNotIn(self.broken, json.dumps(answer))
        for item in answer["profile"]["items"]:
            self.assertEqual(item["dispute"] is None, item["seq"] is None)
        newest = self.reads()[0]
        self.assertEqual((newest["role"]["code"], newest["purpose"], newest["refused"]),
                         ("mediator", PURPOSE, False))
        self.assertNotIn("reader", newest)  # a party reads no names
        stored = self.sql("select purpose from credit_read where purpose is not null limit 1")
        self.assertNotIn(PURPOSE.encode().hex(), stored)

    def test_without_a_purpose_nothing(self):
        before = self.attempts("no_purpose")
        bodies = ({}, {"purpose": "看看"}, {"purpose": "长" * 201}, {"purpose": 4}, {"aim": "分期"},
                  {"purpose": "    "}, {"purpose": "\u200b\ufeff\u2060\u3000 "},
                  {"purpose": "\u202e分期案"})
        for body in bodies:
            reply = self.post(f"/disputes/{self.paid}/credit/1", self.mediator, body)
            self.says(reply, 422)
            self.assertEqual(reply.json["errors"][0]["pointer"], "#/purpose")
        for length in (4, 200):
            self.says(self.look(self.paid, purpose="长" * length), 200)
        self.assertEqual(self.attempts("no_purpose"), before + len(bodies))
        self.assertTrue(self.reads()[2]["refused"])  # the party reads of the attempts as well

    def test_another_mediator_sees_nothing(self):
        before = self.attempts("not_here")
        self.says(self.look(self.paid, who=self.colleague), 404)
        self.says(self.look(self.broken), 404)  # the party's other dispute is not his
        self.says(self.look(self.paid, seat=2), 404)
        self.says(self.look(self.paid, seat=32), 404)
        self.says(self.look("0SA6BKHNG34EE2"), 404)
        nobody = self.token("--role", "mediator", "--staff", "5028")
        self.says(self.look(self.paid, who=nobody), 404)
        self.assertGreaterEqual(self.attempts("not_here"), before + 5)

    def test_the_code_of_a_mediator_or_of_the_registrar_shows_no_profile(self):
        """Else the mediator enters with it, and reads all that the party may read; or somebody makes
        up a dispute with a number that is known, and reads whose it is."""
        dispute = self.open(PAYER)
        token = self.get("/disputes/" + dispute, self.manager).json["token"]
        paths = ("/credit/me", "/credit/me/reads", "/credit/me/objections")

        def enter(issuer):
            made = self.post(f"/disputes/{dispute}/access-codes", issuer, {"seat": 1})
            reply = self.post(f"/codes/{token}/session", None, {"code": made.json["code"]})
            self.assertEqual(reply.status, 200, reply.text)
            return {"Cookie": reply.headers["Set-Cookie"].split(";")[0],
                    "X_CSRF_Token": reply.json["csrf"]}

        before = self.attempts("no_right")
        registrar = self.manager
        for issuer, reason in ((self.mediator, "mediator_code"), (registrar, "registrar_code")):
            session = enter(issuer)
            for path in paths:
                self.says(self.get(path, session), 403, reason)
            self.says(self.post("/credit/me/certificate", session), 403, reason)
            self.says(self.put("/credit/me/statement", session, {"text": "无"}), 403, reason)
        self.assertEqual(self.attempts("no_right"), before + 2 * (len(paths) + 2))
        session = enter(self.token("--role", "window_clerk", "--region", HOME))
        for path in paths:
            self.says(self.get(path, session), 200)

    def test_a_former_mediator_sees_nothing(self):
        dispute = self.open(OTHER)
        self.says(self.look(dispute), 200)
        self.do(dispute, "assign", self.manager, mediator="5039")
        self.says(self.look(dispute), 404)
        self.says(self.look(dispute, who=self.colleague), 200)

    def test_a_dispute_that_is_over_gives_no_reason_to_look(self):
        dispute = self.open(OTHER)
        self.do(dispute, "notify", seat=1, manner="电话")
        self.do(dispute, "refuse_mediation", seat=1)
        open_now = self.get("/disputes/" + dispute, self.mediator).json["open"]
        self.assertFalse(open_now)
        self.says(self.look(dispute), 409, "closed")

    def test_no_other_role_looks(self):
        before = self.attempts("no_right")
        roles = [self.token("--role", r, "--body", "1009") for r in
                 ("court_clerk", "confirming_judge", "filing_judge")]
        roles += [self.manager, self.supervisor, self.dpo, self.token("--role", "auditor", "--region",
                                                                      HOME),
                  self.token("--role", "admin"), self.token("--role", "job")]
        for who in roles:
            reply = self.look(self.paid, who=who)
            self.says(reply, 403)
            self.assertIn("has no right credit_case", reply.json["detail"])
        self.assertEqual(self.attempts("no_right"), before + len(roles))
        self.assertTrue(all(r["refused"] for r in self.reads()[:len(roles)]))

    def test_a_mediator_cannot_harvest(self):
        token = self.token("--role", "mediator", "--staff", MEDIATOR)
        statuses = [self.look(self.paid, who=token, purpose="x").status for _ in range(70)]
        self.assertEqual(statuses[0], 422)
        self.assertEqual(statuses[-1], 429)
        self.assertLessEqual(sum(s == 422 for s in statuses), 66)

    # ---- Protection ----

    def protect(self, dispute, kind="minor", who=None):
        reply = self.put(f"/disputes/{dispute}/protection", who or self.mediator,
                         {"kind": kind, "reason": "当事人系未成年人"})
        self.assertEqual(reply.status, 200, reply.text)
        return self.fits("Protection", reply.json)

    def lift(self, dispute, kind="minor", who=None):
        return self.send("DELETE", f"/disputes/{dispute}/protection", who or self.supervisor,
                         {"kind": kind, "reason": "核实后解除"})

    def test_protection_shows_at_once(self):
        dispute = self.open(OTHER)
        self.says(self.look(dispute), 200)
        self.assertEqual([k["code"] for k in self.protect(dispute)["kinds"]], ["minor"])
        self.says(self.look(dispute), 403, "protected")
        self.assertEqual(len(self.protect(dispute)["items"]), 1)  # twice changes nothing
        for who in (self.mediator, self.manager):
            self.says(self.lift(dispute, who=who), 403)
        self.says(self.lift(dispute, who=self.away), 404)
        self.says(self.look(dispute), 403, "protected")
        self.assertEqual(self.says(self.lift(dispute), 200)["kinds"], [])
        self.says(self.look(dispute), 200)

    def test_a_protected_dispute_hides_the_profile_that_tells_of_it(self):
        """In another dispute the mediator is shown nothing; the party itself reads that the items leave."""
        self.protect(self.others)
        other = self.open(OTHER)
        answer = self.says(self.look(other), 200)
        self.assertEqual((answer["profile"], answer["none"]["code"]), (None, "changed"))
        flags = {i["flag"]["code"] for i in self.own(self.party(self.others))["profile"]["items"]}
        self.assertEqual(flags, {"leaving"})
        self.says(self.lift(self.others), 200)
        self.assertIsNotNone(self.says(self.look(other), 200)["profile"])

    def test_a_report_to_the_police_protects_a_family(self):
        self.says(self.look(self.family), 403, "protected")
        told = self.says(self.get(f"/disputes/{self.family}/protection", self.mediator), 200)
        self.assertEqual([k["code"] for k in self.fits("Protection", told)["kinds"]],
                         ["family_violence"])
        self.assertTrue(told["reported"])
        for seat in (0, 1):  # parties are told nothing of it
            self.says(self.get(f"/disputes/{self.family}/protection", self.party(self.family, seat)),
                      403)

    def test_a_report_protects_whatever_the_type_becomes(self):
        """The dispute itself, and the profile that tells of it, which the events alone bar."""
        dispute = self.open(VICTIM, type="marriage")
        self.do(dispute, "report_police", reason="有家庭暴力")
        self.do(dispute, "correct", self.manager, type="neighbour", reason="更正纠纷类型")
        self.says(self.look(dispute), 403, "protected")
        told = self.says(self.get(f"/disputes/{dispute}/protection", self.mediator), 200)
        self.assertEqual(([k["code"] for k in told["kinds"]], told["reported"]),
                         (["family_violence"], True))
        other = self.open(OTHER)
        self.assertIsNotNone(self.says(self.look(other), 200)["profile"])
        self.do(self.others, "correct", self.manager, type="marriage", reason="更正纠纷类型")
        self.do(self.others, "report_police", reason="有家庭暴力")
        self.do(self.others, "correct", self.manager, type="neighbour", reason="更正纠纷类型")
        self.assertEqual(self.says(self.look(other), 200)["none"]["code"], "changed")
        self.says(self.lift(self.others, "family_violence"), 200)  # who lifts it knows of the report
        self.assertIsNotNone(self.says(self.look(other), 200)["profile"])
        self.do(self.others, "report_police", reason="再次报告")
        self.assertIsNotNone(self.says(self.look(other), 200)["profile"])

    def test_strangers_to_a_dispute_protect_nothing(self):
        reply = self.put(f"/disputes/{self.paid}/protection", self.colleague,
                         {"kind": "other", "reason": "无"})
        self.says(reply, 404)
        self.says(self.get(f"/disputes/{self.paid}/protection", self.away), 404)
        for body in ({"kind": "none", "reason": "无"}, {"kind": "minor"}, {"kind": "minor", "reason": ""},
                     {"kind": "minor", "reason": "长" * 1001}):
            reply = self.put(f"/disputes/{self.paid}/protection", self.mediator, body)
            self.assertIn(reply.status, (400, 422), reply.text)

    # ---- The own words ----

    def test_a_party_says_its_own_words(self):
        text = "因住院未能按期履行，现已与对方商定新的期限。"
        stated = self.says(self.put("/credit/me/statement", self.payer, {"text": text}), 200)
        self.assertEqual(self.fits("CreditStated", stated)["statement"]["text"], text)
        self.assertEqual(self.own()["statement"]["text"], text)
        self.assertEqual(self.says(self.look(self.paid), 200)["statement"]["text"], text)
        self.assertNotIn(text.encode().hex(), self.sql("select text from credit_statement"))
        self.says(self.put("/credit/me/statement", self.payer, {"text": "长" * 500}), 200)
        self.says(self.put("/credit/me/statement", self.payer, {"text": "长" * 501}), 422)
        self.says(self.put("/credit/me/statement", self.payer, {"text": ""}), 200)
        self.assertIsNone(self.own()["statement"])

    # ---- The log ----

    def test_who_watches_reads_all_of_the_own_region(self):
        self.says(self.look(self.paid), 200)
        page = self.says(self.get("/credit/reads", self.dpo), 200)
        newest = self.fits("CreditReadPage", page)["items"][0]
        self.assertEqual((newest["staff"], newest["purpose"]), (MEDIATOR, PURPOSE))
        away = self.says(self.get("/credit/reads", self.away), 200)
        self.assertEqual(away["items"], [])
        for who in (self.mediator, self.manager, self.payer):
            self.says(self.get("/credit/reads", who), 403)

    def test_pages_of_the_log_follow_one_another(self):
        self.sql("insert into credit_read (bucket, party, read_id, at, reader, role, staff_id, body_id, "
                 "dispute_id, seat, region, what, verdict) select bucket, party, i, at, 'x', role, 1, 1, "
                 "dispute_id, seat, region, what, verdict from (select * from credit_read where "
                 f"seat = 1 and octet_length(party) = 32 limit 1) l, generate_series(1, 250) i")
        seen, cursor = [], ""
        while cursor is not None:
            page = self.says(self.get("/credit/reads" + cursor, self.dpo), 200)
            seen += [r["id"] for r in page["items"]]
            cursor = page["next"] and "?cursor=" + page["next"]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertGreaterEqual(len(seen), 250)
        self.assertEqual(sorted(map(int, seen), reverse=True), list(map(int, seen)))
        self.sql("delete from credit_read where reader = 'x'")

    # ---- Certificates ----

    def test_a_certificate_can_be_checked_by_anybody(self):
        made = self.says(self.post("/credit/me/certificate", self.payer), 200)
        self.fits("CreditCertificate", made)
        self.assertEqual([i["kind"]["code"] for i in made["items"]], ["on_time"] * 3)
        code = made["document_code"]
        self.assertEqual(self.ask(f"/v/{code}").status, 200)
        self.assertTrue(self.says(self.get("/seals/" + code, None), 200)["holds"])
        again = self.says(self.post("/credit/me/certificate", self.payer), 200)
        self.assertEqual(again["document_code"], code)
        pdf = self.bytes(f"/credit/me/certificate/{code}", self.payer)
        self.assertTrue(pdf.startswith(b"%PDF"))
        path = self.home + "/certificate.pdf"
        with open(path, "wb") as f:
            f.write(pdf)
        got = subprocess.run([YIMA, "verify", "--data", self.data, "--document", path],
                             capture_output=True, env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                              check=True).stdout
        self.assertIn("钱某某", text)
        self.assertNotIn("张三丰", text)  # the other party
        self.assertNotIn(PAYER[-6:], text)

    def test_a_certificate_is_the_partys_own(self):
        code = self.says(self.post("/credit/me/certificate", self.payer), 200)["document_code"]
        for who in (self.party(self.paid, 0), self.party(self.broken)):
            self.says(self.get("/credit/me/certificate/" + code, who), 404)
        self.says(self.get(f"/disputes/{self.paid}/sealed/{code}", self.mediator), 404)
        listed = self.says(self.get(f"/disputes/{self.paid}/sealed", self.party(self.paid, 0)), 200)
        self.assertEqual(listed["items"], [])
        self.says(self.post("/credit/me/certificate", self.party(self.nobody)), 409, "nothing")
        reply = self.post(f"/disputes/{self.paid}/sealed", self.mediator,
                          {"document": "voluntary_certificate"})
        self.assertIn(reply.status, (403, 422), reply.text)


if __name__ == "__main__":
    unittest.main()
