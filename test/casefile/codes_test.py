# SPDX-License-Identifier: Apache-2.0
"""Codes on paper: who issues them, what they open, and what locks them."""
import json
import re
import subprocess
import unittest

from casebed import BODY, COLLEAGUE, COURT, MEDIATOR, Casefile, close_shared
from served import environment

class Entering(Casefile):
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


class Codes(Entering):
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


class Acting(Entering):
    """What a party may do that came by the code of who mediates: what he may do in his own name."""

    def does(self, dispute, session, body):
        return self.ask(f"/api/v1/disputes/{dispute}/commands", None, "POST", body,
                        Idempotency_Key=self.key(), **session)

    def offered(self, dispute, session):
        return {o["command"] for o in
                self.ask(f"/api/v1/disputes/{dispute}/commands", **session).json["items"]}

    def entered(self, dispute, seat, issuer):
        reply = self.enter(dispute, self.issue(dispute, seat, issuer).json["code"])
        self.assertEqual(reply.status, 200, reply.text)
        return self.session(reply), reply.json

    @classmethod
    def manager_who_mediates(cls):
        token = cls.token("--role", "body_manager", "--body", BODY)
        subprocess.run(["psql", "-Xqc", f"update api_token set staff_id = {MEDIATOR} where token_id = "
                        f"'{token.split('_')[1]}'", f"host={cls.data} user=yima dbname=yima"],
                       env=environment(), check=True, capture_output=True)
        return token

    def test_what_is_for_the_party_alone(self):
        dispute = self.settled()
        window = self.token("--role", "window_clerk", "--region", "330108")
        claim = {"command": "claim_performance", "obligation": 0, "result": "fulfilled"}
        for issuer in (self.mediator, self.manager_who_mediates()):
            session, said = self.entered(dispute, 1, issuer)
            self.assertEqual(said["code_bar"]["code"], "mediator_code")
            self.assertEqual(self.ask("/api/v1/session", **session).json["code_bar"],
                             said["code_bar"])
            before = self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["version"]
            reply = self.does(dispute, session, claim)
            self.assertEqual((reply.status, reply.json["reason"]), (403, "mediator_code"), reply.text)
            self.assertIn("换领通行码", reply.json["zh"])
            self.assertIn("ask the window", reply.json["detail"])
            rows = self.ask("/api/v1/commands", None, "POST", {"commands": [
                {"id": dispute, "key": self.key(), **claim}]}, **session).json
            rows = next(v for v in rows.values() if isinstance(v, list))
            self.assertEqual((rows[0]["status"], rows[0]["problem"]["reason"]),
                             (403, "mediator_code"))
            self.assertEqual(self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["version"],
                             before)
            offered = self.offered(dispute, session)
            self.assertNotIn("claim_performance", offered)
            self.assertIn("apply_confirmation", offered)
        # What the rule gives to mediators as well, and everything by the code of somebody else.
        reply = self.does(dispute, session, {"command": "apply_confirmation", "court": COURT})
        self.assertEqual(reply.status, 200, reply.text)
        session, said = self.entered(dispute, 1, window)
        self.assertNotIn("code_bar", said)
        self.assertIn("claim_performance", self.offered(dispute, session))
        reply = self.does(dispute, session, claim)
        self.assertEqual(reply.status, 200, reply.text)

    def test_what_goes_to_the_court(self):
        dispute = self.assigned()
        self.command(dispute, self.mediator, {"command": "accept_case"})
        self.command(dispute, self.party(dispute, 1), {"command": "go_to_court"})
        filing = {"command": "submit_filing", "court": COURT, "claims": "请求赔偿。", "facts": "楼上漏水。"}
        session, _ = self.entered(dispute, 0, self.mediator)
        reply = self.does(dispute, session, filing)
        self.assertEqual((reply.status, reply.json["reason"]), (403, "mediator_code"), reply.text)
        session, _ = self.entered(dispute, 0, self.token("--role", "window_clerk", "--region",
                                                         "330108"))
        reply = self.does(dispute, session, filing)
        self.assertEqual(reply.status, 200, reply.text)
        session, _ = self.entered(dispute, 0, self.mediator)
        reply = self.does(dispute, session, {"command": "withdraw"})
        self.assertEqual((reply.status, reply.json["reason"]), (403, "mediator_code"), reply.text)
        self.assertNotIn("withdraw", self.offered(dispute, session))


