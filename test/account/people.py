# SPDX-License-Identifier: Apache-2.0
"""People at the program: a place of their own, browsers with a cookie, an authenticator app."""
import base64
import hashlib
import hmac
import itertools
import json
import re
import socket
import http.client
import time

from place import HANG_S, Place, until

PASSWORD = "correct horse battery"
_keys = itertools.count()


class Connection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=HANG_S)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(HANG_S)
        self.sock.connect(self.path)


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.bytes = response.read()
        media = self.headers.get("content-type", "").split(";")[0]
        self.json = json.loads(self.bytes) if media.endswith("json") and self.bytes else None

    @property
    def detail(self):
        return (self.json or {}).get("detail", "")


class Client:
    """A program with a token, a browser with a cookie, or a stranger with neither."""

    def __init__(self, path, token=None):
        self.path, self.token = path, token
        self.cookie = self.csrf = None

    def ask(self, method, path, body=None, **headers):
        connection = Connection(self.path)
        sent = {k.replace("_", "-"): v for k, v in headers.items() if v is not None}
        if self.token is not None:
            sent["Authorization"] = "Bearer " + self.token
        if self.cookie is not None:
            sent.setdefault("Cookie", "theme=dark; __Host-yima=" + self.cookie)
        if self.csrf is not None and method != "GET":
            sent.setdefault("X-CSRF-Token", self.csrf)
        if method != "GET" and method != "HEAD":
            sent.setdefault("Idempotency-Key", f"people-{time.time_ns()}-{next(_keys)}")
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        connection.request(method, "/api/v1" + path, body, sent)
        reply = Reply(connection.getresponse())
        connection.close()
        return reply

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def document(self):
        """/openapi.json."""
        connection = Connection(self.path)
        connection.request("GET", "/openapi.json")
        return Reply(connection.getresponse()).json

    def log_in(self, login, password=PASSWORD, **more):
        reply = self.ask("POST", "/session", {"login": login, "password": password, **more})
        if reply.status == 200:
            self.take(reply)
        return reply

    def take(self, reply):
        """Keep the cookie, as a browser would."""
        self.cookie = re.match(r"__Host-yima=([^;]*); Path=/; Secure; HttpOnly; SameSite=Lax$",
                               reply.headers["set-cookie"]).group(1)
        self.csrf = reply.json["csrf"]


class People(Place):
    """A program that serves, with reference data and an administrator whose password is PASSWORD."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls("load_reference").load_reference()
        with open(cls.home + "/serve.log", encoding="utf-8") as f:
            cls.link = re.search(r"/app/link/(\S{43})\n", f.read()).group(1)
        cls.stranger = Client(cls.home + "/http")

    @classmethod
    def claim_admin(cls):
        """Follow the first link."""
        reply = cls.stranger.ask("POST", "/links/" + cls.link, {"password": PASSWORD})
        assert reply.status == 204, reply.bytes
        cls.admin = Client(cls.home + "/http")
        reply = cls.admin.log_in("admin")
        assert reply.status == 200, reply.bytes
        # What was imported while it runs it learns within seconds.
        until(lambda: cls.admin.get("/staff?role=admin").json["items"])

    def client(self, token=None):
        return Client(self.path("http"), token)

    def make(self, login, *grants, password=PASSWORD):
        """An account that can log in; its JSON."""
        made = self.admin.ask("POST", "/accounts",
                              {"login": login, "name": "某 " + login, "grants": list(grants)})
        self.assertEqual(made.status, 201, made.bytes)
        link = self.admin.ask("POST", f"/accounts/{made.json['id']}/link")
        self.assertEqual(link.status, 201, link.bytes)
        done = self.client().ask("POST", "/links/" + link.json["link"], {"password": password})
        self.assertEqual(done.status, 204, done.bytes)
        return made.json

    def enter(self, login, password=PASSWORD, **more):
        """A browser that is logged in."""
        browser = self.client()
        reply = browser.log_in(login, password, **more)
        self.assertEqual(reply.status, 200, reply.bytes)
        return browser

    def refused(self, reply, status, part=""):
        self.assertEqual(reply.status, status, reply.bytes)
        self.assertIn(part, reply.detail)


def totp(secret, seconds):
    """RFC 6238 by the standard library alone."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, (int(seconds) // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((int.from_bytes(mac[at:at + 4], "big") & 0x7fffffff) % 1000000)
