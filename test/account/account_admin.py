# SPDX-License-Identifier: Apache-2.0
"""Accounts, as administrators keep them: over HTTP, and with `yima account`."""
import json
import subprocess
import unittest

from people import PASSWORD, People
from place import HANG_S, YIMA, environment, until

MEDIATOR = {"role": "mediator", "staff": "5012"}


class Admin(People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first = cls.stranger.get("/links/" + cls.link)
        assert first.json["login"] == "admin" and not first.json["has_password"], first.bytes
        cls.claim_admin()

    def test_the_first_link_works_once(self):
        self.refused(self.stranger.get("/links/" + self.link), 404, "ask for a new one")
        self.refused(self.stranger.ask("POST", "/links/" + self.link, {"password": PASSWORD}), 404)
        for wrong in ("x", "A" * 43, "A" * 200):
            self.refused(self.stranger.get("/links/" + wrong), 404)

    def test_makes_the_same_account_once(self):
        body = {"login": "Same.One", "name": "周敏", "grants": [MEDIATOR]}
        made = self.admin.ask("POST", "/accounts", body, Idempotency_Key="same")
        again = self.admin.ask("POST", "/accounts", body, Idempotency_Key="same")
        self.assertEqual((made.status, again.status, made.json), (201, 201, again.json))
        self.assertEqual(made.json["login"], "same.one")
        self.assertEqual(made.json["grants"][0]["body"], "1007")  # staff bring their body
        self.assertFalse(made.json["has_password"])
        other = dict(body, name="别人")
        self.refused(self.admin.ask("POST", "/accounts", other, Idempotency_Key="same"), 422, "Idempotency-Key")
        self.refused(self.admin.ask("POST", "/accounts", body), 409, "another")
        self.assertEqual(self.admin.get("/accounts/" + made.json["id"]).json, made.json)

    def test_refuses_what_no_account_can_be(self):
        def body(**changes):
            return {"login": "wrong-one", "name": "x", "grants": [MEDIATOR], **changes}

        def grant(**g):
            return body(grants=[g])
        cases = [(body(login="a"), "/login"), (body(login=".ab"), "/login"), (body(name=""), "/name"),
                 (body(name="x" * 101), "/name"), (body(grants=[]), "/grants"),
                 (body(grants=[MEDIATOR, MEDIATOR]), "/grants/1"),
                 (grant(role="party"), "/grants/0"), (grant(role="job"), "/grants/0"),
                 (grant(role="clock"), "/grants/0"), (grant(role="mediator"), "/grants/0"),
                 (grant(role="mediator", staff="99999"), "/grants/0"),
                 (grant(role="court_clerk", staff="5012"), "/grants/0"),
                 (grant(role="mediator", staff="5012", body="1009"), "/grants/0"),
                 (grant(role="dispatcher", body="1009"), "/grants/0"),
                 (grant(role="window_clerk"), "/grants/0"),
                 (grant(role="window_clerk", region="999999"), "/grants/0"),
                 (grant(role="window_clerk", region="33010"), "/grants/0")]
        for sent, place in cases:
            reply = self.admin.ask("POST", "/accounts", sent)
            self.assertIn(reply.status, (400, 422), (sent, reply.bytes))
            self.assertIn(place, reply.bytes.decode(), sent)
        self.assertEqual(self.admin.ask("POST", "/accounts", body(name="x" * 100)).status, 201)

    def test_pages(self):
        for i in range(5):
            self.done("account", "add", "--login", f"page-{i}", "--name", "x", "--role", "admin")
        seen, path = [], "/accounts?limit=2"
        while True:
            page = self.admin.get(path).json
            seen += [a["login"] for a in page["items"]]
            if page["next"] is None:
                break
            path = f"/accounts?limit=2&cursor={page['next']}"
        self.assertEqual(len(seen), len(set(seen)))
        self.assertLessEqual({f"page-{i}" for i in range(5)}, set(seen))
        for bad in ("limit=0", "limit=201", "cursor=x"):
            self.assertEqual(self.admin.get("/accounts?" + bad).status, 400)

    def test_nobody_locks_itself_out(self):
        me = self.admin.get("/session").json["account"]
        for change in ({"active": False}, {"grants": [MEDIATOR]}):
            self.refused(self.admin.ask("PATCH", "/accounts/" + me, change), 422, "another")
        self.assertEqual(self.admin.ask("PATCH", "/accounts/" + me, {"name": "管理员"}).status, 200)

    def traced(self, account):
        """What the log tells of an account, oldest first: its lines."""
        with open(self.path("serve.log"), encoding="utf-8") as f:
            lines = [json.loads(text) for text in f if '"account changed"' in text]
        return [line for line in lines if line["account"] == int(account)]

    def test_what_is_done_to_accounts_leaves_a_trail(self):
        account = self.make("traced", MEDIATOR)["id"]
        for change in ({"name": "甲某某"}, {"active": False}, {"active": True}, {"totp": False},
                       {"grants": [{"role": "window_clerk", "region": "330108"}]}):
            self.assertEqual(self.admin.ask("PATCH", "/accounts/" + account, change).status, 200)
        self.refused(self.admin.ask("PATCH", "/accounts/" + account, {"name": ""}), 422)
        what = ["made", "grant", "link made", "renamed", "disabled", "enabled", "totp off",
                "grants replaced", "grant"]
        until(lambda: len(self.traced(account)) >= len(what))
        lines = self.traced(account)
        self.assertEqual([line["what"] for line in lines], what)
        me = self.admin.get("/session").json["account"]
        self.assertEqual({line["actor"] for line in lines}, {"a:" + me})
        self.assertEqual([(g["role"], g["staff"], g["body"]) for g in lines if g["what"] == "grant"],
                         [("mediator", 5012, 1007), ("window_clerk", 0, 0)])
        self.assertTrue(str(lines[-1]["region"]).startswith("330108"))
        for name in ("traced", "甲某某"):
            self.assertNotIn(name, str(lines))

    def test_a_newer_link_ends_the_older(self):
        account = self.make("linked", MEDIATOR)
        links = [self.admin.ask("POST", f"/accounts/{account['id']}/link").json["link"]
                 for _ in range(2)]
        self.refused(self.stranger.get("/links/" + links[0]), 404)
        browser = self.enter("linked")
        reply = self.stranger.ask("POST", "/links/" + links[1], {"password": "linked-linked"})
        self.refused(reply, 422, "login name")  # a wrong password does not use it up
        for _ in range(2):  # the answer was lost, and the same request comes again
            reply = self.stranger.ask("POST", "/links/" + links[1], {"password": "a new password"},
                                      Idempotency_Key="linked")
            self.assertEqual(reply.status, 204, reply.bytes)
        self.refused(self.stranger.ask("POST", "/links/" + links[1], {"password": PASSWORD}), 404)
        self.refused(self.stranger.ask("POST", "/links/" + links[1], {"password": PASSWORD},
                                       Idempotency_Key="linked"), 404)
        self.refused(browser.get("/session"), 401)
        self.enter("linked", "a new password")
        late = self.admin.ask("POST", f"/accounts/{account['id']}/link").json["link"]
        self.sql("update one_time_link set expires_at = now() - interval '1 s' where used_at is null")
        self.refused(self.stranger.get("/links/" + late), 404)

    def test_from_the_command_line(self):
        got = subprocess.run(
            [YIMA, "account", "add", "--data", self.data, "--login", "shell", "--name", "壳", "--role",
             "mediator", "--staff", "5012", "--password-stdin"], input=PASSWORD + "\n", text=True,
            capture_output=True, env=environment(), timeout=HANG_S, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        browser = self.enter("shell")
        self.assertIn("shell", self.done("account", "list"))
        self.assertIn("open", self.done("account", "sessions", "shell"))
        self.done("account", "grant", "shell", "--role", "grid_worker", "--staff", "5031")
        self.enter("shell", role="grid_worker")
        self.done("account", "revoke", "shell", "--role", "grid_worker")
        self.refused(self.client().log_in("shell", role="grid_worker"), 403)
        self.done("account", "end", "shell")
        until(lambda: browser.get("/session").status == 401)
        self.done("account", "disable", "shell")
        self.refused(self.client().log_in("shell"), 401)
        self.fails(1, "account", "link", "shell")
        self.done("account", "enable", "shell")
        link = self.done("account", "link", "shell").strip().rsplit("/", 1)[1]
        self.assertEqual(self.stranger.get("/links/" + link).json["login"], "shell")
        self.fails(1, "account", "add", "--login", "SHELL", "--name", "x", "--role", "admin")
        self.fails(1, "account", "link", "nobody-here")
        for words in (["add"], ["add", "--login", "a", "--name", "x", "--role", "admin"], ["what"],
                      ["link"]):
            self.fails(2, "account", *words)

    def test_staff_are_not_made_over_by_mistake(self):
        words = ["--name", "新人", "--role", "mediator", "--body", "1011"]
        self.done("user", "add", "--id", "7001", *words)
        self.assertIn("already", self.fails(1, "user", "add", "--id", "7001", *words))
        self.done("user", "disable", "7001")
        self.assertIn("disabled", self.fails(1, "user", "add", "--id", "7001", *words))
        self.done("user", "add", "--id", "7001", "--replace", *words)
        self.assertIn("active", self.done("user", "list").split("7001")[1].split("\n")[0])


if __name__ == "__main__":
    unittest.main()
