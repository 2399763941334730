# SPDX-License-Identifier: Apache-2.0
"""Role by call, and role by command by relation, walked over the live interface.

What is expected comes from GET /api/v1/rights and /openapi.json, which are printed from the tables that
judge; the documents are held against each other first, so that nothing is left out."""
import calls
from world import ANYWHERE, COURTS, World

NO_RIGHT = "has no right"
BY_RELATION = ("assigned", "body", "court", "region", "seat", "any")
# What everybody reads who may read the dispute at all.
PLAIN = ("/{id}", "/events", "/explain", "/commands")
# Registered by a call of its own; only the clock lets a dispute expire.
NOT_SENT = {"register", "expire"}


class Tables(World):
    """What the walk relies on."""

    def test_every_call_has_its_entry(self):
        opened = {(c.method, c.path) for c in self.calls if c.is_open}
        self.assertEqual(opened, set(calls.OPEN), "a call without credentials: calls.OPEN says why")
        unjudged = {(c.method, c.path) for c in self.calls if not c.is_open and c.right is None}
        self.assertEqual(unjudged, calls.OPERATORS)
        for call in self.calls:
            self.assertEqual(set(call.kinds()), set(call.names), call)
            if call.right is not None:
                self.assertIn(call.right, self.rights, call)

    def test_every_entry_has_its_call(self):
        used = {(name, kind) for c in self.calls for name, kind in c.kinds().items()}
        said = {(name, kind) for name, ends in calls.NAMED.items() for kind in ends.values()}
        self.assertEqual(said, used, "calls.NAMED names what is in no address")

    def test_every_role_and_command_is_walked(self):
        self.assertEqual(set(self.relations.values()), set(BY_RELATION))
        words = self.document["components"]["schemas"]["command"]["enum"]
        for procedure in self.table["procedures"]:
            self.assertEqual([c["command"] for c in procedure["commands"]], words)
        self.assertEqual(set(self.seated(self.owned["dispute"])), set(self.roles))


class Calls(World):
    """Every call as every role, with addresses that exist and bodies that fit."""

    def test_who_has_no_right_is_told_so_and_nothing_else(self):
        dispute = self.owned["dispute"]
        callers, before = self.seated(dispute), self.version(dispute)
        judged = 0
        for call in self.calls:
            if call.is_open or call.right is None:
                continue
            for role in self.roles:
                if role in self.rights[call.right]:
                    continue
                answer = self.call(call, self.owned, callers[role])
                where = (role, call, answer.status, answer.bytes)
                self.assertEqual(answer.status, 403, where)
                if answer.bytes:  # not of a HEAD
                    self.assertIn(f"{NO_RIGHT} {call.right}", answer.detail, where)
                    self.assertLessEqual(set(answer.json), {"type", "title", "status", "detail",
                                                            "instance"}, where)
                judged += 1
        self.assertGreater(judged, 300)
        self.assertEqual(self.version(dispute), before)

    def test_who_has_the_right_and_the_relation_reads(self):
        """The other half: whoever is refused below is not refused for another reason."""
        dispute, plain = self.owned["dispute"], 0
        for role, token in self.seated(dispute).items():
            for call in self.calls:
                if call.method != "GET" or call.kinds().get("id") != "dispute" \
                        or role not in self.rights[call.right] or "{document}" in call.path:
                    continue
                answer = self.call(call, self.owned, token)
                where = (role, call, answer.status, answer.bytes[:300])
                self.assertNotIn(NO_RIGHT, answer.detail, where)
                self.assertIn(answer.status, (200, 403, 404), where)  # papers have walls of their own
                if call.right == "disputes" and call.path.endswith(PLAIN):
                    self.assertEqual(answer.status, 200, where)
                    plain += 1
        self.assertGreaterEqual(plain, len(PLAIN) * len(self.roles))


