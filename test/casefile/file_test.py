# SPDX-License-Identifier: Apache-2.0
"""Appointments and their calendar files, the log of reads, and the next step that a scan tells."""
import re
import unittest

from casebed import MEDIATOR, WINDOW, Casefile, close_shared
from served import INTAKE

class Appointments(Casefile):
    PLAN = {"at": "2030-03-04T09:30:00+08:00", "minutes": 90, "place": "浦沿街道调解室,2楼",
            "note": "请带身份证", "seats": [1]}

    def make(self, dispute, body=None, token=None, key=None):
        return self.post(f"/api/v1/disputes/{dispute}/appointments", token or self.mediator,
                         body or self.PLAN, key)

    def setUp(self):
        # The date above must lie ahead within five years, whatever day it is.
        year = int(self.sql("select extract(year from now())::int"))
        self.PLAN = self.PLAN | {"at": f"{year + 1}-03-04T09:30:00+08:00"}

    def test_a_session_is_planned_moved_and_cancelled(self):
        dispute = self.assigned()
        made = self.make(dispute)
        self.assertEqual(made.status, 201, made.text)
        path = f"/api/v1/disputes/{dispute}/appointments/{made.json['id']}"
        moved = self.post(path + "/change", self.mediator,
                          self.PLAN | {"minutes": 60, "seats": [0, 1], "reason": "当事人请求"})
        self.assertEqual(moved.status, 200, moved.text)
        self.assertEqual((moved.json["revision"], moved.json["minutes"], moved.json["reason"]),
                         (1, 60, "当事人请求"))
        key = self.key()
        ended = self.post(path + "/cancel", self.mediator, {"reason": "已和解"}, key)
        self.assertEqual(ended.status, 200, ended.text)
        self.assertTrue(ended.json["cancelled"])
        self.assertEqual(ended.json["place"], self.PLAN["place"])
        self.assertEqual(self.post(path + "/cancel", self.mediator, {"reason": "已和解"}, key).json,
                         ended.json)
        self.assertEqual(self.post(path + "/cancel", self.mediator, {"reason": "又"}).status, 409)
        rows = self.ask(f"/api/v1/disputes/{dispute}/appointments", self.mediator).json["items"]
        self.assertEqual([r["revision"] for r in rows], [2])

    def test_a_party_sees_those_of_its_seat(self):
        dispute = self.assigned()
        made = self.make(dispute).json
        for seat, n in ((0, 0), (1, 1)):
            token = self.party(dispute, seat)
            rows = self.ask(f"/api/v1/disputes/{dispute}/appointments", token).json["items"]
            self.assertEqual(len(rows), n)
            status = self.ask(made["calendar"], token).status
            self.assertEqual(status, 200 if n else 404)
            self.assertEqual(self.make(dispute, token=token).status, 403)

    def test_the_calendar_file(self):
        dispute = self.assigned()
        made = self.make(dispute).json
        first = self.ask(made["calendar"], self.mediator)
        self.assertEqual(first.headers.get_content_type(), "text/calendar")
        lines = first.text.replace("\r\n ", "").split("\r\n")
        self.assertIn("LOCATION:浦沿街道调解室\\,2楼", lines)
        self.assertIn("SEQUENCE:0", lines)
        self.assertRegex(first.text, r"DTSTART:\d{4}0304T013000Z\r\n")
        for party in INTAKE["parties"]:
            self.assertNotIn(party["name"], first.text)
        self.post(f"/api/v1/disputes/{dispute}/appointments/{made['id']}/cancel", self.mediator,
                  {"reason": "改期"})
        after = self.ask(made["calendar"], self.mediator).text
        self.assertIn("\r\nSEQUENCE:1\r\n", after)
        self.assertIn("\r\nSTATUS:CANCELLED\r\n", after)
        uid = re.compile(r"UID:.*\r\n")
        self.assertEqual(uid.search(first.text)[0], uid.search(after)[0])

    def test_what_cannot_be_planned(self):
        dispute = self.assigned()
        for change, pointer in (({"minutes": 0}, "/minutes"), ({"minutes": 721}, "/minutes"),
                                ({"place": ""}, "/place"), ({"place": "字" * 501}, "/place"),
                                ({"seats": [2]}, "/seats"), ({"seats": []}, "/seats"),
                                ({"seats": [1, 1]}, "/seats/1"),
                                ({"at": "2001-01-01T00:00:00+08:00"}, "/at")):
            reply = self.make(dispute, self.PLAN | change)
            self.assertEqual(reply.status, 422, f"{change} {reply.text}")
            self.assertEqual(reply.json["errors"][0]["pointer"], "#" + pointer)
        self.assertEqual(self.make(dispute, self.PLAN | {"minutes": 720, "place": "字" * 500}).status,
                         201)
        self.assertEqual(self.post(f"/api/v1/disputes/{dispute}/appointments/1/cancel",
                                   self.mediator, {"reason": "无"}).status, 404)


