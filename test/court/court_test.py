# SPDX-License-Identifier: Apache-2.0
"""The way to the court and back, as stories through the interface against the sandbox court.

    YIMA=… YIMA_DATA=… python3 court_test.py CLASS
"""
import datetime
import json
import os
import signal
import sys
import threading
import time
import unittest

from bed import (ACCEPTED, APPEARED, BODY, CENTRE, CONFIRMED, COURT, COURT_CODE, DISMISSED, INVITED,
                 OTHER_BODY, REGISTERED, SECRETS, TERMS, Bed, Sandbox, docket, review, rule, until)


class Confirms(Bed):
    """Green: confirmed and performed; dismissed and varied; breached and enforced."""

    def test_confirmed_then_performed(self):
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
            "not_accepted", reason="不属于本院管辖", bar="other_court")))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRM_REJECTED")
        refused = until("it stands in the list",
                        lambda: self.messages(dispute, "refused"))
        self.assertEqual(refused[0]["reason"]["code"], "not_accepted")
        settled = self.call("POST", f"/exchange/{refused[0]['id']}/settle",
                            body={"note": "已电话告知双方，另行协商", "paper": False})
        self.assertEqual(settled["state"], "settled")
        self.assertEqual(self.messages(dispute, "refused"), [])


class Files(Bed):
    """Red: filed, supplemented, registered; blue before filing and after it."""

    @staticmethod
    def plain():
        return {"type": "neighbour", "channel": "window", "source": "applied",
                "region": "330108003001", "body": BODY, "title": "房屋漏水赔偿纠纷",
                "description": "", "harm": 0, "urgency": 1, "scope": 0, "parties": [
                    {"side": "claimant", "kind": "natural", "name": "张三丰"},
                    {"side": "respondent", "kind": "natural", "name": "李四光"}]}

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
        body = {**self.plain(), "channel": "court_window", "source": "entrusted",
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
        number = self.court.filing(dispute, "filing")["case_number"]
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


class Refuses(Bed):
    """Each bad input: a recorded refusal, a place in the list, and no change."""

    def unchanged(self, dispute, reason, *message, **step):
        """Say it, and see that nothing came of it."""
        before = self.view(dispute)["version"]
        seen = {m["id"] for m in self.messages(dispute, "refused")}
        receipt = self.court.say(dispute, *message, **step)[-1]
        self.assertEqual((receipt["status"], receipt["reason"]["code"]), ("rejected", reason),
                         receipt)
        self.assertTrue(receipt["reason"]["zh"])
        self.assertTrue(receipt["reason"]["en"])
        self.assertEqual(self.view(dispute)["version"], before)
        if "set" in step and step["set"].get("dispute", dispute) != dispute:
            return
        new = [m for m in self.messages(dispute, "refused") if m["id"] not in seen]
        self.assertEqual([m["reason"]["code"] for m in new], [reason])

    def filed(self):
        """At the court, which has said nothing yet."""
        self.court.play(rule("filing"), rule("confirmation"))
        dispute = self.failed()
        self.submit(dispute)
        until("the court has it", lambda: self.court.inbox(dispute))
        return dispute

    def docket(self, dispute, **more):
        body = {"outcome": "registered", "case_number": "(2026)浙0108民初900号",
                "court_procedure": "ordinary", **more}
        return dispute, "NotifyDocketingComplete", "filing", body

    def year(self):
        return self.view_day()[:4]

    def view_day(self):
        return self.call("GET", "/disputes?limit=1")["items"][0]["received_at"]

    def say_review(self, dispute, outcome="accepted", kind="filing", **more):
        receipt = self.court.say(dispute, "NotifyFilingReviewComplete", kind,
                                 {"outcome": outcome, **more})[-1]
        self.assertEqual(receipt["status"], "accepted", receipt)

    def number(self, serial, court="浙0108", word="民初", years=0):
        return f"({int(self.year()) + years}){court}{word}{serial}号"

    def test_filing(self):
        dispute = self.filed()
        register = {"outcome": "registered", "case_number": self.number(901),
                    "court_procedure": "ordinary"}
        notify = ("NotifyDocketingComplete", "filing")
        # Before the review; then of another court, of another year, no number at all.
        self.unchanged(dispute, "out_of_order", *notify, register)
        self.say_review(dispute)
        self.unchanged(dispute, "case_number", *notify,
                       {**register, "case_number": self.number(901, "浙0109")})
        self.unchanged(dispute, "case_number", *notify,
                       {**register, "case_number": self.number(901, years=-1)})
        self.unchanged(dispute, "case_number", *notify,
                       {**register, "case_number": self.number(901, years=1)})
        self.unchanged(dispute, "malformed", *notify, {**register, "case_number": "九〇一"})
        self.unchanged(dispute, "malformed", *notify, {**register, "secret": 1})
        self.unchanged(dispute, "field_missing", *notify, {"outcome": "registered"})
        self.unchanged(dispute, "unsupported", *notify, {"outcome": "confirmed"})
        self.unchanged(dispute, "malformed", *notify, {})
        self.unchanged(dispute, "out_of_order", *notify, {"outcome": "closed", "way": "withdrawal"})
        receipt = self.court.say(dispute, *notify, register)[-1]
        self.assertEqual(receipt["status"], "accepted", receipt)
        self.unchanged(dispute, "duplicate", *notify, register)
        self.unchanged(dispute, "contradicts", *notify,
                       {**register, "case_number": self.number(902)})
        self.unchanged(dispute, "contradicts", "NotifyFilingReviewComplete", "filing",
                       {"outcome": "refused", "reason": "不予立案"})
        self.unchanged(dispute, "unknown_case_number", *notify,
                       {"outcome": "fee_notice", "case_number": self.number(999)})

    def test_late(self):
        dispute = self.filed()
        self.command(dispute, self.party(dispute, 0), "withdraw")
        until("the court knows", lambda: [m for m in self.court.inbox(dispute)
                                          if m["body"]["act"] == "withdrawn"])
        self.unchanged(dispute, "late", "NotifyDocketingComplete", "filing",
                       {"outcome": "registered", "case_number": self.number(903),
                        "court_procedure": "ordinary"})
        self.unchanged(dispute, "late", "NotifyFilingReviewComplete", "filing",
                       {"outcome": "supplement", "reason": "补交", "until": "$today+15"})

    def test_confirmation(self):
        self.court.play(rule("confirmation", review(), ACCEPTED, APPEARED, DISMISSED))
        dispute = self.settled()
        notify = ("NotifyDocketingComplete", "confirmation")
        # Before anybody has applied: the dispute is before no court at all.
        self.unchanged(dispute, "not_yours", *notify, {"outcome": "confirmed", "date": "$today"})
        self.apply(dispute)
        self.reaches(dispute, "CONFIRM_DISMISSED")
        self.unchanged(dispute, "contradicts", *notify, {"outcome": "confirmed", "date": "$today"})
        self.unchanged(dispute, "duplicate", *notify,
                       {"outcome": "dismissed", "reason": "不明确", "bar": "unclear"})
        self.unchanged(dispute, "out_of_order", "NotifyDocketingComplete", "filing",
                       {"outcome": "registered", "case_number": self.number(904),
                        "court_procedure": "ordinary"})

    def test_confirmed_without_appearing(self):
        self.court.play(rule("confirmation", review(), ACCEPTED))
        dispute = self.settled()
        self.apply(dispute)
        self.reaches(dispute, "CONFIRM_ACCEPTED")
        self.unchanged(dispute, "not_appeared", "NotifyDocketingComplete", "confirmation",
                       {"outcome": "confirmed", "date": "$today"})

    def test_unknown(self):
        dispute = self.filed()
        for other in ("0SA6BKHNG34EE2", "nonsense", None):
            self.unchanged(dispute, "unknown_dispute", "NotifyFilingReviewComplete", "filing",
                           {"outcome": "accepted"}, set={"dispute": other})
        self.unchanged(dispute, "unknown_case_number", "NotifyDocketingComplete", "filing",
                       {"outcome": "fee_notice", "case_number": self.number(905)},
                       set={"dispute": None})
        foreign = self.settled()
        self.unchanged(foreign, "not_yours", "NotifyFilingReviewComplete", "filing",
                       {"outcome": "accepted"})
        listed = self.call("GET", f"/exchange?state=refused&partner={COURT_CODE}&limit=100")
        reasons = [m["reason"]["code"] for m in listed["items"]]
        for reason in ("unknown_dispute", "unknown_case_number", "not_yours"):
            self.assertIn(reason, reasons)

    def test_forged_replayed_and_changed(self):
        dispute = self.filed()
        version = self.view(dispute)["version"]
        accepted = ("NotifyFilingReviewComplete", "filing", {"outcome": "accepted"})
        forged = self.court.say(dispute, *accepted, key="wrong")
        self.assertEqual(self.status(dispute), 401, forged)
        self.court.say(dispute, *accepted, age_s=400)
        self.assertEqual(self.status(dispute), 401)
        self.court.say(dispute, *accepted, age_s=-400)
        self.assertEqual(self.status(dispute), 401)
        self.assertEqual(self.view(dispute)["version"], version)
        # The same message twice is one message, and its receipt is one receipt.
        twice = self.court.say(dispute, *accepted, twice=True)
        self.assertEqual(len(twice), 2)
        self.assertEqual(twice[0], twice[1])
        self.assertEqual(len([m for m in self.messages(dispute)
                              if m["verb"] == "NotifyFilingReviewComplete"]), 1)

    def status(self, dispute):
        return self.court.told(dispute)[-1]["status"]


class Survives(Bed):
    """kill -9 of either side in the middle of an exchange: nothing is lost, nothing comes twice."""

    ROUNDS, CASES = 3, 6

    def restart(self):
        """The service on its old port: the court knows no other."""
        cls = type(self)
        cls.OPTIONS = (*Bed.OPTIONS, "--listen", f"127.0.0.1:{cls.port}")
        cls.start()

    def test_both_sides_agree_at_the_end(self):
        self.court.play(rule("filing", review(), REGISTERED, lose_reply=1))
        disputes = []
        for turn in range(self.ROUNDS):
            fresh = [self.failed() for _ in range(self.CASES)]
            threads = [threading.Thread(target=self.submit, args=(d,)) for d in fresh]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            disputes += fresh
            self.interrupt(turn, fresh)
        for dispute in disputes:
            self.reaches(dispute, "FILED_ASKED")
        until("nothing is owed", lambda: not self.court.control("GET", "state")["owed"])
        self.compare(disputes)
        report = self.yima("exchange", "reconcile", "--webhook-allow", "127.0.0.1")
        self.assertEqual(self.call("GET", "/discrepancies")["items"], [], report)

    def interrupt(self, turn, fresh):
        """Whatever is under way just then is cut off."""
        taken = lambda: any(self.court.inbox(d) for d in fresh)  # noqa: E731
        if turn % 3 == 0:
            until("the court has one of them", taken)
            self.court.kill()
            self.court.start()
        elif turn % 3 == 1:
            until("the court has one of them", taken)
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.restart()
        else:
            self.court.kill()
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.restart()
            self.court.start()

    def compare(self, disputes):
        state = self.court.control("GET", "state")
        numbers = [f["case_number"] for f in state["filings"]]
        self.assertEqual(sorted(f["dispute"] for f in state["filings"]), sorted(disputes))
        self.assertEqual({f["state"] for f in state["filings"]}, {"registered"})
        self.assertEqual(len(set(numbers)), len(disputes), "a number was given twice")
        for filing in state["filings"]:
            log = [e for e in self.events(filing["dispute"]) if e["command"] == "register_court"]
            self.assertEqual(len(log), 1, f"{filing['dispute']}: registered so often")
            self.assertIn(filing["case_number"], json.dumps(log, ensure_ascii=False))
            self.assertEqual(len({m["id"] for m in self.court.inbox(filing["dispute"])}), 1)
            verbs = sorted(m["verb"] for m in self.messages(filing["dispute"], "accepted"))
            self.assertEqual(verbs, ["NotifyDocketingComplete", "NotifyFilingReviewComplete",
                                     "ReviewFiling"])


class Reconciles(Bed):
    """Each planted difference is found, and vanishes when it has gone."""

    def found(self):
        self.yima("exchange", "reconcile", "--webhook-allow", "127.0.0.1")
        return {(d["what"], d["dispute"], d["kind"])
                for d in self.call("GET", "/discrepancies")["items"]}

    def test_planted(self):
        filing = rule("filing", review(), REGISTERED)
        confirmation = rule("confirmation", review(), ACCEPTED, APPEARED, CONFIRMED)
        self.court.play(filing, confirmation)
        hidden, other, same = self.failed(), self.failed(), self.failed()
        for dispute in (hidden, other, same):
            self.submit(dispute)
        confirmed = self.settled()
        self.apply(confirmed)
        for dispute in (hidden, other, same):
            self.reaches(dispute, "FILED_ASKED")
        self.reaches(confirmed, "CONFIRMED")
        self.assertEqual(self.found(), set())
        unasked = self.settled()
        self.court.play(filing, confirmation, list={
            "leave_out": [hidden, confirmed],
            "add": [{"ref": "x-1", "dispute": unasked, "kind": "confirmation",
                     "state": "confirmed", "case_number": None},
                    {"ref": "x-2", "dispute": None, "kind": "filing", "state": "registered",
                     "case_number": "(2026)浙0108民初7号"}],
            "change": [{"dispute": other, "set": {"state": "submitted", "case_number": None}}]})
        self.assertEqual(self.found(), {
            ("missing_there", hidden, "filing"), ("missing_there", confirmed, "confirmation"),
            ("differs", other, "filing"), ("missing_here", unasked, "confirmation"),
            ("missing_here", None, "filing")})
        self.court.play(filing, confirmation)
        self.assertEqual(self.found(), set())

    def test_unacknowledged(self):
        self.court.play(rule("filing"))
        dispute = self.failed()
        self.submit(dispute)
        until("it waits for its answer", lambda: self.messages(dispute, "pending"))
        self.assertEqual(self.found(), set())


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
        body = {**Files.plain(), "channel": "department", "source": "entrusted",
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
