# SPDX-License-Identifier: Apache-2.0
"""The way to the court and back, as stories through the interface against the sandbox court.

    YIMA=… YIMA_DATA=… python3 court_test.py CLASS
"""
import datetime
import json
import sys
import time
import unittest

from bed import (ACCEPTED, APPEARED, BODY, CONFIRMED, COURT, DISMISSED, INVITED, OTHER_BODY, PLAIN,
                 REGISTERED, SECRETS, TERMS, Bed, Sandbox, close_shared, docket, review, rule, until)


def setUpModule():
    unittest.addModuleCleanup(close_shared)


class Confirms(Bed):
    """Green: confirmed and performed; dismissed and varied; breached and enforced."""

    def test_confirmed_then_performed(self):
        self.court.play(rule("confirmation", review(), ACCEPTED, APPEARED, CONFIRMED))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRMED")
        body = next(m for m in self.court.inbox(dispute) if m["kind"] == "confirmation")["body"]
        self.assertEqual(body["act"], "applied")
        self.assertEqual(body["agreement"]["terms"], TERMS)
        self.assertEqual(body["agreement"]["obligations"][0]["amount_fen"], "300000")
        self.assertEqual([p["name"] for p in body["parties"]], ["张三丰", "李四光"])
        self.assertEqual(sorted(s["who"] for s in body["agreement"]["signatures"]),
                         ["body", "mediator", "party", "party"])
        self.keeps_secrets(dispute)
        self.command(dispute, self.manager, "record_performance", obligation=0, result="fulfilled")
        self.reaches(dispute, "PERFORM_DONE")
        filing = self.court.filing(dispute, "confirmation")
        self.assertEqual(filing["state"], "confirmed")
        self.assertIn("诉前调确", filing["case_number"])
        # Everything that was sent has its answer, everything that came its receipt.
        self.assertEqual({m["state"] for m in self.messages(dispute)}, {"accepted"})

    def keeps_secrets(self, dispute):
        sent = json.dumps(self.court.inbox(dispute), ensure_ascii=False)
        for words in SECRETS:
            self.assertNotIn(words, sent)

    def test_dismissed_then_varied(self):
        self.court.play(rule("confirmation", review(), ACCEPTED, APPEARED, DISMISSED, times=1),
                        rule("confirmation", review(), ACCEPTED, APPEARED, CONFIRMED))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRM_DISMISSED")
        self.command(dispute, self.mediator, "vary", terms=TERMS + "付款至原告账户。", reason="内容明确",
                     obligations=[{"payer": 1, "payee": 0, "amount_fen": "300000",
                                   "due": "2030-02-28", "account": "6222…01"}])
        self.sign(dispute)
        self.reaches(dispute, "CONFIRM_OPEN")
        self.apply(dispute)
        self.reaches(dispute, "CONFIRMED")
        # The court writes down that it told us once it has our receipt.
        until("the court has the last receipt", lambda: len(self.court.told(dispute)) == 8)
        said = [m["envelope"]["body"]["outcome"] for m in self.court.told(dispute)]
        self.assertEqual(said, ["accepted", "accepted", "appeared", "dismissed",
                                "accepted", "accepted", "appeared", "confirmed"])

    def test_breached_then_enforced(self):
        self.court.play(rule("confirmation", review(), ACCEPTED, APPEARED, CONFIRMED),
                        rule("performance", review()))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRMED")
        self.command(dispute, self.manager, "record_performance", obligation=0, result="breached")
        self.command(dispute, self.party(dispute, 0), "apply_enforcement")
        self.reaches(dispute, "PERFORM_ENFORCEMENT")
        asked = until("the court has it", lambda: [
            m for m in self.court.inbox(dispute) if m["kind"] == "performance"])[0]
        self.assertEqual(asked["body"]["act"], "enforcement")
        self.assertIn("诉前调确", asked["body"]["case_number"])
        self.assertEqual(asked["body"]["agreement"]["obligations"][0]["result"], "breached")
        receipts = self.court.say(dispute, "NotifyDocketingComplete", "performance", {
            "outcome": "performed", "obligation": 0, "result": "fulfilled", "date": "$today"})
        self.assertEqual(receipts[0]["status"], "accepted", receipts)
        self.reaches(dispute, "PERFORM_DONE")

    def test_not_accepted(self):
        self.court.play(rule("confirmation", review(), docket(
            "not_accepted", reason="不属于本院管辖，" + SECRETS[0], bar="other_court")))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRM_REJECTED")
        refused = until("it stands in the list",
                        lambda: self.messages(dispute, "refused"))
        self.assertEqual(refused[0]["reason"]["code"], "not_accepted")
        self.assertTrue(refused[0]["reason"]["zh"])
        self.unsaid(dispute, SECRETS[0])
        settled = self.call("POST", f"/exchange/{refused[0]['id']}/settle",
                            body={"note": "已电话告知双方，另行协商", "paper": False})
        self.assertEqual(settled["state"], "settled")
        self.assertEqual(self.messages(dispute, "refused"), [])


