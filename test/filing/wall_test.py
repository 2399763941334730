# SPDX-License-Identifier: Apache-2.0
"""Secrets are planted wherever somebody may have conceded something, and looked for in everything
that goes to a court or out of the house: the packet as JSON and on paper, every document for every
role of a court, what a court may read, the exports, the events of the outbox (人民法院在线调解规则 18,
特邀调解规定 22, 民诉法解释 107)."""
import datetime
import http.server
import threading
import unittest

from casebed import COURT, SECRET
from filingbed import SUBMIT, Filing

# Said where people talk: in sessions, in an offer that never bound, in reasons.
SAID = {"minutes": "密会谈甲", "terms": "密让步乙", "agreed_facts": "密事实丙", "act": "密行为丁",
        "account": "密账户戊", "consequence": "密后果己", "manner": "密方式庚", "place": "密地点辛",
        "terminate": "密终止壬", "recusal": "密回避癸", "stay": "密中止子", "visit": "密回访丑"}
COURTS = ("court_clerk", "filing_judge", "confirming_judge")


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


# They may read the dispute, and nothing of what was put in: no packet.
BLIND = ("dpo", "grid_worker", "admin", "job")


class Wall(Filing):
    SHARES = False
    OPTIONS = ("--webhook-allow", "127.0.0.1", "--webhook-retry", "1")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        cls.receiver.bodies = []
        threading.Thread(target=cls.receiver.serve_forever, daemon=True).start()
        cls.yima("subscription", "add", "--url", f"http://127.0.0.1:{cls.receiver.server_port}/")
        cls.dispute = cls.assigned()
        cls.parties = [cls.party(cls.dispute, seat) for seat in (0, 1)]
        cls.command(cls.dispute, cls.mediator, {"command": "accept_case"})
        cls.plant()
        cls.command(cls.dispute, cls.mediator, {
            "command": "terminate", "ground": "big_gap", "reason": SAID["terminate"]})
        cls.command(cls.dispute, cls.parties[0], SUBMIT)
        cls.courts = {role: cls.token("--role", role, "--body", COURT) for role in COURTS}
        cls.everybody = {
            "mediator": cls.mediator, "manager": cls.manager, "claimant": cls.parties[0],
            "respondent": cls.parties[1], "agent": cls.party(cls.dispute, 1, "agent"),
            **cls.courts,
            **{role: cls.token("--role", role, "--region", "330108") for role in (
                "window_clerk", "dispatcher", "centre", "supervisor", "auditor", "dpo",
                "grid_worker")},
            "admin": cls.token("--role", "admin"), "job": cls.token("--role", "job")}

    @classmethod
    def plant(cls):
        """Notes and attachments of every kind, and words in every event that takes some."""
        case = cls("hides")
        for kind in SECRET:
            reply = case.note(cls.dispute, cls.mediator, kind)
            assert reply.status == 201, reply.text
        cls.papers = {}
        for kind in SECRET:
            name = f"秘密{kind}.txt"
            cls.papers[name] = case.upload(cls.dispute, cls.mediator, name,
                                           f"内容{kind}".encode(), kind=kind)
        case.upload(cls.dispute, cls.mediator, "给法院.txt", "收据".encode(), kind="neutral",
                    court=True)
        case.upload(cls.dispute, cls.parties[0], "悄悄话.txt", "私下".encode(), kind="caucus")
        cls.command(cls.dispute, cls.mediator, {
            "command": "hold_session", "date": cls.today(), "place": SAID["place"],
            "note": SAID["minutes"], "attendance": [{"seat": 0, "status": "attended"},
                                                    {"seat": 1, "status": "attended"}]})
        cls.command(cls.dispute, cls.mediator, {
            "command": "stay", "stay_reason": "appraisal", "reason": SAID["stay"]})
        cls.command(cls.dispute, cls.mediator, {"command": "resume", "note": SAID["visit"]})
        cls.command(cls.dispute, cls.mediator, {
            "command": "reach_agreement", "terms": SAID["terms"], "facts": SAID["agreed_facts"],
            "obligations": [{"payer": 1, "payee": 0, "act": SAID["act"], "due": "2030-01-31",
                             "account": SAID["account"], "manner": SAID["manner"],
                             "consequence": SAID["consequence"]}]})

    @classmethod
    def tearDownClass(cls):
        cls.receiver.shutdown()
        cls.receiver.server_close()
        super().tearDownClass()

    @staticmethod
    def today():
        zone = datetime.timezone(datetime.timedelta(hours=8))
        return datetime.datetime.now(zone).date().isoformat()

    def hides(self, text, where, *, neutral=True, said=True):
        """None of the words that must not leave stands in text."""
        secrets = [SECRET["concession"], SECRET["caucus"], "秘密concession", "秘密caucus",
                   "悄悄话", "内容concession", "内容caucus"]
        if neutral:
            secrets += [SECRET["neutral"], "秘密neutral"]
        if said:
            secrets += SAID.values()
        for word in secrets:
            self.assertNotIn(word, text, where)

    def test_the_packet_whoever_asks(self):
        for who, token in self.everybody.items():
            path = f"/api/v1/disputes/{self.dispute}/filing/packet"
            reply = self.ask(path, token)
            self.assertEqual(reply.status, 404 if who in BLIND else 200, (who, reply.text))
            self.hides(reply.text, who)
            if who in BLIND:
                continue
            self.assertEqual([f["text"] for f in reply.json["undisputed_facts"]],
                             [SECRET["undisputed"]], who)
            self.assertEqual({e["name"] for e in reply.json["evidence"]},
                             {"秘密undisputed.txt", "给法院.txt"}, who)
            self.assertIsNone(reply.json["agreement"], who)

    def test_the_packet_on_paper(self):
        for who in ("claimant", "respondent", "filing_judge", "mediator"):
            for lang in ("zh", "zh+en"):
                status, text = self.document(self.dispute, "filing_packet", self.everybody[who],
                                             lang)
                self.assertEqual(status, 200, text)
                self.hides(text, (who, lang))
                self.assertIn(SECRET["undisputed"], text)
                self.assertIn("给法院.txt", text)
                self.assertIn("判令被申请人返还押金三千元", text)
                self.assertEqual("Filingpacket" in text, lang == "zh+en")

    def test_every_document_for_every_court_role(self):
        """Whether it is offered or not: each is asked for by name."""
        listed = set()
        for role, token in self.courts.items():
            reply = self.ask(f"/api/v1/disputes/{self.dispute}/documents", token)
            self.assertEqual(reply.status, 200, reply.text)
            listed |= {d["document"] for d in reply.json["items"]}
            for document in ("receipt", "rights_notice", "refusal_notice", "transfer_slip",
                             "disclosure_form", "extension_consent", "record",
                             "confirm_application", "filing_packet", "back_cover",
                             "performance_proof", "code_label"):
                _, text = self.document(self.dispute, document, token, "zh+en")
                self.hides(text, (role, document))
            status, text = self.document(self.dispute, "agreement", token)
            self.assertEqual(status, 404, (role, text))
            self.hides(text, (role, "agreement"))
            _, text = self.document(self.dispute, "remedies_notice", token)
            self.hides(text, (role, "remedies_notice"), said=False)
        self.assertIn("filing_packet", listed)
        self.assertNotIn("record", listed)

    def test_what_a_court_reads_besides(self):
        for role, token in self.courts.items():
            for part in ("", "/notes", "/attachments", "/appointments", "/commands", "/explain",
                         "/agreement"):
                self.hides(self.ask(f"/api/v1/disputes/{self.dispute}{part}", token).text,
                           (role, part))
            events = self.ask(f"/api/v1/disputes/{self.dispute}/events?limit=200", token).text
            self.hides(events, role)
            self.assertIn("判令被申请人返还押金三千元", events)

    def test_nothing_marked_leaves_by_the_exports(self):
        for words in (["export"], ["export", "--events"], ["export", "--format", "xes"],
                      ["show", self.dispute, "--json"], ["explain", self.dispute]):
            self.hides(self.yima(*words), words, said=False)

    def test_events_for_the_outside_hold_no_words(self):
        number = self.ask(f"/api/v1/disputes/{self.dispute}", self.mediator).json["number"]
        self.until("the last event is told", lambda: any(
            "submit_filing" in body for body in self.receiver.bodies))
        told = [body for body in self.receiver.bodies if number in body]
        self.assertGreater(len(told), 5)
        for body in told:
            self.hides(body, "event")
            self.assertNotIn(SECRET["undisputed"], body)
            self.assertNotIn(SUBMIT["claims"], body)

    def test_the_log_is_silent(self):
        self.hides(self.log(), "log")


if __name__ == "__main__":
    unittest.main()
