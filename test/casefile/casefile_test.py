# SPDX-License-Identifier: Apache-2.0
"""Case files over HTTP, on the program as it is: who reads which note by whatever way, codes on
paper and what they open, appointments and their calendar files, and the log of reads."""
import itertools
import json
import re
import subprocess
import unittest
import urllib.parse

from served import INTAKE, Served, environment

BODY, OTHER_BODY, COURT = "1013", "1011", "1009"
MANAGER, MEDIATOR, COLLEAGUE, WINDOW = "5037", "5038", "5039", "5040"
SECRET = {kind: f"秘密{kind}之词" for kind in ("neutral", "concession", "undisputed", "caucus")}
WRONG = "此码非真"


class Casefile(Served):
    """Classes that enter no codes share one server."""

    SHARES = True
    shared = None
    counter = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        if cls.SHARES and Casefile.shared is not None:
            for name in ("home", "data", "process", "log_path", "port"):
                setattr(cls, name, getattr(Casefile.shared, name))
        else:
            super().setUpClass()
        if cls.SHARES and Casefile.shared is None:
            Casefile.shared = cls
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)

    @classmethod
    def tearDownClass(cls):
        if not cls.SHARES:
            super().tearDownClass()

    @classmethod
    def key(cls):
        return f"k-{next(Casefile.counter)}"

    @classmethod
    def post(cls, path, token, body, key=None):
        return cls.ask(path, token, "POST", body, Idempotency_Key=key or cls.key())

    @classmethod
    def command(cls, dispute, token, body):
        reply = cls.post(f"/api/v1/disputes/{dispute}/commands", token, body)
        assert reply.status == 200, reply.text
        return reply

    @classmethod
    def assigned(cls, mediator=MEDIATOR):
        """A dispute that the mediator has accepted."""
        dispute = cls.register(cls.manager, cls.key(), INTAKE)
        cls.command(dispute, cls.manager, {"command": "accept"})
        cls.command(dispute, cls.manager, {"command": "assign", "mediator": mediator})
        return dispute

    @classmethod
    def party(cls, dispute, seat, role="party"):
        return cls.token("--role", role, "--dispute", dispute, "--seat", str(seat))

    def sql(self, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={self.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def note(self, dispute, token, kind, **more):
        return self.post(f"/api/v1/disputes/{dispute}/notes", token,
                         {"kind": kind, "text": SECRET[kind], **more})


class Wall(Casefile):
    """Every way in which something of a dispute can be read, tried as every role."""

    SEES = {"mediator": {"neutral", "concession", "undisputed", "caucus"},
            "body_manager": {"neutral", "concession", "undisputed"},
            "window_clerk": {"neutral", "undisputed"}, "dispatcher": {"neutral", "undisputed"},
            "centre": {"neutral", "undisputed"}, "supervisor": {"neutral", "undisputed"},
            "auditor": {"neutral", "undisputed"}, "court_clerk": {"undisputed"},
            "confirming_judge": {"undisputed"}, "filing_judge": {"undisputed"}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls.assigned()
        for kind in SECRET:
            reply = cls.post(f"/api/v1/disputes/{cls.dispute}/notes", cls.mediator,
                             {"kind": kind, "text": SECRET[kind], "seat": 0})
            assert reply.status == 201, reply.text
        cls.callers = {
            "mediator": cls.mediator, "body_manager": cls.manager,
            "party": cls.party(cls.dispute, 0), "agent": cls.party(cls.dispute, 1, "agent"),
            "admin": cls.token("--role", "admin"), "job": cls.token("--role", "job")}
        for role in ("grid_worker", "window_clerk", "dispatcher", "centre", "supervisor", "dpo",
                     "auditor"):
            cls.callers[role] = cls.token("--role", role, "--region", "330108")
        for role in ("court_clerk", "confirming_judge", "filing_judge"):
            cls.callers[role] = cls.token("--role", role, "--body", COURT)

    def texts(self, token, dispute=None):
        reply = self.ask(f"/api/v1/disputes/{dispute or self.dispute}/notes", token)
        return reply.status, {k for k, text in SECRET.items() if text in reply.text}

    def test_each_role_reads_its_kinds(self):
        for role, token in self.callers.items():
            status, seen = self.texts(token)
            # The court has nothing to do with this dispute yet.
            expected = set() if role in ("court_clerk", "confirming_judge", "filing_judge") \
                else self.SEES.get(role, set())
            self.assertEqual((role, seen), (role, expected))
            self.assertIn(status, (200,) if expected else (403, 404), role)

    def test_the_court_reads_undisputed_facts(self):
        dispute = self.assigned()
        for kind in SECRET:
            self.assertEqual(self.note(dispute, self.mediator, kind).status, 201)
        mediated = self.ask(f"/api/v1/disputes/{dispute}/commands", self.mediator).json["items"]
        self.assertTrue(mediated)
        for role in ("court_clerk", "confirming_judge", "filing_judge"):
            status, seen = self.texts(self.callers[role], dispute)
            self.assertEqual((status, seen), (404, set()), role)

    def test_no_other_way_tells(self):
        number = self.dispute
        code = self.ask(f"/api/v1/disputes/{number}", self.mediator).json["code_url"]
        token = code.rsplit("/", 1)[-1]
        ways = [f"/api/v1/disputes/{number}{part}" for part in (
            "", "/events", "/explain", "/commands", "/appointments", "/access-codes", "/readers",
            "/code.svg", "/notes?cursor=1")] + [
            "/api/v1/disputes", f"/api/v1/disputes?q={urllib.parse.quote(SECRET['caucus'][:3])}",
            f"/api/v1/codes/{token}", f"/m/{token}", "/metrics", "/openapi.json"]
        for role, caller in self.callers.items():
            for way in ways:
                text = self.ask(way, caller).text
                allowed = self.SEES.get(role, set()) if "/notes" in way else set()
                seen = {k for k, words in SECRET.items() if words in text}
                self.assertLessEqual(seen, allowed, f"{role} {way}")

    def test_a_caucus_is_its_authors_alone(self):
        dispute = self.assigned()
        self.assertEqual(self.note(dispute, self.mediator, "caucus").status, 201)
        self.assertEqual(self.texts(self.mediator, dispute), (200, {"caucus"}))
        # The same person in another role, and the mediator who takes over.
        manager = self.token("--role", "body_manager", "--body", BODY)
        self.sql(f"update api_token set staff_id = {MEDIATOR} where token_id = "
                 f"'{manager.split('_')[1]}'")
        self.assertEqual(self.texts(manager, dispute)[1], set())
        self.command(dispute, self.manager, {"command": "assign", "mediator": COLLEAGUE})
        colleague = self.token("--role", "mediator", "--staff", COLLEAGUE)
        self.assertEqual(self.texts(colleague, dispute), (200, set()))
        self.assertEqual(self.texts(self.mediator, dispute)[0], 404)

    def test_commands_of_the_program_tell_nothing(self):
        self.note(self.dispute, self.mediator, "caucus")
        for words in (["verify"], ["show", self.dispute], ["show", self.dispute, "--json"],
                      ["explain", self.dispute], ["export"], ["export", "--events"],
                      ["export", "--format", "xes"]):
            told = self.yima(*words)
            for text in SECRET.values():
                self.assertNotIn(text, told, words)

    def test_neither_log_nor_database_nor_feed_tells(self):
        for text in SECRET.values():
            self.assertNotIn(text, self.log())
        dump = subprocess.run(["pg_dump", f"host={self.data} user=yima dbname=yima"],
                              capture_output=True, env=environment(), check=True).stdout
        for text in SECRET.values():
            self.assertNotIn(text.encode(), dump)
        self.assertEqual(self.sql("select count(*) from outbox o where not exists (select 1 from "
                                  "event e where e.dispute_id = o.dispute_id and e.seq = o.seq)"),
                         "0")


class Notes(Casefile):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls.assigned()

    def test_one_request_one_note(self):
        path = f"/api/v1/disputes/{self.dispute}/notes"
        key, body = self.key(), {"kind": "neutral", "text": "第一行\n第二行", "seat": 1}
        first = self.post(path, self.mediator, body, key)
        again = self.post(path, self.mediator, body, key)
        self.assertEqual((first.status, again.status), (201, 201), first.text)
        self.assertEqual(first.json, again.json)
        self.assertEqual(first.json["text"], "第一行\n第二行")
        self.assertEqual(first.json["author"]["staff"], MEDIATOR)
        self.assertTrue(first.json["mine"])
        other = self.post(path, self.mediator, body | {"seat": 0}, key)
        self.assertEqual(other.status, 422, other.text)
        self.assertTrue(other.json["type"].endswith("/key-reused"))

    def test_corrections(self):
        old = self.note(self.dispute, self.mediator, "concession").json
        new = self.post(f"/api/v1/disputes/{self.dispute}/notes", self.mediator,
                        {"kind": "concession", "text": "更正", "corrects": old["id"]})
        self.assertEqual(new.status, 201, new.text)
        rows = {n["id"]: n for n in self.ask(f"/api/v1/disputes/{self.dispute}/notes",
                                             self.mediator).json["items"]}
        self.assertEqual(rows[old["id"]]["text"], SECRET["concession"])
        self.assertEqual(rows[old["id"]]["corrected_by"], new.json["id"])
        self.assertEqual(rows[new.json["id"]]["corrects"], old["id"])
        again = self.post(f"/api/v1/disputes/{self.dispute}/notes", self.mediator,
                          {"kind": "concession", "text": "再更正", "corrects": old["id"]})
        self.assertEqual(again.status, 409, again.text)

    def test_limits_and_mistakes(self):
        path = f"/api/v1/disputes/{self.dispute}/notes"
        longest = {"kind": "neutral", "text": "字" * 4000}
        self.assertEqual(self.post(path, self.mediator, longest).status, 201)
        for body, pointer in ((longest | {"text": "字" * 4001}, "/text"),
                              (longest | {"kind": "gossip"}, "/kind"),
                              (longest | {"seat": 2}, "/seat"), (longest | {"seat": 99}, "/seat"),
                              (longest | {"text": ""}, "/text")):
            reply = self.post(path, self.mediator, body)
            self.assertEqual(reply.status, 422, reply.text)
            self.assertEqual(reply.json["errors"][0]["pointer"], "#" + pointer)
        self.assertEqual(self.post(path, self.mediator, {"kind": "neutral"}).status, 400)

    def test_who_writes(self):
        self.assertEqual(self.note(self.dispute, self.manager, "neutral").status, 201)
        self.assertEqual(self.note(self.dispute, self.manager, "caucus").status, 403)
        for token, status in ((self.party(self.dispute, 0), 403),
                              (self.token("--role", "auditor", "--region", "330108"), 403),
                              (self.token("--role", "mediator", "--staff", COLLEAGUE), 404)):
            self.assertEqual(self.note(self.dispute, token, "neutral").status, status)


class Codes(Casefile):
    SHARES = False  # entering is throttled by address, and all tests have the same

    def issue(self, dispute, seat, token=None, key=None):
        return self.post(f"/api/v1/disputes/{dispute}/access-codes", token or self.mediator,
                         {"seat": seat}, key)

    def scan_token(self, dispute):
        url = self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["code_url"]
        return url.rsplit("/", 1)[-1]

    def enter(self, dispute, code):
        return self.ask(f"/api/v1/codes/{self.scan_token(dispute)}/session", None, "POST",
                        {"code": code})

    def session(self, reply):
        cookie = re.match(r"(__Host-yima=[^;]+)", reply.headers["Set-Cookie"])[1]
        return {"Cookie": cookie, "X_CSRF_Token": reply.json["csrf"]}

    def test_a_party_enters_and_reaches_its_own_file_alone(self):
        dispute, other = self.assigned(), self.assigned()
        issued = self.issue(dispute, 1)
        self.assertEqual(issued.status, 201, issued.text)
        code = issued.json["code"]
        self.assertRegex(code, r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")
        reply = self.enter(dispute, code.lower().replace("-", " "))
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual((reply.json["kind"], reply.json["seat"]), ("party", 1))
        session = self.session(reply)
        mine = self.ask(f"/api/v1/disputes/{dispute}", **session)
        self.assertEqual(mine.status, 200, mine.text)
        self.assertEqual(self.ask(f"/api/v1/disputes/{other}", **session).status, 404)
        rows = self.ask("/api/v1/disputes", **session).json["items"]
        self.assertEqual([r["id"] for r in rows], [dispute])
        self.assertEqual(self.ask(f"/api/v1/disputes/{dispute}/notes", **session).status, 403)
        # For its own seat it speaks, for the other it does not.
        said = self.ask(f"/api/v1/disputes/{dispute}/commands", None, "POST",
                        {"command": "consent"}, Idempotency_Key=self.key(), **session)
        self.assertEqual(said.status, 200, said.text)
        self.assertNotEqual(self.enter(other, code).status, 200)

    def test_a_repeated_request_shows_the_same_code(self):
        dispute, key = self.assigned(), self.key()
        first, again = self.issue(dispute, 0, key=key), self.issue(dispute, 0, key=key)
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertEqual(first.json, again.json)
        self.assertEqual(self.issue(dispute, 1, key=key).status, 422)
        self.assertEqual(self.enter(dispute, first.json["code"]).status, 200)
        self.assertEqual(first.headers["Cache-Control"], "no-store")
        # Once another one is in force the old request makes a new one: nothing comes back to life.
        second = self.issue(dispute, 0)
        third = self.issue(dispute, 0, key=key)
        self.assertEqual(len({r.json["code"] for r in (first, second, third)}), 3)

    def test_reissuing_ends_the_code_and_its_sessions(self):
        dispute = self.assigned()
        old = self.issue(dispute, 0).json["code"]
        session = self.session(self.enter(dispute, old))
        self.assertEqual(self.ask(f"/api/v1/disputes/{dispute}", **session).status, 200)
        new = self.issue(dispute, 0).json
        self.assertEqual(new["issue"], 2)
        self.assertEqual(self.ask(f"/api/v1/disputes/{dispute}", **session).status, 401)
        refused = self.enter(dispute, old)
        self.assertEqual((refused.status, refused.json["reason"]), (403, "wrong"), refused.text)
        self.assertEqual(self.enter(dispute, new["code"]).status, 200)

    def test_typing_errors_are_told_and_count_for_nothing(self):
        dispute = self.assigned()
        code = self.issue(dispute, 0).json["code"]
        for typed, words in ((code[:-1], "8 characters"), (code[:-1] + "*", "compare"),
                             (("1" if code[0] == "0" else "0") + code[1:], "check sign")):
            reply = self.enter(dispute, typed)
            self.assertEqual((reply.status, reply.json["reason"]), (422, "mistyped"), reply.text)
            self.assertEqual(reply.json["errors"][0]["pointer"], "#/code")
            self.assertIn(words, reply.json["detail"])
        rows = self.ask(f"/api/v1/disputes/{dispute}/access-codes", self.mediator).json["items"]
        self.assertEqual([(r["seat"], r["locked"], r["used_at"]) for r in rows],
                         [(0, False, None)])
        self.assertNotIn(code, json.dumps(rows))

    def test_who_issues(self):
        dispute = self.assigned()
        for role, status in (("window_clerk", 201), ("dispatcher", 201), ("centre", 201),
                             ("auditor", 403), ("supervisor", 403), ("dpo", 403)):
            token = self.token("--role", role, "--region", "330108")
            self.assertEqual(self.issue(dispute, 0, token).status, status, role)
        self.assertEqual(self.issue(dispute, 0, self.party(dispute, 0)).status, 403)
        stranger = self.token("--role", "mediator", "--staff", COLLEAGUE)
        self.assertEqual(self.issue(dispute, 0, stranger).status, 404)
        self.assertEqual(self.issue(dispute, 2).json["errors"][0]["pointer"], "#/seat")

    def test_no_code_is_kept_or_logged(self):
        dispute = self.assigned()
        code = self.issue(dispute, 0).json["code"]
        dump = subprocess.run(["pg_dump", f"host={self.data} user=yima dbname=yima"],
                              capture_output=True, env=environment(), check=True).stdout.decode()
        for text in (code, code.replace("-", "")):
            self.assertNotIn(text, dump)
            self.assertNotIn(text, self.log())


class Throttle(Codes):
    """One address may not try for ever; a server of its own, since all tests share an address."""

    test_a_party_enters_and_reaches_its_own_file_alone = None
    test_a_repeated_request_shows_the_same_code = None
    test_reissuing_ends_the_code_and_its_sessions = None
    test_typing_errors_are_told_and_count_for_nothing = None
    test_who_issues = None
    test_no_code_is_kept_or_logged = None

    def test_an_address_is_throttled(self):
        dispute = self.assigned()
        statuses = [self.enter(dispute, "0000-0012").status for _ in range(12)]
        self.assertEqual(statuses[:9], [403] * 9)
        self.assertIn(429, statuses)
        reply = self.enter(dispute, "0000-0012")
        self.assertEqual(reply.status, 429)
        self.assertGreater(int(reply.headers["Retry-After"]), 0)


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
        rows = [(r["role"]["code"], r["purpose"]["code"], r["what"]["code"], r["yourself"])
                for r in reversed(told.json["items"])]
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

    def next(self, token):
        got = self.ask(f"/api/v1/codes/{token}").json
        page = self.ask(f"/m/{token}").text
        self.assertIn(got["next_zh"], page)
        self.assertIn(got["next_en"], page)
        return got["next_en"]

    def test_the_next_step_follows_the_confirmation(self):
        dispute = self.assigned()
        code = self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["code_url"]
        token = code.rsplit("/", 1)[-1]
        self.assertIn("mediator", self.next(token))
        self.command(dispute, self.mediator, {"command": "accept_case"})
        self.command(dispute, self.mediator, {
            "command": "reach_agreement", "terms": "被申请人于2027年1月31日前支付3000元。",
            "obligations": [{"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})
        for seat in (0, 1):
            self.command(dispute, self.party(dispute, seat), {"command": "sign"})
        self.command(dispute, self.mediator, {"command": "sign_mediator"})
        self.command(dispute, self.manager, {"command": "seal"})
        self.assertIn("may apply for confirmation", self.next(token))
        for seat in (0, 1):
            self.command(dispute, self.party(dispute, seat),
                         {"command": "apply_confirmation", "court": COURT})
        told = self.next(token)
        self.assertNotIn("may apply", told)
        self.assertIn("the court decides whether to accept", told)


def tearDownModule():
    if Casefile.shared is not None:
        Casefile.shared.SHARES = False
        Casefile.shared.tearDownClass()


if __name__ == "__main__":
    unittest.main()