class Files(Bed):
    """Red: filed, supplemented, registered; blue before filing and after it."""

    def test_2025_filed_first_then_settled(self):
        self.court.play(rule("filing", review(), docket("registered", case_number="$number",
                                                        court_procedure="simplified")),
                        rule("agreement", docket("closed", way="statement")),
                        {"receipt": "accepted"})
        dispute = self.intake()
        self.command(dispute, self.clerk, "submit_filing", seat=0, claims="判令赔偿三千元",
                     facts="楼上漏水致损", court=COURT)
        view = self.reaches(dispute, "FILED_ASKED")
        self.assertEqual(view["colour"], "blue")
        for seat in (0, 1):
            self.command(dispute, self.party(dispute, seat), "consent")
        until("the court knows", lambda: "consented" in [
            m["body"]["act"] for m in self.court.inbox(dispute)])
        self.court.say(dispute, "NotifyDocketingComplete", "filing",
                       {"outcome": "appointed", "body": INVITED})
        invited = self.token("--role", "body_manager", "--staff", "5121")
        mediator = self.token("--role", "mediator", "--staff", "5122")
        self.command(dispute, invited, "accept_referral")
        self.command(dispute, invited, "assign", mediator="5122")
        self.command(dispute, mediator, "accept_case")
        self.command(dispute, mediator, "reach_agreement", terms=TERMS, obligations=[
            {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}])
        for seat in (0, 1):
            self.command(dispute, self.party(dispute, seat), "sign", signing="paper")
        view = self.reaches(dispute, "FILED_CLOSED")
        self.assertEqual(view["colour"], "green")
        told = next(m for m in self.court.inbox(dispute) if m["kind"] == "agreement")["body"]
        self.assertEqual((told["act"], told["agreement"]["terms"]), ("agreed", TERMS))
        self.assertIn("民初", told["case_number"])

    def test_red_then_filed(self):
        self.court.play(rule("filing", review(), REGISTERED))
        dispute = self.failed()
        self.submit(dispute)
        view = self.reaches(dispute, "FILED_ASKED")
        self.assertEqual(view["colour"], "blue")
        packet = self.court.inbox(dispute)[0]["body"]["packet"]
        self.assertEqual(packet["claims"], "判令赔偿三千元")
        self.assertEqual([f["text"] for f in packet["undisputed_facts"]], ["双方认可房屋漏水发生于九月"])
        sent = json.dumps(self.court.inbox(dispute), ensure_ascii=False)
        for words in SECRETS:
            self.assertNotIn(words, sent)

    def test_refused(self):
        self.court.play(rule("filing", review("refused", reason="不属于民事诉讼受案范围")))
        dispute = self.failed()
        self.submit(dispute)
        until("it was refused", lambda: "refuse_filing" in self.commands(dispute))
        self.reaches(dispute, "FAILED_OPEN")
        until("it stands in the list", lambda: self.messages(dispute, "refused"))

    def test_a_complaint_that_the_court_entrusts(self):
        body = {**PLAIN, "channel": "court_window", "source": "entrusted",
                "external_ref": "滨法引调2026-17"}
        step = {"set": {"dispute": None}}
        first = self.court.say(None, "RecordFiling", "filing", body, **step)[0]
        self.assertEqual(first["status"], "accepted", first)
        dispute = first["body"]["dispute"]
        view = self.view(dispute)
        self.assertEqual((view["channel"], view["external_ref"], view["stage"]),
                         ("court_window", "滨法引调2026-17", "intake"))
        again = self.court.say(None, "RecordFiling", "filing", body, set={"dispute": None})[0]
        self.assertEqual((again["status"], again["reason"]["code"], again["body"]["dispute"]),
                         ("rejected", "duplicate", dispute))
        wrong = self.court.say(None, "RecordFiling", "filing",
                               {**body, "source": "applied", "external_ref": "x"},
                               set={"dispute": None})[0]
        self.assertEqual(wrong["reason"]["code"], "malformed")


