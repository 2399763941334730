# SPDX-License-Identifier: Apache-2.0
"""Codes on paper: who issues them, what they open, and what locks them."""
import json
import re
import subprocess
import unittest

from casebed import COLLEAGUE, Casefile, close_shared
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