class Commands(World):
    """Every command as every role: to a dispute of one's own, of another, and to one that is not there."""

    def full(self, command, **more):
        """The command with all its fields, each as its schema takes it."""
        fields = next(c["fields"] for c in self.words["commands"] if c["code"] == command)
        schema = self.document["components"]["schemas"]["Command"]
        body = self.bodies.of(schema, None, [f for f in fields if f not in ("dispute", "attachment")])
        return {**body, "command": command, **more}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.words = cls.send("GET", "/api/v1/words").json
        cls.every = [c["code"] for c in cls.words["commands"] if c["code"] not in NOT_SENT]

    def allowed(self, dispute):
        procedure = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["procedure"]
        return next({c["command"]: set(c["roles"]) for c in p["commands"]}
                    for p in self.table["procedures"] if p["procedure"] == procedure)

    def bare(self, answer):
        """An answer without what names the request itself."""
        return answer.status, {k: v for k, v in (answer.json or {}).items() if k != "instance"}

    def test_strangers_cannot_tell_it_from_nothing(self):
        """Of a dispute elsewhere: the same answer as of one that never was, to every command, one by
        one and many at once."""
        there, nowhere = self.elsewhere, calls.ABSENT["dispute"]
        before, absent = self.version(there), 0
        callers = {r: t for r, t in self.seated(self.owned["dispute"]).items() if r not in ANYWHERE}
        for role, token in callers.items():
            for command in self.every:
                body = self.full(command)
                pair = [self.bare(self.send("POST", f"/api/v1/disputes/{d}/commands", token, body))
                        for d in (there, nowhere)]
                self.assertEqual(pair[0], pair[1], (role, command))
                self.assertIn(pair[0][0], (403, 404, 422), (role, command, pair))
                absent += pair[0][0] == 404
            rows = [[{"id": d, "key": self.key(), **self.full(c)} for c in self.every]
                    for d in (there, nowhere)]
            told = [self.send("POST", "/api/v1/commands", token, {"commands": r}) for r in rows]
            self.assertEqual([t.status for t in told], [200, 200], (role, told[0].bytes))
            plain = [[{k: v for k, v in row.items() if k not in ("key", "id", "instance", "index")}
                      for row in next(iter(v for v in t.json.values() if isinstance(v, list)))]
                     for t in told]
            self.assertEqual(plain[0], plain[1], role)
        self.assertEqual(self.version(there), before, "somebody changed what is not theirs")
        self.assertGreater(absent, len(callers) * len(self.every) * 3 // 4)  # 422: a word that nobody may say

    def test_who_may_not_changes_nothing(self):
        """Of a dispute that is theirs: a command that the tables do not give to the role is refused, also
        with all fields right."""
        dispute = self.owned["dispute"]
        table, before = self.allowed(dispute), self.version(dispute)
        for role, token in self.seated(dispute).items():
            for command in self.every:
                if role in table[command]:
                    continue
                answer = self.send("POST", f"/api/v1/disputes/{dispute}/commands", token,
                                   self.full(command))
                self.assertIn(answer.status, (403, 404, 409, 422), (role, command, answer.bytes))
        self.assertEqual(self.version(dispute), before)

    def test_who_may_is_not_refused_for_the_role(self):
        """Whatever else speaks against it, a role that the tables name is never told that it is the role."""
        dispute = self.register(self.home_callers["body_manager"], self.key())
        table = self.allowed(dispute)
        passed = 0
        for role, token in self.seated(dispute).items():
            if role in COURTS or role == "mediator":  # not related yet
                continue
            offered = self.send("GET", f"/api/v1/disputes/{dispute}/commands", token).json["items"]
            for command in (o["command"] for o in offered):
                self.assertIn(role, table[command], command)
                passed += 1
        self.assertGreater(passed, 20)

    def test_a_code_of_the_mediator_does_what_mediators_do(self):
        """Whoever issues a code could enter with it: by one that the mediator issued, in whatever role,
        nothing is done that the tables do not give to mediators."""
        dispute = self.settled()
        mediates = self.rule_roles(dispute)
        issued = self.send("POST", f"/api/v1/disputes/{dispute}/access-codes", self.mediator, {"seat": 0})
        url = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["code_url"]
        entered = self.send("POST", f"/api/v1/codes/{url.rsplit('/', 1)[-1]}/session", None,
                            {"code": issued.json["code"]})
        self.assertEqual(entered.status, 200, entered.bytes)
        session = {"Cookie": entered.headers["set-cookie"].split(";")[0],
                   "X_CSRF_Token": entered.json["csrf"]}
        barred = 0
        for command in self.every:
            body = self.full(command, seat=0)
            answer = self.send("POST", f"/api/v1/disputes/{dispute}/commands", None, body, **session)
            barred += answer.status == 403 and (answer.json or {}).get("reason") == "mediator_code"
        events = self.send("GET", f"/api/v1/disputes/{dispute}/events?limit=200", self.admin).json
        for event in events["items"]:
            if event["role"] == "party" and event["command"] != "sign":  # signed by tokens before
                self.assertIn("mediator", mediates[event["rule"]], event)
        self.assertGreater(barred, 0)

    def rule_roles(self, dispute):
        procedure = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["procedure"]
        path = f"/api/v1/procedures/{procedure['id']}?version={procedure['version']}"
        rules = self.send("GET", path, self.admin).json["rules"]
        return {r["id"]: r["roles"] for r in rules}

    def test_a_party_does_not_act_for_the_other(self):
        """Whatever seat a body names, what a party does stands at its own."""
        dispute = self.assigned()
        self.command(dispute, self.mediator, {"command": "accept_case"})
        party = self.party(dispute, 0)
        seen = set()
        for command in self.every:
            answer = self.send("POST", f"/api/v1/disputes/{dispute}/commands", party,
                               self.full(command, seat=1))
            if answer.status == 200:
                seen.add(command)
        events = self.send("GET", f"/api/v1/disputes/{dispute}/events", self.admin).json["items"]
        for event in events:
            if event["role"] == "party":
                self.assertNotEqual(event["payload"].get("seat"), 1, event)
                self.assertNotEqual((event["payload"].get("detail") or {}).get("seat"), 1, event)
        self.assertLessEqual(seen, {e["command"] for e in events})