class FiledBefore2025(Bed):
    """The model of 2020, in its time: blue before anything is filed."""

    SHARES = False
    CLOCK = {"YIMA_TEST_CLOCK_OFFSET_S": str(int(
        datetime.datetime(2021, 3, 10, 2, tzinfo=datetime.timezone.utc).timestamp() - time.time()))}
    ENVIRONMENT = CLOCK

    def test_from_yellow_to_a_case_number(self):
        self.court.play(rule("referral", review(), docket("registered", case_number="$number"),
                             act="referred"),
                        rule("filing", review("supplement", reason="请补交被告身份信息",
                                              until="$today+15"), act="submitted"),
                        rule("filing", review(), docket("registered", case_number="$number"),
                             act="supplemented"),
                        {"receipt": "accepted"})
        dispute = self.intake()
        self.assertEqual(self.view(dispute)["procedure"]["id"], "binjiang-2020")
        seen = [self.view(dispute)["colour"]]
        self.command(dispute, self.manager, "accept")
        seen.append(self.view(dispute)["colour"])
        self.command(dispute, self.manager, "transfer", body=OTHER_BODY, reason="疑难")
        seen.append(self.view(dispute)["colour"])
        dispatcher = self.token("--role", "dispatcher", "--staff", "5007")
        self.command(dispute, dispatcher, "refer_court", court=COURT, reason="双方愿意由法院委派")
        seen.append(self.view(dispute)["colour"])
        until("the court gave a number", lambda: "register_court" in self.commands(dispute))
        for seat in (0, 1):
            self.command(dispute, self.party(dispute, seat), "consent")
        receipts = self.court.say(dispute, "NotifyDocketingComplete", "referral",
                                  {"outcome": "appointed", "body": INVITED})
        self.assertEqual(receipts[0]["status"], "accepted", receipts)
        invited = self.token("--role", "body_manager", "--staff", "5121")
        self.command(dispute, invited, "accept_referral")
        self.command(dispute, invited, "terminate", ground="big_gap")
        seen.append(self.view(dispute)["colour"])
        self.assertEqual(seen, ["none", "yellow", "orange", "blue", "red"])
        acts = until("the court knows the end", lambda: (
            lambda a: a if "ended" in a else None)(
                [m["body"]["act"] for m in self.court.inbox(dispute)]))
        self.assertEqual(acts, ["referred", "accepted", "ended"])
        self.submit(dispute)
        self.reaches(dispute, "SUPPLEMENT")
        self.command(dispute, self.party(dispute, 0), "supplement", note="补交身份证复印件")
        view = self.reaches(dispute, "TRIAL")
        self.assertEqual((view["colour"], view["stage"]), ("red", "failed_trial"))
        # The court writes its number down when it has our receipt, a moment after we have moved on.
        number = until("the court knows its number",
                       lambda: self.court.filing(dispute, "filing")["case_number"])
        self.assertRegex(number, r"^\(20\d\d\)浙0108民初\d+号$")
        self.assertIn(number, self.last(dispute, "register_court"))
        self.fee(dispute)

    def last(self, dispute, command):
        """What the log says of the last such event."""
        return [json.dumps(e, ensure_ascii=False) for e in self.events(dispute)
                if e["command"] == command][-1]

    def fee(self, dispute):
        for body, state in (({"outcome": "fee_notice", "date": "$today"}, "FEE_DUE"),
                            ({"outcome": "fee_paid", "date": "$today"}, "TRIAL")):
            receipts = self.court.say(dispute, "NotifyDocketingComplete", "filing", body)
            self.assertEqual(receipts[0]["status"], "accepted", receipts)
            self.reaches(dispute, state)