class Issues(Entering):
    SHARES = True  # nobody enters

    def test_who_issued_is_told_for_good(self):
        dispute = self.assigned()
        self.issue(dispute, 1, self.manager)
        self.issue(dispute, 1, self.mediator)
        self.issue(dispute, 0, self.manager)
        path = f"/api/v1/disputes/{dispute}/readers"
        dpo = self.ask(path, self.token("--role", "dpo", "--region", "330108")).json["codes"]
        self.assertEqual([(c["seat"], c["issue"], c["role"]["code"], c["staff"]) for c in dpo],
                         [(0, 1, "body_manager", "5037"), (1, 2, "mediator", MEDIATOR),
                          (1, 1, "body_manager", "5037")])
        self.assertEqual({c["body"] for c in dpo}, {BODY})
        for code in dpo:
            self.assertTrue(code["issuer"])
        mine = self.ask(path, self.party(dispute, 1)).json["codes"]
        self.assertEqual([(c["seat"], c["issue"], c["role"]["code"], c["body_name"]) for c in mine],
                         [(1, 2, "mediator", dpo[0]["body_name"]),
                          (1, 1, "body_manager", dpo[0]["body_name"])])
        for code in mine:
            self.assertEqual(set(code), {"seat", "issue", "at", "role", "body_name"})
        self.ask(f"/api/v1/disputes/{dispute}", self.manager)
        newest = self.ask(path, self.manager).json["items"][0]["id"]
        self.assertNotIn("codes", self.ask(f"{path}?cursor={newest}", self.manager).json)

    def test_the_issuer_is_told_what_the_code_does(self):
        dispute = self.assigned()
        window = self.token("--role", "window_clerk", "--region", "330108")
        for token, bar in ((self.mediator, "mediator_code"), (self.manager, "registrar_code"),
                           (window, None)):
            issued = self.issue(dispute, 0, token).json
            self.assertEqual((issued["signs"], issued["opens_credit"],
                              (issued["bar"] or {}).get("code")), (bar is None, bar is None, bar))
            row = self.ask(f"/api/v1/disputes/{dispute}/access-codes", self.mediator).json["items"][0]
            self.assertEqual((row["signs"], row["opens_credit"], row["bar"]),
                             (issued["signs"], issued["opens_credit"], issued["bar"]))


class Locks(Entering):
    def test_a_lock_says_until_when_and_ends(self):
        """The throttle of one address is not what is tried here: the row is put where it would be."""
        dispute = self.assigned()
        code = self.issue(dispute, 0).json["code"]
        wrong = self.issue(self.assigned(), 0).json["code"]
        for failures, age, status in ((9, "0 s", "locked"), (10, "59 min", "locked"),
                                      (10, "61 min", "ok"), (19, "0 s", "locked"),
                                      (20, "23 h", "locked"), (20, "25 h", "ok"),
                                      (49, "0 s", "locked"), (50, "1000 h", "locked")):
            self.sql(f"update access_code set failures = {failures}, locked_at = case when "
                     f"{failures} % 10 = 0 then now() - interval '{age}' end")
            reply = self.enter(dispute, wrong if failures % 10 == 9 else code)
            where = (failures, age, reply.text)
            if status == "ok":
                self.assertEqual(reply.status, 200, where)
                continue
            self.assertEqual((reply.status, reply.json["reason"]), (403, "locked"), where)
            self.assertEqual("until" in reply.json, failures < 49, where)
            row = next(r for r in self.ask(f"/api/v1/disputes/{dispute}/access-codes",
                                           self.mediator).json["items"] if r["seat"] == 0)
            self.assertTrue(row["locked"], where)
            self.assertEqual(row["locked_until"], reply.json.get("until"), where)


class Alike(Entering):
    def test_nothing_tells_which_seats_have_a_code(self):
        dispute = self.assigned()
        with_code = [self.issue(dispute, 0).json["code"] for _ in range(2)][0]
        without = self.issue(self.assigned(), 1).json["code"]  # seat 1 here has none
        for _ in range(3):  # no count goes down for one and not for the other
            one, other = self.enter(dispute, with_code), self.enter(dispute, without)
            self.assertEqual((one.status, one.json["reason"]), (403, "wrong"), one.text)
            self.assertEqual(one.status, other.status)
            self.assertEqual(*({k: v for k, v in reply.json.items() if k != "instance"}
                               for reply in (one, other)))
            self.assertNotIn("left", one.json)


class Throttle(Entering):
    """One address may not try for ever; a server of its own, since all tests share an address."""

    def test_an_address_is_throttled(self):
        dispute = self.assigned()
        statuses = [self.enter(dispute, "0000-0012").status for _ in range(12)]
        self.assertEqual(statuses[:9], [403] * 9)
        self.assertIn(429, statuses)
        reply = self.enter(dispute, "0000-0012")
        self.assertEqual(reply.status, 429)
        self.assertGreater(int(reply.headers["Retry-After"]), 0)


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
