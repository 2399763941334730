#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole program with a partner that loses replies, repeats itself, lies and is forged; kill -9
on either side of a receipt; and who sees what names no dispute."""
import json
import pathlib
import subprocess
import sys
import threading
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "court"),
                str(pathlib.Path(__file__).resolve().parents[1] / "api")]
import bed  # noqa: E402  pylint: disable=wrong-import-position
import partner  # noqa: E402  pylint: disable=wrong-import-position
import schema  # noqa: E402  pylint: disable=wrong-import-position
from served import (  # noqa: E402  pylint: disable=wrong-import-position,unused-import
    HANG_S, YIMA, Served, environment)

CODE, COURT = "test-court", bed.COURT
SEED, NEXT, FORGER = "11" * 32, "22" * 32, "33" * 32
SKEW = 300


class Exchange(bed.Bed):
    """A yima and a court that does as it is told."""

    OPTIONS = ("--webhook-allow", "127.0.0.1", "--webhook-retry", "1", "--webhook-attempts", "100",
               "--reconcile-at", "off")

    @classmethod
    def setUpClass(cls):
        cls.court = None
        Served.setUpClass.__func__(cls)
        try:
            cls.admin = cls.token("--role", "admin")
            cls.manager = cls.token("--role", "body_manager", "--staff", "5037")
            cls.mediator = cls.token("--role", "mediator", "--staff", "5038")
            cls.clerk = cls.token("--role", "window_clerk", "--staff", "5040")
            cls.partner = partner.Partner(SEED)
            bed.until("the bodies are known", lambda: cls.ask(
                "/api/v1/bodies?limit=1", cls.admin).json["items"])
            cls.made = cls.call("POST", "/partners", body={
                "kind": "court", "code": CODE, "zh": "试验法院", "body": COURT,
                "url": cls.partner.url()})
            cls.call("POST", f"/partners/{CODE}/keys", body={"open": cls.partner.public})
            cls.document = cls.ask("/openapi.json").json
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        if hasattr(cls, "partner"):
            cls.partner.close()
        Served.tearDownClass.__func__(cls)

    def setUp(self):
        self.partner.answer = lambda envelope, n: (200, {"status": "accepted"})

    # ---- Helpers ----

    def filed(self):
        """Red, with a filing submitted: its message goes out."""
        dispute = self.failed()
        self.submit(dispute)
        return dispute

    def reviewed(self):
        """The court has looked at it: it may give a number."""
        dispute = self.filed()
        self.stands(dispute, "accepted")
        got = self.says("review-" + dispute, "NotifyFilingReviewComplete", "filing",
                        {"outcome": "accepted"}, dispute=dispute)
        self.assertEqual(json.loads(got[1]).get("status"), "accepted", got)
        return dispute

    def of(self, dispute, state="all"):
        page = self.call("GET", f"/exchange?state={state}&dispute={dispute}&limit=100")
        schema.check(self.document, {"$ref": "#/components/schemas/ExchangePage"}, page)
        return page["items"]

    def stands(self, dispute, state):
        return bed.until(f"{dispute} {state}", lambda: [
            m for m in self.of(dispute) if m["state"] == state and m["direction"] == "out"])[0]

    def says(self, ident, verb, kind, body, **more):
        how = {k: more.pop(k) for k in ("seconds", "seed", "signed") if k in more}
        return self.partner.send(self.port, "/api/v1/exchange/" + CODE, ident, json.dumps(
            partner.Partner.envelope(ident, CODE, verb, kind, body, **more),
            ensure_ascii=False).encode(), **how)

    def registers(self, dispute, ident, number, **how):
        return self.says(ident, "NotifyDocketingComplete", "filing", {
            "outcome": "registered", "case_number": number, "court_procedure": "ordinary"},
            dispute=dispute, **how)

    def kill(self):
        self.process.kill()
        self.process.wait(HANG_S)

    def again(self):
        self.start()


class Out(Exchange):
    def test_a_lost_reply_is_the_same_message_again(self):
        self.partner.answer = lambda envelope, n: None if n < 3 else (200, {"status": "accepted"})
        dispute = self.filed()
        self.stands(dispute, "accepted")
        posts = self.partner.posts(dispute)
        self.assertGreaterEqual(len(posts), 3)
        self.assertEqual(len({p[0] for p in posts}), 1, "one id")
        self.assertEqual(len({p[2] for p in posts}), 1, "the same bytes")
        message = json.loads(posts[0][2])
        self.assertEqual((message["verb"], message["kind"], message["partner"]),
                         ("ReviewFiling", "filing", CODE))
        self.assertEqual(message["id"].split(".")[0], dispute)
        signature = posts[0][1]["webhook-signature"]
        self.assertTrue(signature.startswith("v1a,"))

    def test_killed_between_send_and_receipt(self):
        """The court has taken it, and the program dies before it hears so."""
        came = threading.Event()

        def answer(_, n):
            if n == 1:
                came.set()
                time.sleep(1)  # longer than the kill takes: the reply goes nowhere
                return None
            return 200, {"status": "accepted"}
        self.partner.answer = answer
        dispute = self.failed()
        self.submit(dispute)
        self.assertTrue(came.wait(HANG_S))
        self.kill()
        self.again()
        # The lease of the delivery ends within the hang limit; then it goes out again.
        self.stands(dispute, "accepted")
        posts = self.partner.posts(dispute)
        self.assertEqual(len({p[0] for p in posts}), 1)
        self.assertEqual(len({p[2] for p in posts}), 1)
        self.assertEqual(len([m for m in self.of(dispute) if m["direction"] == "out"]), 1)

    def test_rejected_then_mended(self):
        reason = {"code": "unclear", "zh": "诉讼请求不明确", "en": "the claim is unclear"}
        self.partner.answer = lambda envelope, n: (422, {"status": "rejected", "reason": reason})
        dispute = self.filed()
        refused = self.stands(dispute, "refused")
        self.assertEqual(refused["reason"], reason)
        self.assertIn(refused["id"], [m["id"] for m in self.call(
            "GET", f"/exchange?state=refused&partner={CODE}")["items"]])
        self.partner.answer = lambda envelope, n: (200, {"status": "accepted"})
        self.call("POST", f"/exchange/{refused['id']}/resend", body=None)
        accepted = self.stands(dispute, "accepted")
        self.assertEqual(accepted["revision"], 2)
        self.assertNotEqual(accepted["name"], refused["name"])
        self.assertEqual({m["state"] for m in self.of(dispute)}, {"replaced", "accepted"})

    def test_pending_is_named_when_nobody_answers(self):
        self.partner.answer = lambda envelope, n: (202, {"status": "pending"})
        dispute = self.filed()
        pending = self.stands(dispute, "pending")
        self.assertFalse(pending["unacknowledged"])
        self.assertIsNotNone(pending["due_at"])
        self.psql("update exchange_message set due_at = now() - interval '1 s' where state = 1")
        late = self.of(dispute, "unacknowledged")
        self.assertEqual([m["id"] for m in late], [pending["id"]])
        # A person does it on paper.
        done = self.call("POST", f"/exchange/{pending['id']}/settle",
                         body={"note": "已当面递交立案庭", "paper": True})
        self.assertEqual((done["state"], done["paper"]), ("settled", True))
        self.assertIsNotNone(done["settled_by"])
        one = self.call("GET", f"/exchange/{pending['id']}/content")
        schema.check(self.document, {"$ref": "#/components/schemas/ExchangeMessageDetail"}, one)
        self.assertEqual(one["note"], "已当面递交立案庭")
        self.assertEqual(json.loads(one["content"])["dispute"], dispute)
        self.call("POST", f"/exchange/{pending['id']}/settle", status=(409,),
                  body={"note": "又一次"})
        self.assertEqual(self.psql("select count(*) from exchange_message where position("
                                   "convert_to('立案庭','UTF8') in note) > 0"), "0", "sealed")

    def test_a_paused_partner_gets_paper(self):
        self.call("PATCH", f"/partners/{CODE}", body={"active": False})
        try:
            dispute = self.filed()
            ready = self.stands(dispute, "ready")
            self.assertFalse(ready["partner"]["active"])
            self.assertEqual(self.partner.posts(dispute), [])
        finally:
            self.call("PATCH", f"/partners/{CODE}", body={"active": True})
        self.stands(dispute, "accepted")
        self.assertEqual(len(self.partner.posts(dispute)), 1)

    def test_policy(self):
        self.partner.policy = {"kinds": ["confirmation"], "max_bytes": 4096, "answer_hours": 5}
        got = self.call("POST", f"/partners/{CODE}/policy", body=None)
        schema.check(self.document, {"$ref": "#/components/schemas/Partner"}, got)
        self.assertEqual((got["kinds"], got["max_bytes"], got["answer_hours"]),
                         (["confirmation"], 4096, 5))
        try:
            dispute = self.filed()
            self.assertEqual(self.stands(dispute, "refused")["reason"]["code"], "not_taken")
            self.assertEqual(self.partner.posts(dispute), [])
        finally:
            self.partner.policy = {"kinds": ["filing", "confirmation", "referral", "agreement",
                                             "performance", "other", "status", "intake"],
                                   "max_bytes": 65536, "answer_hours": 72}
            self.call("POST", f"/partners/{CODE}/policy", body=None)

    def test_our_key_rotates(self):
        before = self.call("GET", f"/partners/{CODE}")
        after = self.call("POST", f"/partners/{CODE}/rotate", body={"hours": 1})
        self.assertNotEqual(after["our_key"], before["our_key"])
        self.assertEqual(after["our_key_before"], before["our_key"])
        dispute = self.filed()
        self.stands(dispute, "accepted")
        signatures = self.partner.posts(dispute)[0][1]["webhook-signature"].split(" ")
        self.assertEqual([s[:4] for s in signatures], ["v1a,", "v1a,"])


class In(Exchange):
    """What comes in."""

    def test_the_same_message_gets_the_same_receipt(self):
        dispute = self.reviewed()
        first = self.registers(dispute, "c-1", "(2026)浙0108民初101号")
        self.assertEqual(first[0], 200, first)
        self.assertEqual(json.loads(first[1]), {"id": "c-1", "status": "accepted"})
        events = self.commands(dispute)
        for _ in range(3):
            self.assertEqual(self.registers(dispute, "c-1", "(2026)浙0108民初101号"), first)
        self.assertEqual(self.commands(dispute), events)

    def test_many_at_the_same_moment(self):
        dispute = self.reviewed()
        got = []
        threads = [threading.Thread(target=lambda: got.append(
            self.registers(dispute, "c-many", "(2026)浙0108民初102号"))) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(len(set(got)), 1, got)
        self.assertEqual(got[0][0], 200)
        self.assertEqual(self.commands(dispute).count("register_court"), 1,
                         self.commands(dispute))

    def test_another_body_under_the_same_id(self):
        dispute = self.reviewed()
        self.assertEqual(self.registers(dispute, "c-2", "(2026)浙0108民初103号")[0], 200)
        before = self.view(dispute)["version"]
        for _ in range(2):
            self.assertEqual(self.registers(dispute, "c-2", "(2026)浙0108民初999号")[0], 422)
        self.assertEqual(self.view(dispute)["version"], before)
        refused = [m for m in self.call("GET", "/exchange?state=refused&limit=100")["items"]
                   if m["name"].startswith("c-2#")]
        self.assertEqual([m["reason"]["code"] for m in refused], ["body_changed"])

    def test_forged_and_late(self):
        dispute = self.filed()
        now = int(time.time())
        number = "(2026)浙0108民初104号"
        before = self.psql("select count(*) from exchange_receipt")
        self.assertEqual(self.registers(dispute, "f-1", number, seed=FORGER)[0], 401)
        self.assertEqual(self.registers(dispute, "f-2", number, signed=b"{}")[0], 401)
        self.assertEqual(self.registers(dispute, "f-3", number, seconds=now - SKEW - 60)[0], 401)
        self.assertEqual(self.registers(dispute, "f-4", number, seconds=now + SKEW + 60)[0], 401)
        self.assertEqual(self.psql("select count(*) from exchange_receipt"), before)
        got = self.partner.send(self.port, "/api/v1/exchange/nobody", "f-5", b"{}")
        self.assertEqual(got[0], 404)
        self.assertNotIn("register_court", self.commands(dispute))

    def test_what_is_not_ours_is_kept_and_refused(self):
        for ident, verb, more, reason in (
                ("u-1", "NotifyDocketingComplete", {"dispute": "06XK29QW3TABC7"},
                 "unknown_dispute"),
                ("u-2", "Nonsense", {}, "malformed")):
            status, text = self.says(ident, verb, "filing", {"outcome": "registered"}, **more)
            self.assertEqual(status, 200, text)
            receipt = json.loads(text)
            self.assertEqual((receipt["status"], receipt["reason"]["code"]),
                             ("rejected", reason))
            row = [m for m in self.call("GET", "/exchange?state=refused&limit=100")["items"]
                   if m["name"] == ident][0]
            self.assertIsNone(row["dispute"])
            self.assertEqual(row["reason"]["code"], reason)
            # It may name persons all the same: who reads it is logged.
            reads = "select count(*) from person_access where dispute_id = 0 and what = 0"
            before = int(self.psql(reads))
            self.call("GET", f"/exchange/{row['id']}/content")
            self.assertEqual(int(self.psql(reads)), before + 1)
            self.assertEqual(self.says(ident, verb, "filing", {"outcome": "registered"},
                                       **more)[1], text)

    def seen_by(self, token, ident):
        """What this caller sees of a message in the list; and whether it may open it."""
        page = self.ask("/api/v1/exchange?state=all&limit=100", token)
        self.assertEqual(page.status, 200, page.text)
        row = [m for m in self.call("GET", "/exchange?state=all&limit=100")["items"]
               if m["name"] == ident][0]
        known = [m["name"] for m in page.json["items"]]
        return ident in known, self.ask(f"/api/v1/exchange/{row['id']}/content", token).status

    def test_what_names_no_dispute_stays_in_its_district(self):
        """An order that cannot be read names persons: only the partner's district sees it."""
        here = self.token("--role", "dispatcher", "--body", "1007", "--region", "330108")
        there = self.token("--role", "dispatcher", "--body", "1007", "--region", "330102")
        self.call("POST", "/partners", body={"kind": "channel", "code": "nobodys", "zh": "无机构热线",
                                             "url": self.partner.url()})
        self.call("POST", "/partners/nobodys/keys", body={"open": self.partner.public})
        order = {"external_ref": "", "parties": [{"side": "claimant", "name": "王某某",
                                                  "phone": "13900000001"}]}
        self.says("w-1", "Nonsense", "filing", order)
        status, text = self.partner.send(self.port, "/api/v1/intake/nobodys", "w-2",
                                         json.dumps(order, ensure_ascii=False).encode())
        self.assertEqual((status, json.loads(text)["status"]), (200, "rejected"), text)
        self.assertEqual(self.seen_by(here, "w-1"), (True, 200))
        self.assertEqual(self.seen_by(there, "w-1"), (False, 404))
        for token in (here, there):
            self.assertEqual(self.seen_by(token, "w-2"), (False, 404))
        self.assertEqual(self.seen_by(self.admin, "w-2"), (True, 200))
        # Neither may they act on it.
        row = [m for m in self.call("GET", "/exchange?state=refused&limit=100")["items"]
               if m["name"] == "w-1"][0]
        for act, body in (("settle", {"note": "已处理"}), ("resend", None)):
            got = self.ask(f"/api/v1/exchange/{row['id']}/{act}", there, "POST", body,
                           Idempotency_Key=f"w-{act}")
            self.assertEqual(got.status, 404, got.text)

    def test_killed_between_command_and_receipt(self):
        """The command is done, the receipt cannot be kept, and the program dies."""
        dispute = self.reviewed()
        holder = subprocess.Popen(
            ["psql", "-XAtq", f"host={self.data} user=yima dbname=yima"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=environment(), text=True)
        holder.stdin.write("begin; lock table exchange_message in share row exclusive mode;"
                           "select 'held';\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline().strip(), "held")
        lost = []

        def send():
            try:
                lost.append(self.registers(dispute, "k-1", "(2026)浙0108民初105号"))
            except OSError as e:
                lost.append(e)
        sender = threading.Thread(target=send)
        sender.start()
        bed.until("the command is done", lambda: "register_court" in self.commands(dispute))
        self.kill()
        sender.join()
        self.assertNotIsInstance(lost[0], tuple)
        holder.stdin.close()
        holder.wait(HANG_S)
        holder.stdout.close()
        self.again()
        events = self.commands(dispute)
        got = bed.until("it is taken", lambda: (
            lambda r: r if r[0] == 200 else None)(
                self.registers(dispute, "k-1", "(2026)浙0108民初105号")))
        self.assertEqual(json.loads(got[1])["status"], "accepted")
        self.assertEqual(self.commands(dispute), events)
        self.assertEqual(events.count("register_court"), 1)
        self.assertEqual(self.registers(dispute, "k-1", "(2026)浙0108民初105号"), got)

    def test_a_paused_partner_says_nothing(self):
        """It may be paused because its key is in wrong hands."""
        dispute = self.reviewed()
        self.call("PATCH", f"/partners/{CODE}", body={"active": False})
        try:
            status, text = self.registers(dispute, "paused-1", "（2026）浙0108民初91号")
            self.assertEqual(status, 503, text)
            self.assertIn("paused", json.loads(text)["detail"])
            forged = self.registers(dispute, "paused-2", "（2026）浙0108民初91号", seed=FORGER)
            self.assertEqual(forged[0], 401, "a stranger does not learn that it is paused")
            self.assertNotIn("register_court", self.commands(dispute))
            self.assertNotIn("paused-1", [m["name"] for m in self.of(dispute)])
        finally:
            self.call("PATCH", f"/partners/{CODE}", body={"active": True})
        status, text = self.registers(dispute, "paused-1", "（2026）浙0108民初91号")
        self.assertEqual((status, json.loads(text)["status"]), (200, "accepted"), text)
        self.assertIn("register_court", self.commands(dispute))

    def test_their_keys_rotate(self):
        new = partner.sign(NEXT)
        self.call("POST", f"/partners/{CODE}/keys", body={"open": new})
        dispute = self.reviewed()
        for seed, ident in ((SEED, "r-1"), (NEXT, "r-2")):
            self.assertEqual(self.says(ident, "GetPolicy", "other", {}, seed=seed)[0], 200)
        self.call("POST", f"/partners/{CODE}/keys",
                  body={"open": new, "until": "2026-01-02T00:00:00+08:00",
                        "from": "2026-01-01T00:00:00+08:00"})
        self.assertEqual(self.says("r-3", "GetPolicy", "other", {}, seed=NEXT)[0], 401)

    def test_forgers_are_throttled(self):
        got = []
        for i in range(200):
            got.append(self.says(f"t-{i}", "GetPolicy", "other", {}, seed=FORGER)[0])
            if got[-1] == 429:
                break
        self.assertEqual(set(got), {401, 429})


def load_tests(loader, tests, pattern):  # pylint: disable=unused-argument
    """In and Compare borrow helpers of Out, not its tests."""
    suite = unittest.TestSuite()
    for case in (Out, In):
        names = [n for n in case.__dict__ if n.startswith("test_")]
        suite.addTests(case(n) for n in names)
    return suite


if __name__ == "__main__":
    unittest.main(verbosity=2)
