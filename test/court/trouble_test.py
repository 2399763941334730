# SPDX-License-Identifier: Apache-2.0
"""What may go wrong between here and the court: bad messages, kill -9, records that differ.

    YIMA=… YIMA_DATA=… python3 trouble_test.py CLASS
"""
import json
import os
import signal
import subprocess
import sys
import threading
import unittest

from bed import (ACCEPTED, APPEARED, CONFIRMED, COURT_CODE, DISMISSED, HANG_S, REGISTERED, YIMA, Bed,
                 environment, review, rule, until)


class Refuses(Bed):
    """Each bad input: a recorded refusal, a place in the list, and no change."""

    SHARES = False

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

    SHARES = False

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

    SHARES = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.court.kill()
        cls.clock = cls.home + "/clock"
        cls.court.environment = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        cls.court.start()

    def found(self, hours=0):
        """What a comparison finds in so many hours."""
        seconds = str(hours * 3600)
        with open(self.clock, "w", encoding="ascii") as file:
            file.write(seconds)
        got = subprocess.run(
            [YIMA, "exchange", "--data", self.data, "reconcile", "--webhook-allow", "127.0.0.1"],
            capture_output=True, text=True, check=False, timeout=HANG_S,
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=seconds))
        with open(self.clock, "w", encoding="ascii") as file:
            file.write("0")
        self.assertIn(got.returncode, (0, 1), got.stderr)
        self.assertNotIn("not compared with:", got.stdout + got.stderr)
        return {(d["what"]["code"], d["dispute"] and d["dispute"]["id"], d["kind"])
                for d in self.call("GET", "/discrepancies")["items"]}

    def test_planted(self):
        filing = rule("filing", review(), REGISTERED)
        confirmation = rule("confirmation", review(), ACCEPTED, APPEARED, CONFIRMED)
        self.court.play(filing, confirmation)
        hidden, other, number, same = (self.failed() for _ in range(4))
        for dispute in (hidden, other, number, same):
            self.submit(dispute)
        confirmed = self.settled()
        self.apply(confirmed)
        for dispute in (hidden, other, number, same):
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
            "change": [{"dispute": other, "set": {"state": "submitted", "case_number": None}},
                       {"dispute": number, "set": {"case_number": "(2026)浙0108民初999号"}}]})
        self.assertEqual(self.found(), {
            ("missing_there", hidden, "filing"), ("missing_there", confirmed, "confirmation"),
            ("differs", other, "filing"), ("differs", number, "filing"),
            ("missing_here", unasked, "confirmation"), ("missing_here", None, "filing")})
        self.court.play(filing, confirmation)
        self.assertEqual(self.found(), set())

    def test_unacknowledged(self):
        """Silence is named once it has lasted as long as the court's policy says."""
        self.court.play(rule("filing"), rule("confirmation"))
        filed, settled = self.failed(), self.settled()
        self.submit(filed)
        self.apply(settled)
        for dispute in (filed, settled):
            until("it waits for its answer", lambda d=dispute: self.messages(d, "pending"))
        self.assertEqual(self.found(), set())
        self.assertEqual(self.found(hours=80), {("unacknowledged", filed, "filing"),
                                                ("unacknowledged", settled, "confirmation")})
        self.court.say(filed, "NotifyFilingReviewComplete", "filing",
                       {"outcome": "refused", "reason": "不属于本院管辖"},
                       set={"in_reply_to": self.court.inbox(filed)[0]["id"]})
        self.assertEqual({f[1] for f in self.found(hours=80)}, {filed, settled})
        # Seen to by hand: what was refused is mended, what was not answered went there on paper.
        for dispute, state in ((filed, "refused"), (settled, "pending")):
            message = self.messages(dispute, state)[0]
            self.call("POST", f"/exchange/{message['id']}/settle",
                      body={"note": "已持纸质材料到立案窗口办理", "paper": True})
        self.assertEqual(self.found(hours=80), set())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