class Readers(Casefile):
    def readers(self, dispute, token, query=""):
        return self.ask(f"/api/v1/disputes/{dispute}/readers{query}", token)

    def test_reads_are_logged_with_their_purpose(self):
        dispute = self.assigned()
        path = f"/api/v1/disputes/{dispute}"
        auditor = self.token("--role", "auditor", "--region", "330108")
        window = self.token("--role", "window_clerk", "--staff", WINDOW)
        party = self.party(dispute, 0)
        self.ask(path, self.mediator)
        self.ask(path, window)
        self.ask(path, auditor, Yima_Purpose="supervision")
        self.ask(path + "/events", auditor)
        self.ask(path + "/notes", self.mediator)
        self.ask(path, party)
        told = self.readers(dispute, party)
        self.assertEqual(told.status, 200, told.text)
        # Newest first; those of one millisecond (app_file_id()) in any order.
        to_ms = [r["at"][:len("2026-11-24T06:07:38.834")] for r in told.json["items"]]
        self.assertEqual(to_ms, sorted(to_ms, reverse=True))
        rows = [(r["role"]["code"], r["purpose"]["code"], r["what"]["code"], r["yourself"])
                for r in sorted(told.json["items"], key=lambda r: r["at"])]
        self.assertEqual(rows, [("mediator", "handling", "dispute", False),
                                ("window_clerk", "window", "dispute", False),
                                ("auditor", "supervision", "dispute", False),
                                ("auditor", "audit", "events", False),
                                ("mediator", "handling", "notes", False),
                                ("party", "party", "dispute", True)])
        self.assertTrue(any(r["body_name"] for r in told.json["items"]))
        for row in told.json["items"]:  # who it was is not for the parties
            self.assertNotIn("staff", row)
            self.assertNotIn("reader", row)
        watched = self.readers(dispute, self.token("--role", "dpo", "--region", "330108")).json
        self.assertEqual([r["staff"] for r in watched["items"] if r["role"]["code"] == "mediator"],
                         [MEDIATOR, MEDIATOR])
        page = self.readers(dispute, party, "?limit=2").json
        rest = self.readers(dispute, party, f"?limit=200&cursor={page['next']}").json
        self.assertEqual(page["items"] + rest["items"], told.json["items"])
        self.assertIsNone(rest["next"])

    def test_who_may_ask(self):
        dispute = self.assigned()
        for role, status in (("dispatcher", 403), ("window_clerk", 403), ("auditor", 200),
                             ("dpo", 200)):
            token = self.token("--role", role, "--region", "330108")
            self.assertEqual(self.readers(dispute, token).status, status, role)
        self.assertEqual(self.readers(dispute, self.mediator).status, 403)
        other = self.party(self.assigned(), 0)
        self.assertEqual(self.readers(dispute, other).status, 404)

    def test_a_purpose_is_one_that_fits(self):
        dispute = self.assigned()
        path = f"/api/v1/disputes/{dispute}"
        for token, purpose, status in ((self.mediator, "curiosity", 400), (self.mediator, "party", 400),
                                       (self.party(dispute, 0), "audit", 400),
                                       (self.party(dispute, 0), "request", 200),
                                       (self.mediator, "request", 200)):
            reply = self.ask(path, token, Yima_Purpose=purpose)
            self.assertEqual(reply.status, status, purpose)
            if status == 400:
                self.assertNotIn(INTAKE["parties"][0]["name"], reply.text)

    def test_a_list_stands_apart(self):
        before = int(self.sql("select count(*) from person_access where dispute_id = 0"))
        self.assertEqual(self.ask("/api/v1/disputes", self.manager).status, 200)
        after = int(self.sql("select count(*) from person_access where dispute_id = 0"))
        self.assertEqual(after, before + 1)

    def test_a_look_for_duplicates_is_logged(self):
        before = int(self.sql("select count(*) from person_access where what = 5"))
        reply = self.post("/api/v1/duplicates", self.token("--role", "window_clerk", "--staff", WINDOW),
                          {"type": INTAKE["type"], "identities": [], "title": INTAKE["title"],
                           "names": [p["name"] for p in INTAKE["parties"]]})
        self.assertEqual(reply.status, 200, reply.text)
        after = int(self.sql("select count(*) from person_access where what = 5"))
        self.assertEqual(after, before + 1)

    def test_what_cannot_be_logged_is_not_shown(self):
        dispute = self.assigned()
        path = f"/api/v1/disputes/{dispute}"
        self.sql("alter table person_access rename to person_access_gone")
        try:
            for way in (path, path + "/notes", path + "/events", "/api/v1/disputes"):
                reply = self.ask(way, self.mediator)
                self.assertEqual(reply.status, 503, f"{way} {reply.text}")
                self.assertNotIn(INTAKE["parties"][0]["name"], reply.text)
                self.assertIn("logged", reply.json["detail"])
        finally:
            self.sql("alter table person_access_gone rename to person_access")
        self.until("reads are logged again", lambda: self.ask(path, self.mediator).status == 200)


