# SPDX-License-Identifier: Apache-2.0
"""Credentials that must not open anything, tried at every call; and things of others, which must look
exactly like things that are not there."""
import re
import subprocess
import urllib.parse

import calls
from served import YIMA, environment
from world import (ANYWHERE, AWAY, AWAY_BODY, AWAY_MEDIATOR, BODY, HOME, MEDIATOR, PLANTED,
                   World)

PASSWORD = "correct horse battery"
COOKIE = "__Host-yima="
PROBES = {"/healthz", "/readyz", "/metrics"}


class Forged(World):
    """Every call with every credential that is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.links = [cls.send("POST", f"/api/v1/accounts/{cls.owned['account']}/link", cls.admin)
                     .json["link"] for _ in range(2)]
        set_password = cls.send("POST", f"/api/v1/links/{cls.links[1]}", None,
                                {"password": PASSWORD})
        assert set_password.status == 204, set_password.bytes
        cls.tokens = cls.bad_tokens()
        cls.cookies = cls.bad_cookies()

    @classmethod
    def enter(cls):
        """The cookie of a new session of the account, and its CSRF token."""
        reply = cls.send("POST", "/api/v1/session", None, {"login": "attacked", "password": PASSWORD})
        assert reply.status == 200, reply.bytes
        return re.match(COOKIE + "([^;]*)", reply.headers["set-cookie"])[1], reply.json["csrf"]

    @classmethod
    def code_token(cls, dispute):
        url = cls.send("GET", f"/api/v1/disputes/{dispute}", cls.admin).json["code_url"]
        return url.rsplit("/", 1)[1]

    @classmethod
    def access_code(cls, dispute, seat):
        reply = cls.post(f"/api/v1/disputes/{dispute}/access-codes",
                         cls.home_callers["body_manager"], {"seat": seat})
        assert reply.status == 201, reply.text
        return reply.json["code"]

    @classmethod
    def expired(cls):
        """A token of an administrator that ended yesterday."""
        got = subprocess.run([YIMA, "token", "--data", cls.data, "create", "--role", "admin",
                              "--days", "1"], capture_output=True, text=True, check=True,
                             env=environment(YIMA_TEST_CLOCK_OFFSET_S="-172800"))
        return got.stdout.split()[-1]

    @classmethod
    def revoked(cls):
        token = cls.token("--role", "admin")
        cls.yima("token", "revoke", token.split("_")[1])
        return token

    @classmethod
    def bad_tokens(cls):
        good = cls.admin
        flipped = good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
        return {"nonsense": "nonsense", "unknown": "ym_" + "0" * len(good.split("_")[1]) + good[-44:],
                "another secret": flipped, "cut": good[:-1], "longer": good + "A",
                "other case": good.swapcase(), "expired": cls.expired(), "revoked": cls.revoked(),
                "id alone": good[:-44], "a session": cls.enter()[0],
                "a link": cls.links[1], "a webhook secret": cls.hook_secret,
                "an access code": cls.access_code(cls.owned["dispute"], 1),
                "a code token": cls.code_token(cls.owned["dispute"]), "long": "A" * 4000,
                "sql": "' or 1=1 --", "two words": good + " " + good}

    @classmethod
    def bad_cookies(cls):
        gone, csrf = cls.enter()
        out = cls.send("DELETE", "/api/v1/session", None, None, Cookie=COOKIE + gone, X_CSRF_Token=csrf)
        assert out.status == 204, out.bytes
        return {"nonsense": "nonsense", "unknown": "A" * 43, "logged out": gone,
                "a token": cls.admin, "a link": cls.links[0], "cut": cls.enter()[0][:-1],
                "empty": "", "sql": "' or 1=1 --"}

    def told(self, call, **headers):
        answer = self.call(call, self.owned, None, **headers)
        said = {k: v for k, v in (answer.json or {}).items() if k != "instance"}
        return answer.status, str(said)

    def test_no_call_takes_a_bad_token(self):
        tried = 0
        for call in self.calls:
            if call.path in PROBES:
                continue
            said = set()
            for what, token in self.tokens.items():
                if what in ("nonsense", "expired", "revoked", "unknown", "another secret") \
                        or not call.is_open and call.method == "GET":
                    said.add(self.told(call, Authorization="Bearer " + token))
                    tried += 1
            self.assertEqual([s[0] for s in said], [401], (call, said))
        self.assertGreater(tried, 8 * len(self.calls))
        for token in ("", self.admin, "Basic " + self.admin, "Bearer", "Bearer ", "bearer\t" + self.admin):
            for call in self.calls:
                if call.method == "GET" and not call.is_open and call.path not in PROBES:
                    self.assertEqual(self.told(call, Authorization=token)[0], 401, (call, token))

    def test_no_call_takes_a_bad_cookie(self):
        for call in self.calls:
            if call.is_open or call.path in PROBES:
                continue
            for what, cookie in self.cookies.items():
                status, _ = self.told(call, Cookie=COOKIE + cookie)
                self.assertEqual(status, 401, (call, what))
            self.assertEqual(self.told(call)[0], 401, call)

    def test_what_changes_something_wants_more_than_a_cookie(self):
        cookie, csrf = self.enter()
        _, other = self.enter()
        for call in self.calls:
            if call.is_open or call.method == "GET" or "mediator" not in self.rights[call.right]:
                continue
            for headers in ({}, {"X_CSRF_Token": ""}, {"X_CSRF_Token": other},
                            {"X_CSRF_Token": csrf, "Origin": "https://evil.example"},
                            {"X_CSRF_Token": csrf, "Sec_Fetch_Site": "cross-site"}):
                status, said = self.told(call, Cookie=COOKIE + cookie, **headers)
                self.assertEqual(status, 403, (call, headers, said))

    def test_what_ended_ends_at_once(self):
        """A disabled account, a code that was issued anew: their sessions are over with it."""
        cookie, _ = self.enter()
        asked = ("GET", "/api/v1/disputes")
        self.assertEqual(self.send(*asked, None, None, Cookie=COOKIE + cookie).status, 200)
        account = f"/api/v1/accounts/{self.owned['account']}"
        self.assertEqual(self.send("PATCH", account, self.admin, {"active": False}).status, 200)
        self.assertEqual(self.send(*asked, None, None, Cookie=COOKIE + cookie).status, 401)
        self.assertEqual(self.send("PATCH", account, self.admin, {"active": True}).status, 200)
        self.assertEqual(self.send(*asked, None, None, Cookie=COOKIE + cookie).status, 401)

    def test_a_code_opens_its_own_dispute_alone(self):
        mine, other = self.owned["dispute"], self.assigned()
        code = self.access_code(mine, 0)
        wrong = self.send("POST", f"/api/v1/codes/{self.code_token(other)}/session", None,
                          {"code": code})
        self.assertEqual(wrong.status, 403, wrong.bytes)
        right = self.send("POST", f"/api/v1/codes/{self.code_token(mine)}/session", None,
                          {"code": code})
        self.assertEqual(right.status, 200, right.bytes)
        cookie = COOKIE + re.match(COOKIE + "([^;]*)", right.headers["set-cookie"])[1]
        self.assertEqual(self.send("GET", f"/api/v1/disputes/{mine}", None, None,
                                   Cookie=cookie).status, 200)
        for path in (f"/api/v1/disputes/{other}", f"/api/v1/disputes/{other}/events"):
            self.assertEqual(self.send("GET", path, None, None, Cookie=cookie).status, 404, path)
        self.access_code(mine, 0)
        self.assertEqual(self.send("GET", f"/api/v1/disputes/{mine}", None, None,
                                   Cookie=cookie).status, 401)

    def test_two_credentials_are_not_added_up(self):
        """A token is judged, whatever cookie comes along."""
        cookie, csrf = self.enter()
        party = self.party(self.owned["dispute"], 0)
        answer = self.send("GET", "/api/v1/staff", party, None, Cookie=COOKIE + cookie, X_CSRF_Token=csrf)
        self.assertEqual(answer.status, 403)
        answer = self.send("GET", "/api/v1/staff", "nonsense", None, Cookie=COOKIE + cookie)
        self.assertEqual(answer.status, 401)


class Foreign(World):
    """What belongs to others looks like what is not there, at every call and to every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.register(cls.home_callers["body_manager"], cls.key())
        cls.strangers = {**cls.away_callers, "party": cls.party(other, 0),
                         "agent": cls.party(other, 1, "agent")}

    def bare(self, answer):
        """Without what names the request itself; of a document the kind is enough."""
        if answer.json is None:
            return answer.status, answer.headers["content-type"]
        return answer.status, {k: v for k, v in answer.json.items() if k != "instance"}

    def pair(self, call, token, theirs, nowhere):
        return [self.bare(self.call(call, things, token)) for things in (theirs, nowhere)]

    def test_a_dispute_of_others_is_not_there(self):
        theirs, nowhere = self.owned, {**self.owned, "dispute": calls.ABSENT["dispute"]}
        before, looked = self.version(theirs["dispute"]), 0
        for call in self.calls:
            if call.kinds().get("id") != "dispute":
                continue
            for role, token in self.strangers.items():
                one, two = self.pair(call, token, theirs, nowhere)
                self.assertEqual(one, two, (role, call))
                self.assertIn(one[0], (400, 403, 404, 422, 415), (role, call, one))
                looked += one[0] == 404
        self.assertGreater(looked, 200)
        self.assertEqual(self.version(theirs["dispute"]), before)

    def test_what_belongs_to_another_dispute_is_not_there(self):
        """The own dispute in the address, a number of another one behind it."""
        mine = self.assigned()
        theirs = {**self.owned, "dispute": mine}
        looked = 0
        for call in self.calls:
            kinds = set(call.kinds().values()) & {"appointment", "attachment", "sealed"}
            if not kinds:
                continue
            nowhere = {**theirs, **{k: calls.ABSENT[k] for k in kinds}}
            for role, token in self.seated(mine).items():
                one, two = self.pair(call, token, theirs, nowhere)
                self.assertEqual(one, two, (role, call))
                self.assertNotIn(one[0], (200, 201, 204), (role, call))
                looked += one[0] == 404
        self.assertGreater(looked, 50)

    def test_no_list_shows_it(self):
        """Whatever is wished for: neither its number nor a word of it is in any list of a stranger."""
        dispute = self.owned["dispute"]
        number = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["number"]
        told = [dispute, number, PLANTED["title"], PLANTED["claimant"], PLANTED["respondent"],
                PLANTED["phone"], PLANTED["identity"]]
        wishes = {"region": HOME, "body": BODY, "mediator": MEDIATOR, "staff": MEDIATOR,
                  "court": "1009", "q": PLANTED["title"][:4], "subject": MEDIATOR, "open": "true",
                  "external_ref": "ZW-1", "ids": dispute, "dispute": dispute, "work": "to_confirm"}
        looked = 0
        for call in self.calls:
            if call.method != "GET" or "dispute" in call.kinds().values() or call.path == "/metrics":
                continue
            known = {p["name"] for p in call.operation.get("parameters", []) if p["in"] == "query"}
            queries = [""] + [f"?{k}={urllib.parse.quote(v)}" for k, v in wishes.items() if k in known]
            for role, token in self.strangers.items():
                for query in queries:
                    answer = self.send("GET", call.address(self.owned) + query, token)
                    shown = [w for w in told if w in answer.text]
                    if answer.status >= 400:  # a refusal may quote what was asked for
                        shown = [w for w in shown if w not in urllib.parse.unquote(query)]
                    self.assertEqual(shown, [], (role, call, query))
                    looked += answer.status == 200
        self.assertGreater(looked, 300)

    def test_nor_does_a_body_that_names_it(self):
        """Of commands that name another dispute, mediator or body."""
        dispute = self.owned["dispute"]
        for role, token in self.strangers.items():
            for answer in (
                    self.send("POST", "/api/v1/duplicates", token, {
                        "type": "neighbour", "names": [PLANTED["claimant"]], "title": PLANTED["title"],
                        "identities": [PLANTED["identity"]]}),
                    self.send("POST", "/api/v1/commands", token, {"commands": [
                        {"id": dispute, "key": self.key(), "command": "accept"}]})):
                for word in (PLANTED["claimant"], PLANTED["title"], PLANTED["respondent"]):
                    self.assertNotIn(word, answer.text, role)
        self.assertNotEqual((AWAY, AWAY_BODY, AWAY_MEDIATOR), (HOME, BODY, MEDIATOR))
        self.assertLess(set(ANYWHERE), set(self.roles))
