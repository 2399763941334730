# SPDX-License-Identifier: Apache-2.0
"""Who may do what, all of it, both ways: whoever the tables allow passes the gate, and everybody else
is refused. Role by right over every call, role by command by relation over disputes."""
import re
import unittest

from people import Client, People

HOME, AWAY = "330108", "330102"
BODY, AWAY_BODY, COURT = "1011", "1024", "1009"
# What binds a token of each role to the home district; the others hold for everywhere.
BINDINGS = {"party": None, "agent": None, "mediator": ["--staff", "5028"],
            "body_manager": ["--body", BODY], "court_clerk": ["--body", COURT],
            "confirming_judge": ["--body", COURT], "filing_judge": ["--body", COURT],
            "job": [], "admin": []}
ANYWHERE = {"job", "admin"}
COURTS = {"court_clerk", "confirming_judge", "filing_judge"}
NO_RIGHT = "has no right"


def intake(region, body):
    return {"type": "neighbour", "title": "楼道堆物", "description": "楼道里堆满杂物",
            "region": region, "body": body, "harm": 0, "urgency": 0, "scope": 0, "channel": "window", "source": "applied",
            "parties": [{"side": "claimant", "kind": "natural", "name": "甲"},
                        {"side": "respondent", "kind": "natural", "name": "乙"}]}