class Hands(Bed):
    """Two centres: handed over, taken, given back, settled, told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = Sandbox(cls.home, "changhe").start()
        cls.befriend("centre", "1012", cls.centre)
        cls.centre.play({"receipt": "pending"})

    @classmethod
    def tearDownClass(cls):
        cls.centre.stop()
        super().tearDownClass()

    def test_given_back_in_words(self):
        dispute = self.handed()
        back = self.centre.say(dispute, "NotifyFilingReviewComplete", "referral",
                               {"outcome": "refused", "reason": SECRETS[1]},
                               set={"in_reply_to": self.centre.inbox(dispute)[0]["id"]})[0]
        self.assertEqual(back["status"], "accepted", back)
        until("it stands in the list", lambda: self.messages(dispute, "refused"))
        self.unsaid(dispute, SECRETS[1])

    def handed(self):
        dispute = self.mediated()
        self.command(dispute, self.manager, "transfer", body="1012", reason="属长河街道")
        until("they have it", lambda: self.centre.inbox(dispute))
        return dispute

    def test_out_and_settled(self):
        dispute = self.handed()
        sent = self.centre.inbox(dispute)[0]
        self.assertEqual((sent["verb"], sent["kind"], sent["body"]["act"]),
                         ("ReviewFiling", "referral", "transferred"))
        self.assertNotIn(SECRETS[0], json.dumps(sent, ensure_ascii=False))
        taken = self.centre.say(dispute, "NotifyFilingReviewComplete", "referral",
                                {"outcome": "accepted"})[0]
        self.assertEqual(taken["status"], "accepted", taken)
        for body in ({"outcome": "assigned", "mediator": "5033"}, {"outcome": "begun"}):
            said = self.centre.say(dispute, "NotifyDocketingComplete", "referral", body)[0]
            self.assertEqual(said["status"], "accepted", said)
        agreed = self.centre.say(dispute, "NotifyDocketingComplete", "agreement", {
            "outcome": "agreed", "terms": TERMS, "obligations": [
                {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})[0]
        self.assertEqual(agreed["status"], "accepted", agreed)
        self.reaches(dispute, "AGREEMENT_DRAFT")

    def test_out_and_back(self):
        dispute = self.handed()
        back = self.centre.say(dispute, "NotifyFilingReviewComplete", "referral",
                               {"outcome": "refused", "reason": "不属本街道"})[0]
        self.assertEqual(back["status"], "accepted", back)
        self.assertEqual(self.view(dispute)["body"]["id"], BODY)
        late = self.centre.say(dispute, "NotifyDocketingComplete", "referral",
                               {"outcome": "ended", "ground": "big_gap"})[0]
        self.assertEqual(late["reason"]["code"], "not_yours")

    def test_in_and_told(self):
        body = {**PLAIN, "channel": "department", "source": "entrusted",
                "external_ref": "长河-2026-9", "body": BODY}
        made = self.centre.say(None, "RecordFiling", "referral", body, set={"dispute": None})[0]
        self.assertEqual(made["status"], "accepted", made)
        dispute = made["body"]["dispute"]
        self.command(dispute, self.manager, "accept")
        told = until("they are told", lambda: self.centre.inbox(dispute))[0]["body"]
        self.assertEqual((told["act"], told["stage"], told["open"]), ("status", "first", True))
        status = self.centre.say(dispute, "GetFilingStatus", "status", {})[0]
        self.assertEqual(status["body"]["stage"], "first", status)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
