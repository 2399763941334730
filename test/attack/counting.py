# SPDX-License-Identifier: Apache-2.0
"""A clock must tell nobody which logins and tokens there are. No time is measured here, since a busy
machine would lie: what is counted is the work (count.c, preloaded into the server). The measurement
itself is test/bench/credentials.py."""
import re
import unittest

from world import World

ARGON = "password $argon2id$v=19$m=19456,t=2,p=1"


class Counting(World):
    """The same work, whoever is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if World.counted is None:
            raise unittest.SkipTest("the server was not started with count.c")

    def work(self, ask):
        """What the server did for one request: its lines."""
        with open(World.counted, "rb") as f:
            f.seek(0, 2)
            ask()
            return f.read().decode().splitlines()

    def login(self, login, password="wrong password"):
        def ask():
            answer = self.send("POST", "/api/v1/session", None, {"login": login, "password": password})
            self.assertEqual(answer.status, 401, answer.bytes)
        return self.work(ask)

    def account(self, login, *, active=True, password=True):
        made = self.send("POST", "/api/v1/accounts", self.admin, {
            "login": login, "name": "某", "grants": [{"role": "auditor", "region": "330108"}]})
        self.assertEqual(made.status, 201, made.bytes)
        path = f"/api/v1/accounts/{made.json['id']}"
        if password:
            link = self.send("POST", path + "/link", self.admin).json["link"]
            done = self.send("POST", "/api/v1/links/" + link, None, {"password": "correct horse battery"})
            self.assertEqual(done.status, 204, done.bytes)
        if not active:
            self.assertEqual(self.send("PATCH", path, self.admin, {"active": False}).status, 200)

    def test_every_login_costs_one_password(self):
        self.account("counted")
        self.account("counted-off", active=False)
        self.account("counted-bare", password=False)
        seen = {(login, password): self.login(login, password) for login, password in (
            ("counted", "wrong password"), ("counted-off", "correct horse battery"),
            ("counted-bare", "wrong password"), ("never-was", "wrong password"),
            ("周敏", "wrong password"), ("' or 1=1 --", "wrong password"), ("counted", "x" * 256),
            ("never-was", "x" * 256))}
        self.assertEqual(len({tuple(lines) for lines in seen.values()}), 1, seen)
        (lines,) = {tuple(lines) for lines in seen.values()}
        self.assertEqual([line for line in lines if line.startswith("password")], [ARGON])

    def test_every_token_is_compared_whole(self):
        good = self.token("--role", "auditor", "--region", "330108")
        other = self.token("--role", "auditor", "--region", "330108")
        self.yima("token", "revoke", other.split("_")[1])
        secret = len(good.split("_", 2)[2])
        wrong = good[:-secret] + other[-secret:]
        unknown = good.split("_")[0] + "_" + "0" * len(good.split("_")[1]) + good[-secret - 1:]
        seen = {}
        for what, token in (("right", good), ("wrong", wrong), ("unknown", unknown), ("revoked", other),
                            ("wrong again", wrong)):  # from the cache, too
            status = []
            seen[what] = self.work(lambda t=token, s=status: s.append(
                self.send("GET", "/api/v1/bodies?limit=1", t).status))
            self.assertEqual(status, [200 if what == "right" else 401], what)
        self.assertEqual(len({tuple(lines) for lines in seen.values()}), 1, seen)
        (same,) = {tuple(lines) for lines in seen.values()}
        self.assertEqual(len(same), 2, same)
        self.assertTrue(all(re.fullmatch(r"compare \d+", line) for line in same), same)

    def test_a_csrf_token_is_compared_whole(self):
        """Right and wrong in the first or in the last character: one comparison of all of it."""
        self.account("counted-csrf")
        answer = self.send("POST", "/api/v1/session", None,
                           {"login": "counted-csrf", "password": "correct horse battery"})
        cookie = answer.headers["set-cookie"].split(";")[0]
        right = answer.json["csrf"]
        turned = "1" if right[0] == "0" else "0"
        for csrf in (turned + right[1:], right[:-1] + ("1" if right[-1] == "0" else "0")):
            lines = self.work(lambda c=csrf: self.assertEqual(self.send(
                "DELETE", "/api/v1/sessions", None, None, Cookie=cookie, X_CSRF_Token=c).status, 403))
            self.assertEqual(lines, [f"compare {len(right)}"])