class Scan(Casefile):
    """The next step that a scan tells, from the agreement to its confirmation."""

    def scan_token(self, dispute):
        url = self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["code_url"]
        return url.rsplit("/", 1)[-1]

    def next(self, token):
        got = self.ask(f"/api/v1/codes/{token}").json
        page = self.ask(f"/m/{token}").text
        self.assertIn(got["next_zh"], page)
        self.assertIn(got["next_en"], page)
        return got["next_en"]

    def test_the_next_step_follows_the_confirmation(self):
        first = self.assigned()
        self.assertIn("contacts both sides", self.next(self.scan_token(first)))
        dispute = self.settled()
        token = self.scan_token(dispute)
        self.assertIn("may apply for confirmation", self.next(token))
        self.apply_for_confirmation(dispute)
        told = self.next(token)
        self.assertNotIn("may apply", told)
        self.assertIn("the court decides whether to accept", told)


class Printing(Casefile):
    GREEDY = 80  # more than all printers and the places before them

    def test_one_caller_leaves_printers_to_others(self):
        dispute = self.assigned()
        path = f"/api/v1/disputes/{dispute}/documents/receipt"
        waiting = [self.connect() for _ in range(self.GREEDY)]
        for connection in waiting:
            connection.request("GET", path, None, {"Authorization": "Bearer " + self.mediator})
        other = self.connect()
        other.request("GET", path, None, {"Authorization": "Bearer " + self.manager})
        answer = other.getresponse()
        self.assertEqual((answer.status, answer.read()[:5]), (200, b"%PDF-"))
        got = [connection.getresponse().status for connection in waiting]
        self.assertLessEqual(set(got), {200, 503})
        self.assertGreaterEqual(got.count(200), 8)
        for connection in waiting + [other]:
            connection.close()
        again = self.connect()
        again.request("GET", path, None, {"Authorization": "Bearer " + self.mediator})
        self.assertEqual(again.getresponse().status, 200)
        again.close()


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