class Rights(People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim_admin()
        cls.table = cls.admin.get("/rights").json
        cls.roles = [r["code"] for r in cls.table["roles"] if r["code"] != "clock"]
        cls.rights = {r["code"]: set(r["roles"]) for r in cls.table["rights"]}
        cls.callers = {}
        here = cls("program")
        for role in cls.roles:
            words = BINDINGS.get(role, ["--region", HOME])
            if words is not None:
                cls.callers[role] = here.program(role, *words)
        cls.away = here.program("window_clerk", "--region", AWAY)

    def program(self, role, *words):
        token = self.done("token", "create", "--role", role, *words).strip()
        return Client(self.path("http"), token)

    def seated(self, dispute):
        """The callers, with party and agent of this dispute."""
        callers = dict(self.callers)
        for role in ("party", "agent"):
            callers[role] = self.program(role, "--dispute", dispute, "--seat", "0")
        return callers

    def register(self, client, region, body):
        reply = client.ask("POST", "/disputes", intake(region, body))
        self.assertEqual(reply.status, 201, reply.bytes)
        return reply.json["id"]

    def act(self, caller, dispute, command, **fields):
        if command == "migrate":  # its target is looked up before anybody is judged
            fields.setdefault("procedure", "zhejiang-2025")
        if command == "reschedule":  # who may hangs on what is named: the court moves its own
            court = caller in [self.callers.get(r) for r in COURTS]
            fields.setdefault("deadline", "complaint_decision" if court else "mediation_limit")
            fields.setdefault("shift_ground", "calendar")
        return caller.ask("POST", f"/disputes/{dispute}/commands", {"command": command, **fields})

    def lead(self, dispute, *steps):
        for role, command, fields in steps:
            reply = self.act(self.callers[role], dispute, command, **fields)
            self.assertEqual(reply.status, 200, (command, reply.bytes))

    def mediated(self):
        """A dispute at home with a mediator."""
        dispute = self.register(self.callers["window_clerk"], HOME + "001", BODY)
        self.lead(dispute, ("body_manager", "accept", {}),
                  ("body_manager", "assign", {"mediator": "5028"}), ("mediator", "accept_case", {}))
        return dispute

    def referred(self):
        """One that went to the court of the district."""
        dispute = self.mediated()
        self.lead(dispute, ("window_clerk", "go_to_court", {"seat": 0, "reason": "要求判决"}),
                  ("window_clerk", "submit_filing", {"seat": 0, "court": COURT,
                                                     "claims": "请求判令被申请人履行义务。",
                                                     "facts": "多次协商不成。"}))
        return dispute

    # ---- Role by right ----

    def test_every_call_of_every_role(self):
        callers = self.seated(self.mediated())
        self.assertEqual(set(callers), set(self.roles))
        judged = set()
        for path, item in self.client().document()["paths"].items():
            for method, operation in item.items():
                if "x-right" not in operation:
                    continue
                judged.add(operation["x-right"])
                for role, caller in callers.items():
                    self.judge(role, caller, method.upper(), path, operation)
        unused = set(self.rights) - judged
        self.assertLessEqual(unused, {"metrics", "register", "credit_bar", "privacy",
                                      "reports_amend"}, "rights that no call asks for")

    def judge(self, role, caller, method, path, operation):
        address = re.sub(r"\{\w+\}", "0", path).removeprefix("/api/v1")
        body = b"{}" if "requestBody" in operation else None
        if address == "/stream":
            method = "HEAD"  # it would go on for ever; without a detail, the status must do
        media = next(iter(operation["requestBody"]["content"])) if body is not None else None
        reply = caller.ask(method, address, body, **({"Content-Type": media} if media else {}))
        where = (role, method, path, reply.status, reply.bytes)
        if role not in self.rights[operation["x-right"]]:
            self.assertEqual(reply.status, 403, where)
            self.assertIn(NO_RIGHT + " " + operation["x-right"], reply.detail, where)
        else:
            self.assertNotEqual(reply.status, 401, where)
            self.assertNotIn(NO_RIGHT, reply.detail, where)
            self.assertTrue(method != "HEAD" or reply.status == 200, where)

    # ---- Role by command by relation ----

    def commands(self):
        """All that can be sent: a dispute is registered elsewhere, and only time lets it expire."""
        every = [c["command"] for c in self.table["procedures"][0]["commands"]]
        return [c for c in every if c not in ("register", "expire")]

    def allowed(self, dispute):
        """Of the dispute's procedure: command -> roles."""
        procedure = self.admin.get(f"/disputes/{dispute}").json["procedure"]
        for row in self.table["procedures"]:
            if row["procedure"] == procedure:
                return {c["command"]: set(c["roles"]) for c in row["commands"]}
        raise AssertionError(procedure)

    def test_strangers_to_a_dispute_send_it_nothing(self):
        dispute = self.register(self.away, AWAY, AWAY_BODY)
        callers = self.seated(self.mediated())
        for role, caller in callers.items():
            if role in ANYWHERE:
                continue
            self.assertEqual(caller.get(f"/disputes/{dispute}").status, 404, role)
            self.assertEqual(caller.get(f"/disputes/{dispute}/commands").status, 404, role)
            for command in self.commands():
                reply = self.act(caller, dispute, command)
                self.assertIn(reply.status, (403, 404), (role, command, reply.bytes))

    def judge_commands(self, make, roles):
        dispute = make()
        callers = self.seated(dispute)
        table = self.allowed(dispute)
        passed = 0
        for role in roles:
            caller = callers[role]
            offered = {c["command"]
                       for c in caller.get(f"/disputes/{dispute}/commands").json["items"]}
            for command in self.commands():
                reply = self.act(caller, dispute, command)
                where = (role, command, reply.status, reply.bytes)
                if role not in table[command]:
                    self.assertIn(reply.status, (403, 409), where)
                    self.assertNotIn(command, offered, where)
                elif command in offered:
                    passed += 1
                    self.assertIn(reply.status, (200, 400, 409, 422), where)
                    if reply.status == 409:
                        self.assertNotEqual(reply.json["refusal"]["code"], "role", where)
                else:
                    self.assertIn(reply.status, (400, 403, 409, 422), where)
                if reply.status == 200:
                    dispute = make()
                    callers = self.seated(dispute)
                    caller = callers[role]
        self.assertGreater(passed, len(roles))

    def test_those_who_are_related(self):
        self.judge_commands(self.mediated, [r for r in self.roles if r not in COURTS])

    def test_courts_are_related_once_it_is_theirs(self):
        mediated = self.mediated()
        for role in COURTS:
            self.assertEqual(self.callers[role].get(f"/disputes/{mediated}").status, 404)
        self.judge_commands(self.referred, sorted(COURTS))


if __name__ == "__main__":
    unittest.main()
