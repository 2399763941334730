# SPDX-License-Identifier: Apache-2.0
"""Who reads which file, by whatever way, as every role: the wall of notes, for papers.

Each paper bears a secret in its name and another in its content. Every way to read something is
tried as everybody, and what comes is searched for both."""
import subprocess
import unittest
import urllib.parse

from filebed import Files, pdf
from casebed import BODY, COLLEAGUE, COURT, MEDIATOR, close_shared
from served import environment

COURT_ROLES = ("court_clerk", "confirming_judge", "filing_judge")

# Papers by who put them in, of which kind, shown to whom besides.
PAPERS = {
    "m-neutral": ("mediator", "neutral", {}),
    "m-parties": ("mediator", "neutral", {"parties": True}),
    "m-court": ("mediator", "neutral", {"court": True}),
    "m-concession": ("mediator", "concession", {}),
    "m-undisputed": ("mediator", "undisputed", {}),
    "m-caucus": ("mediator", "caucus", {}),
    "p-neutral": ("party", "neutral", {}),
    "p-court": ("party", "neutral", {"court": True}),
    "p-caucus": ("party", "caucus", {}),
    "g-concession": ("body_manager", "concession", {}),
}
ALL = set(PAPERS)
CAUCUS = {"m-caucus", "p-caucus"}
NEUTRAL = ALL - CAUCUS - {"m-concession", "g-concession"}
# What the court sees the parties see, too.
TO_PARTIES = {"m-parties", "m-court", "m-undisputed", "p-neutral", "p-court"}
SEES = {
    "mediator": ALL, "body_manager": ALL - CAUCUS, "window_clerk": NEUTRAL, "dispatcher": NEUTRAL,
    "centre": NEUTRAL, "supervisor": NEUTRAL, "auditor": NEUTRAL,
    "court_clerk": {"m-court", "m-undisputed", "p-court"},
    "confirming_judge": {"m-court", "m-undisputed", "p-court"},
    "filing_judge": {"m-court", "m-undisputed", "p-court"},
    "party": TO_PARTIES | {"p-caucus"},        # seat 0, who put the paper in
    "its agent": TO_PARTIES | {"p-caucus"},    # of the same seat
    "opponent": TO_PARTIES, "agent": TO_PARTIES,
}


