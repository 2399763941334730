# SPDX-License-Identifier: Apache-2.0
"""Who reads which note, by whatever way, as every role; and how notes are written."""
import copy
import subprocess
import unittest
import urllib.parse

from casebed import COLLEAGUE, BODY, COURT, MEDIATOR, SECRET, Casefile, close_shared
from served import INTAKE, environment

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
        dispute = self.settled()
        for kind in SECRET:
            self.assertEqual(self.note(dispute, self.mediator, kind).status, 201)
        court = ("court_clerk", "confirming_judge", "filing_judge")
        for role in court:  # before it is the court of this dispute
            self.assertEqual(self.texts(self.callers[role], dispute), (404, set()), role)
        self.apply_for_confirmation(dispute)
        for role in court:
            self.assertEqual(self.texts(self.callers[role], dispute), (200, self.SEES[role]), role)

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


class Elsewhere(Casefile):
    """That somebody has a dispute at all: told to desks that register, and kept with that dispute."""

    IDENTITY = "11010519491231002X"
    TOLD = ("window_clerk", "dispatcher", "centre", "court_clerk")

    def look(self, token):
        return self.ask("/api/v1/duplicates", token, "POST",
                        {"type": INTAKE["type"], "identities": [self.IDENTITY]})

    def kept(self, dispute):
        rows = self.ask(f"/api/v1/disputes/{dispute}/readers", self.party(dispute, 0)).json["items"]
        return [r["role"]["code"] for r in reversed(rows) if r["what"]["code"] == "duplicates"]

    def test_each_role(self):
        intake = copy.deepcopy(INTAKE)
        intake["parties"][0]["identity"] = self.IDENTITY
        dispute = self.register(self.manager, self.key(), intake)
        told = []
        for role in ("window_clerk", "dispatcher", "centre", "court_clerk", "grid_worker", "mediator",
                     "body_manager", "supervisor", "dpo", "auditor", "confirming_judge"):
            where = ("--staff", COLLEAGUE) if role == "mediator" else ("--body", "1024") \
                if role == "body_manager" else ("--body", COURT) \
                if role in ("court_clerk", "confirming_judge") else ("--region", "330102")
            reply = self.look(self.token("--role", role, *where))
            if reply.status == 403:
                self.assertNotIn(role, self.TOLD)
                continue
            self.assertEqual((role, reply.status, reply.json["items"]), (role, 200, []), reply.text)
            if role in self.TOLD:
                self.assertGreater(reply.json["elsewhere"], 0, role)
                told.append(role)
            else:
                self.assertIsNone(reply.json["elsewhere"], role)
        self.assertEqual(self.kept(dispute), told)
        self.assertEqual(set(told), set(self.TOLD))
        # Who may see it finds it, and that is a list like any other.
        found = self.look(self.token("--role", "window_clerk", "--region", "330108")).json
        self.assertIn(dispute, [d["id"] for d in found["items"]])
        self.assertEqual(self.kept(dispute), told)


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
