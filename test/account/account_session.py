# SPDX-License-Identifier: Apache-2.0
"""Logging in and out: cookies, CSRF, throttles, the second factor, what ends a session."""
import threading
import time
import unittest

from people import PASSWORD, Connection, People, totp
from place import until

MEDIATOR = {"role": "mediator", "staff": "5012"}


class Sessions(People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim_admin()

    # ---- What a session is ----

    def test_logs_in_and_out(self):
        browser = self.enter("ADMIN")
        me = browser.get("/session")
        self.assertEqual((me.status, me.json["kind"], me.json["login"], me.json["role"]["code"]),
                         (200, "account", "admin", "admin"))
        self.assertIn("accounts", me.json["rights"])
        self.assertEqual(me.headers["cache-control"], "no-store")
        out = browser.ask("DELETE", "/session")
        self.assertEqual((out.status, out.bytes), (204, b""))
        self.assertIn("Max-Age=0", out.headers["set-cookie"])
        self.refused(browser.get("/session"), 401, "over")

    def test_strangers_are_nobody(self):
        self.refused(self.client().get("/session"), 401, "log in")
        for cookie in ("", "x", "A" * 43, "A" * 42, "A" * 4000):
            browser = self.client()
            browser.cookie = cookie
            self.refused(browser.get("/session"), 401)
        browser.cookie = "A" * 43
        self.assertEqual(browser.get("/procedures").status, 200)  # for strangers, too

    def test_cookies_of_others_do_no_harm(self):
        browser = self.enter("admin")
        for cookie in ("a=b; __Host-yima=" + browser.cookie, "__Host-yima=" + browser.cookie + ";c=d",
                       "x__Host-yima=1; __Host-yima=" + browser.cookie):
            self.assertEqual(browser.get("/session", Cookie=cookie).status, 200)
        for cookie in ("__Host-yima", "__Host-yimas=" + browser.cookie, ";;;", "=" + browser.cookie):
            self.refused(browser.get("/session", Cookie=cookie), 401)

    def test_a_token_wins_over_a_cookie(self):
        browser = self.enter("admin")
        self.refused(browser.get("/session", Authorization="Bearer nonsense"), 401, "token")

    # ---- Who is wrong ----

    def test_says_the_same_whatever_was_wrong(self):
        self.make("disabled-one", MEDIATOR)
        self.done("account", "disable", "disabled-one")
        self.done("account", "add", "--login", "no-password", "--name", "x", "--role", "admin")
        said = set()
        for login, password in [("admin", "wrong password"), ("nobody", PASSWORD),
                                ("disabled-one", PASSWORD), ("no-password", PASSWORD),
                                ("周敏", PASSWORD), ("admin", "x" * 256), ("nobody", "码" * 256)]:
            reply = self.client().log_in(login, password)
            self.assertNotIn("set-cookie", reply.headers)
            said.add((reply.status, reply.detail, tuple(sorted(reply.json))))
        self.assertEqual(len(said), 1, said)
        self.assertEqual(next(iter(said))[0], 401)

    def test_bodies_at_their_limits(self):
        for body, status in [({"login": "a" * 64, "password": "p"}, 401),
                             ({"login": "a" * 65, "password": "p"}, 422),
                             ({"login": "limit", "password": "p" * 256}, 401),
                             ({"login": "limit", "password": "p" * 257}, 422),
                             ({"login": "limit"}, 400), ({"login": "limit", "password": 1}, 400),
                             ({"login": "limit", "password": "p", "more": 1}, 400),
                             ({"login": "limit", "password": "p", "role": "king"}, 422),
                             (b"[", 400), (b"{" + b" " * 8190 + b"}", 400),
                             (b"{" + b" " * 8191 + b"}", 413)]:
            self.assertEqual(self.client().ask("POST", "/session", body).status, status, body)

    def test_who_is_wrong_too_often_waits(self):
        self.make("throttled", MEDIATOR)
        for _ in range(10):
            self.refused(self.client().log_in("throttled", "wrong password"), 401)
        for password in ("wrong password", PASSWORD):  # even when it is right
            reply = self.client().log_in("throttled", password)
            self.refused(reply, 429, "too often")
            self.assertGreater(int(reply.headers["retry-after"]), 0)
        for _ in range(15):  # being right does not count
            self.enter("admin")

    # ---- What comes from other pages ----

    def test_changes_nothing_without_proof(self):
        browser = self.enter("admin")
        right = browser.csrf
        for wrong in (None, "", right[:-1], right.upper() + "0", "0" * 32):
            browser.csrf = None
            reply = browser.ask("DELETE", "/session", X_CSRF_Token=wrong)
            self.refused(reply, 403, "X-CSRF-Token")
        other = self.enter("admin")
        browser.csrf = other.csrf  # that of another session
        self.refused(browser.ask("DELETE", "/session"), 403, "X-CSRF-Token")
        browser.csrf = right
        self.assertEqual(browser.ask("DELETE", "/session").status, 204)

    def test_takes_nothing_from_other_sites(self):
        browser = self.enter("admin")
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"},
                        {"Origin": "http://localhost.evil.example"}, {"Origin": "localhost"},
                        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
                        {"Sec_Fetch_Site": "none", "Origin": "http://localhost"}):
            self.refused(browser.ask("DELETE", "/session", **headers), 403, "another site")
            login = self.client().ask("POST", "/session", {"login": "admin", "password": PASSWORD},
                                      **headers)
            self.refused(login, 403, "another site")
        self.assertEqual(browser.ask("DELETE", "/session", Origin="http://localhost",
                                     Sec_Fetch_Site="same-origin").status, 204)

    # ---- What ends a session ----

    def test_ends_everywhere(self):
        self.make("everywhere", MEDIATOR)
        one, two = self.enter("everywhere"), self.enter("everywhere")
        self.assertEqual(one.ask("DELETE", "/sessions").status, 204)
        for browser in (one, two):
            self.refused(browser.get("/session"), 401)

    def test_a_new_password_ends_the_others(self):
        account = self.make("changer", MEDIATOR)
        link = self.admin.ask("POST", f"/accounts/{account['id']}/link").json["link"]
        one, two = self.enter("changer"), self.enter("changer")
        self.refused(one.ask("PUT", "/account/password", {"old": "wrong", "new": "x" * 9}), 403)
        for new, part in [("x" * 9, "at least 10"), ("changer-changer", "login name"),
                          ("password123", "tried first")]:
            reply = one.ask("PUT", "/account/password", {"old": PASSWORD, "new": new})
            self.refused(reply, 422, part)
            self.assertEqual(reply.json["errors"][0]["pointer"], "#/new")
        new = "quite another one"
        self.assertEqual(one.ask("PUT", "/account/password",
                                 {"old": PASSWORD, "new": new}).status, 204)
        self.assertEqual(one.get("/session").status, 200)
        self.refused(two.get("/session"), 401)
        self.refused(self.client().log_in("changer"), 401)
        self.refused(self.stranger.get("/links/" + link), 404)
        self.enter("changer", new)

    def test_what_an_administrator_takes_away_is_gone(self):
        account = self.make("losing", MEDIATOR, {"role": "grid_worker", "staff": "5031"})
        browser = self.enter("losing", role="grid_worker")
        self.assertEqual(browser.get("/session").json["role"]["code"], "grid_worker")
        reply = self.admin.ask("PATCH", f"/accounts/{account['id']}", {"grants": [MEDIATOR]})
        self.assertEqual(reply.status, 200, reply.bytes)
        self.refused(browser.get("/session"), 401)
        browser = self.enter("losing")
        self.admin.ask("PATCH", f"/accounts/{account['id']}", {"active": False})
        self.refused(browser.get("/session"), 401)
        self.admin.ask("PATCH", f"/accounts/{account['id']}", {"active": True})
        self.refused(browser.get("/session"), 401)  # it does not come back
        browser = self.enter("losing")
        self.done("user", "disable", "5012")
        self.addCleanup(self.restore, "5012")
        until(lambda: browser.get("/session").status == 401)  # another program did: seconds later

    def restore(self, staff):
        """Make a member of staff active again and wait until the program has learnt it."""
        self.sql(f"update staff set is_active = true where staff_id = {staff}")
        self.sql("update reference_revision set revision = revision + 1")
        until(lambda: staff in [s["id"] for s in self.admin.get("/staff?limit=100").json["items"]])

    def test_ages(self):
        browser = self.enter("admin")
        self.sql("update session set seen_at = seen_at - interval '7201 s'")
        until(lambda: browser.get("/session").status == 401)
        browser = self.enter("admin")
        self.sql("update session set opened_at = opened_at - interval '43201 s', "
                 "expires_at = expires_at - interval '43201 s'")
        until(lambda: browser.get("/session").status == 401)
        type(self).admin = self.enter("admin")

    def test_notes_that_it_is_used(self):
        browser = self.enter("admin")
        self.sql("update session set seen_at = seen_at - interval '301 s'")
        old = self.sql("select count(*) from session where seen_at < opened_at")
        self.assertNotEqual(old, "0")
        until(lambda: browser.get("/session").status == 200 and
              self.sql("select count(*) from session where seen_at >= opened_at") != "0")

    def test_has_so_many_sessions_and_no_more(self):
        account = self.make("hoarder", MEDIATOR)
        browsers = [self.enter("hoarder") for _ in range(21)]
        self.assertEqual(self.sql(f"select count(*) from session where account_id = {account['id']}"),
                         "20")
        until(lambda: browsers[0].get("/session").status == 401)
        self.assertEqual(browsers[1].get("/session").status, 200)

    def test_switches_roles(self):
        self.make("two-roles", MEDIATOR, {"role": "grid_worker", "staff": "5031"})
        browser = self.enter("two-roles")
        self.assertEqual([r["code"] for r in browser.get("/session").json["roles"]],
                         ["grid_worker", "mediator"])
        reply = browser.ask("PUT", "/session/role", {"role": "mediator"})
        self.assertEqual((reply.status, reply.json["role"]["code"], reply.json["staff"]),
                         (200, "mediator", "5012"))
        self.assertEqual(browser.get("/session").json["role"]["code"], "mediator")
        self.refused(browser.ask("PUT", "/session/role", {"role": "admin"}), 403, "may not act")
        self.refused(self.client().log_in("two-roles", role="admin"), 403, "may not act")

    # ---- The second factor ----

    def now(self):
        return time.time()

    def switch_on(self, login):
        browser = self.enter(login)
        made = browser.ask("POST", "/account/totp", {"password": PASSWORD}).json
        self.refused(browser.ask("PUT", "/account/totp", {"code": "000000"}), 422)
        reply = browser.ask("PUT", "/account/totp", {"code": totp(made["secret"], self.now())})
        self.assertEqual(reply.status, 200, reply.bytes)
        return made["secret"], reply.json["recovery_codes"]

    def test_second_factor(self):
        self.make("factor", MEDIATOR)
        secret, codes = self.switch_on("factor")
        self.assertEqual(len(set(codes)), 10)
        reply = self.client().log_in("factor")
        self.refused(reply, 401)
        self.assertTrue(reply.json["totp_required"])
        self.assertEqual(reply.json["errors"][0]["pointer"], "#/totp")
        self.assertNotIn("totp_required", self.client().log_in("factor", "wrong password").json)
        self.refused(self.client().log_in("factor", totp=totp(secret, self.now() + 300)), 401)
        # The step that switched it on is used up; the next one works once.
        code = totp(secret, self.now() + 30)
        self.assertEqual(self.client().log_in("factor", totp=code).status, 200)
        self.refused(self.client().log_in("factor", totp=code), 401)
        self.assertEqual(self.client().log_in("factor", totp=codes[3].lower()).status, 200)
        self.refused(self.client().log_in("factor", totp=codes[3]), 401)
        browser = self.client()
        self.assertEqual(browser.log_in("factor", totp=codes[4].replace("-", "")).status, 200)
        self.refused(browser.ask("DELETE", "/account/totp", {"password": "wrong"}), 403)
        self.assertEqual(browser.ask("DELETE", "/account/totp").status, 204)  # it is fresh
        self.enter("factor")
        self.assertNotIn(secret, self.sql("select * from account"))

    def test_one_code_opens_one_session_whoever_asks_first(self):
        self.make("racer", MEDIATOR)
        secret, _ = self.switch_on("racer")
        code = totp(secret, self.now() + 30)
        got = []
        threads = [threading.Thread(target=lambda: got.append(
            self.client().log_in("racer", totp=code).status)) for _ in range(5)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(sorted(got), [200, 401, 401, 401, 401])

    def test_an_old_login_asks_for_the_password_again(self):
        self.make("lingering", MEDIATOR)
        browser = self.enter("lingering")
        self.sql("update session set opened_at = opened_at - interval '601 s', "
                 "expires_at = expires_at - interval '601 s'")
        until(lambda: browser.ask("POST", "/account/totp").status == 403)
        self.assertEqual(browser.ask("POST", "/account/totp", {"password": PASSWORD}).status, 200)
        type(self).admin = self.enter("admin")

    # ---- The live stream ----

    def test_watches_by_cookie_until_it_logs_out(self):
        browser = self.enter("admin")
        connection = Connection(self.path("http"))
        connection.request("GET", "/api/v1/stream", headers={"Cookie": "__Host-yima=" + browser.cookie})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        self.assertIn(b"ready", stream.readline() + stream.readline() + stream.readline())
        self.assertEqual(browser.ask("DELETE", "/session").status, 204)
        self.assertIn(b"event: end", stream.read())  # all that came until it was closed
        connection.close()

    # ---- Nothing leaks ----

    def test_zz_no_secret_in_logs_or_rows(self):
        browser = self.enter("admin")
        with open(self.path("serve.log"), encoding="utf-8") as f:
            log = f.read()
        rows = self.sql("select * from session") + self.sql("select * from account")
        for secret in (PASSWORD, browser.cookie, browser.csrf):
            self.assertNotIn(secret, log)
            self.assertNotIn(secret, rows)

    def test_many_at_once_all_get_an_answer(self):
        got = []
        threads = [threading.Thread(target=lambda: got.append(self.client().log_in("admin").status))
                   for _ in range(60)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(len(got), 60)
        self.assertLessEqual(set(got), {200, 429, 503})
        self.assertIn(200, got)


if __name__ == "__main__":
    unittest.main()