class Wall(Files):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls.settled()
        cls.callers = {
            "mediator": cls.mediator, "body_manager": cls.manager,
            "party": cls.party(cls.dispute, 0), "its agent": cls.party(cls.dispute, 0, "agent"),
            "opponent": cls.party(cls.dispute, 1), "agent": cls.party(cls.dispute, 1, "agent"),
            "admin": cls.token("--role", "admin"), "job": cls.token("--role", "job"),
            "other mediator": cls.token("--role", "mediator", "--staff", COLLEAGUE)}
        other = cls.assigned()
        cls.callers["other party"] = cls.party(other, 0)
        for role in ("grid_worker", "window_clerk", "dispatcher", "centre", "supervisor", "dpo",
                     "auditor"):
            cls.callers[role] = cls.token("--role", role, "--region", "330108")
        for role in COURT_ROLES:
            cls.callers[role] = cls.token("--role", role, "--body", COURT)
        cls.ids = {}
        for paper, (role, kind, more) in PAPERS.items():
            made = cls.upload(cls.dispute, cls.callers[role], f"密名{paper}之件.pdf",
                              pdf(f"密文{paper}之词"), kind, **more)
            assert made.status == 201, made.text
            cls.ids[paper] = made.json["id"]

    @staticmethod
    def told(text):
        """Papers of which the name or the content stands in there; a PDF as its text."""
        raw = text if isinstance(text, bytes) else text.encode()
        if raw.startswith(b"%PDF-1.5"):  # of our printer; those put in say 1.4
            raw = subprocess.run(["pdftotext", "-raw", "-", "-"], input=raw, capture_output=True,
                                 check=True).stdout.replace(b"\n", b"")
        plain = urllib.parse.unquote_to_bytes(raw)
        return {p for p in PAPERS if f"密名{p}之件".encode() in plain
                or f"密文{p}之词".encode() in plain}

    def expected(self, role):
        return SEES.get(role, set())

    def look(self, role, court_has_it):
        caller = self.callers[role]
        expected = set() if role in COURT_ROLES and not court_has_it else self.expected(role)
        reply = self.listed(self.dispute, caller)
        self.assertEqual((role, self.told(reply.text)), (role, expected))
        self.assertIn(reply.status, (200,) if expected else (403, 404), role)
        for paper, n in self.ids.items():
            got = self.content(self.dispute, caller, n)
            self.assertEqual(got.status == 200, paper in expected, f"{role} {paper} {got.status}")
            self.assertEqual(self.told(got.bytes), {paper} & expected, f"{role} {paper}")
            self.assertEqual(self.told(str(got.headers)), {paper} & expected, f"{role} {paper}")

    def test_1_each_role_sees_its_papers(self):
        for role in self.callers:
            self.look(role, False)

    def test_2_the_court_sees_what_is_meant_for_it(self):
        self.apply_for_confirmation(self.dispute)
        for role in self.callers:
            self.look(role, True)

    def test_3_no_other_way_tells(self):
        number = self.dispute
        code = self.ask(f"/api/v1/disputes/{number}", self.mediator).json["code_url"]
        token = code.rsplit("/", 1)[-1]
        documents = self.ask(f"/api/v1/disputes/{number}/documents", self.mediator).json
        ways = [f"/api/v1/disputes/{number}{part}" for part in (
            "", "/events?limit=200", "/explain", "/commands", "/appointments", "/access-codes",
            "/readers", "/code.svg", "/notes", "/agreement", "/confirmation/check",
            "/filing/packet", "/documents", "/attachments/1/content", "/nothing")] + [
            "/api/v1/disputes", f"/api/v1/disputes?q={urllib.parse.quote('密文')}",
            f"/api/v1/codes/{token}", f"/m/{token}", "/metrics", "/openapi.json", "/api/v1/radar",
            "/api/v1/board", "/api/v1/worklists"]
        ways += [f"/api/v1/disputes/{number}/attachments/{n}{part}"
                 for n in self.ids.values() for part in ("", "/finish", "/parts/0")]
        ways += [f"/api/v1/disputes/{number}/documents/{d['document']['code']}"
                 if isinstance(d.get("document"), dict) else
                 f"/api/v1/disputes/{number}/documents/{d.get('code', d.get('document'))}"
                 for d in documents["items"]]
        for role, caller in self.callers.items():
            for way in ways:
                got = self.raw(way, caller)
                is_packet = way.endswith(("/filing/packet", "/documents/filing_packet"))
                allowed = self.expected(role) if is_packet else set()
                self.assertLessEqual(self.told(got.bytes) - (allowed & SEES["court_clerk"]), set(),
                                     f"{role} {way}")

    def test_4_nobody_touches_the_upload_of_another(self):
        begun = self.begin(self.dispute, self.callers["party"],
                           self.announce("密名p-caucus之件.pdf", pdf("x"), "caucus"))
        n = begun.json["id"]
        for role, caller in self.callers.items():
            if role in ("party", "its agent"):
                continue
            for reply in (self.part(self.dispute, caller, n, 0, pdf("x")),
                          self.drop(f"/api/v1/disputes/{self.dispute}/attachments/{n}", caller)):
                self.assertIn(reply.status, (403, 404), role)
            self.assertIn(self.finish(self.dispute, caller, n).status, (403, 404), role)

    def test_5_commands_of_the_program_tell_nothing(self):
        for words in (["verify"], ["verify", "--files"], ["show", self.dispute],
                      ["show", self.dispute, "--json"], ["explain", self.dispute], ["export"],
                      ["export", "--events"], ["export", "--format", "xes"]):
            self.assertEqual(self.told(self.yima(*words)), set(), words)

    def test_6_neither_log_nor_database_nor_feed_tells(self):
        self.assertEqual(self.told(self.log()), set())
        dump = subprocess.run(["pg_dump", f"host={self.data} user=yima dbname=yima"],
                              capture_output=True, env=environment(), check=True).stdout
        self.assertEqual(self.told(dump), set())
        for paper in PAPERS:
            for secret in (f"密名{paper}之件", f"密文{paper}之词"):
                self.assertNotIn(secret.encode().hex(), dump.decode("utf-8", "replace"))
        # The feed points at events, and an event holds the commitment and the id alone.
        events = self.sql("select convert_from(payload, 'UTF8') from event where kind = (select e.kind "
                          "from event e join attachment a using (bucket, dispute_id, seq) limit 1)")
        self.assertEqual(self.told(events), set())
        self.assertIn('"sha256"', events)

    def test_7_a_confidence_is_its_mediators_alone(self):
        dispute = self.assigned()
        party = self.party(dispute, 0)
        made = self.upload(dispute, party, "密名p-caucus之件.pdf", pdf("密文p-caucus之词"), "caucus")
        self.assertEqual(made.status, 201, made.text)
        n = made.json["id"]
        self.assertEqual(self.content(dispute, self.mediator, n).status, 200)
        # The same person in another role, and the mediator who takes over.
        manager = self.token("--role", "body_manager", "--body", BODY)
        self.sql(f"update api_token set staff_id = {MEDIATOR} where token_id = "
                 f"'{manager.split('_')[1]}'")
        self.assertEqual(self.content(dispute, manager, n).status, 404)
        self.command(dispute, self.manager, {"command": "assign", "mediator": COLLEAGUE})
        for caller in (self.callers["other mediator"], self.mediator):
            self.assertEqual(self.content(dispute, caller, n).status, 404)
        self.assertEqual(self.told(self.listed(dispute, self.callers["other mediator"]).text), set())
        self.assertEqual(self.content(dispute, party, n).status, 200)

    def test_8_a_confidence_needs_somebody_to_confide_in(self):
        dispute = self.register(self.manager, self.key())
        reply = self.begin(dispute, self.party(dispute, 0),
                           self.announce("a.pdf", pdf(), "caucus"))
        self.assertEqual(reply.status, 422, reply.text)

    def test_9_the_history_names_nobody_to_who_does_not_see_it(self):
        """That a caucus file was given, by which side: not even that is told to the other."""
        path = f"/api/v1/disputes/{self.dispute}"
        names = {n: paper for paper, n in self.ids.items()}
        whole = self.ask(f"{path}/events?limit=200", self.mediator).json["items"]
        papers = {e["seq"]: names[str(e["payload"]["detail"]["attachment"])] for e in whole
                  if e["command"] == "attach"}
        self.assertEqual(set(papers.values()), ALL)
        for role in ("party", "its agent", "opponent", "agent"):
            for way, member in (("events?limit=200", "items"), ("explain", "steps")):
                rows = {r["seq"]: r for r in self.ask(f"{path}/{way}", self.callers[role]).json[member]}
                for seq, paper in papers.items():
                    where, row = (role, way, paper), rows[seq]
                    if paper in SEES[role]:
                        self.assertIsNotNone(row["role"], where)
                        self.assertNotEqual(row["command_en"], "file kept", where)
                        continue
                    self.assertEqual((row["role"], row["role_zh"], row["staff"], row["command_en"]),
                                     (None, None, None, "file kept"), where)
                others = {r["seq"] for r in rows.values() if r["role"] is None}
                self.assertEqual(others, {s for s, p in papers.items() if p not in SEES[role]})
        told = {e["seq"]: e["role"] for e in whole if e["command"] == "attach"}
        for role in ("mediator", "body_manager", "auditor"):
            rows = self.ask(f"{path}/events?limit=200", self.callers[role]).json["items"]
            self.assertEqual({r["seq"]: r["role"] for r in rows if r["command"] == "attach"}, told)


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
