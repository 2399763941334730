# SPDX-License-Identifier: Apache-2.0
"""Asking for more than one may say: members that no schema names, values of other kinds, the keys of
others' requests, names of other hosts, and addresses that the server must not call."""
import socket
import threading

from inject import put, texts_of
from served import INTAKE
from world import World

EVIL_HOST = "evil.example"
KINDS = (1, -1.5, True, [], {}, [[]], {"$ne": ""}, {"toString": 1})


class Shapes(World):
    """Bodies are taken as they are described, or not at all."""

    def bodies_of_all(self):
        for call in self.calls:
            if call.media == "application/json" and call.shape != {"type": "string"} and \
                    not call.path.startswith(("/api/v1/intake/", "/api/v1/exchange/{p")):
                token = None if call.is_open else next(
                    self.home_callers.get(r) or self.party(self.owned["dispute"], 0)
                    for r in ("mediator", "body_manager", "window_clerk", "admin", "supervisor",
                              "centre", "party") if r in self.rights[call.right])
                yield call, token

    def test_no_body_takes_a_member_that_it_does_not_name(self):
        tried = 0
        for call, token in self.bodies_of_all():
            if call.path == "/api/v1/commands":
                continue  # its rows are judged one by one: below
            for name, value in (("is_admin", True), ("__proto__", {"role": "admin"}), ("staff_id", "1"),
                                ("bucket", 1)):
                body = {**self.bodies.body(call), name: value}
                answer = self.send(call.method, call.address(self.owned), token, body)
                self.assertTrue(400 <= answer.status < 500, (call, name, answer.status, answer.bytes))
                tried += 1
        self.assertGreater(tried, 120)
        rows = [{"id": self.owned["dispute"], "key": self.key(), "command": "visit", "is_admin": True}]
        answer = self.send("POST", "/api/v1/commands", self.admin, {"commands": rows})
        self.assertNotIn('"version"', answer.text)

    def test_no_text_is_taken_for_another_kind(self):
        tried = 0
        for call, token in self.bodies_of_all():
            if call.path.endswith("/session"):
                continue
            for path in texts_of(self.document, call.shape):
                for value in KINDS:
                    answer = self.send(call.method, call.address(self.owned), token,
                                       put(self.bodies.body(call), path, value))
                    self.assertTrue(400 <= answer.status < 500, (call, path, value, answer.status))
                    tried += 1
        self.assertGreater(tried, 400)

    def test_no_body_is_something_else(self):
        for call, token in self.bodies_of_all():
            for body in (b"[]", b"null", b"1", b'""', b"{", b"{}{}", b"{} x", b"\xef\xbb\xbf{}", b"{'a':1}",
                         b"[" * 200, b'{"a":' * 200, b"\x00", b"<a/>"):
                answer = self.send(call.method, call.address(self.owned), token, body)
                self.assertTrue(400 <= answer.status < 500, (call, body, answer.status, answer.bytes))


class Others(World):
    def test_the_key_of_another_replays_nothing(self):
        """The same key, address and body from somebody else is a request of its own."""
        first, second = self.home_callers["body_manager"], self.home_callers["window_clerk"]
        key, body = self.key(), {**INTAKE, "title": "同键之争"}
        one = self.send("POST", "/api/v1/disputes", first, body, Idempotency_Key=key)
        two = self.send("POST", "/api/v1/disputes", second, body, Idempotency_Key=key)
        again = self.send("POST", "/api/v1/disputes", first, body, Idempotency_Key=key)
        self.assertEqual((one.status, two.status, again.status), (201, 201, 201))
        self.assertNotEqual(one.json["id"], two.json["id"])
        self.assertEqual(one.json["id"], again.json["id"])
        stranger = self.away_callers["body_manager"]
        path = f"/api/v1/disputes/{one.json['id']}/commands"
        self.assertEqual(self.send("POST", path, first, {"command": "accept"}, Idempotency_Key=key + "a").status, 200)
        answer = self.send("POST", path, stranger, {"command": "accept"}, Idempotency_Key=key + "a")
        self.assertEqual(answer.status, 404, answer.bytes)

    def test_no_answer_repeats_a_host(self):
        """Links are made of what the operator said, never of what a client calls us."""
        dispute = self.owned["dispute"]
        token = self.send("GET", f"/api/v1/disputes/{dispute}", self.admin).json["code_url"].rsplit("/", 1)[1]
        for path in (f"/api/v1/disputes/{dispute}", f"/m/{token}", f"/api/v1/codes/{token}", "/openapi.json",
                     f"/api/v1/disputes/{dispute}/code.svg", "/nowhere", "/api/v1/session"):
            for name, value in (("Host", EVIL_HOST), ("X-Forwarded-Host", EVIL_HOST),
                                ("Forwarded", f"host={EVIL_HOST};proto=https"), ("X-Forwarded-Proto", EVIL_HOST)):
                answer = self.send("GET", path, self.admin, None, **{name: value})
                self.assertNotIn(EVIL_HOST, answer.text.lower() + str(answer.headers), (path, name))

    def test_whoever_comes_by_a_proxy_is_not_the_machine_itself(self):
        self.assertEqual(self.send("GET", "/metrics").status, 200)
        for name, value in (("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 x")):
            self.assertEqual(self.send("GET", "/metrics", None, None, **{name: value}).status, 401, name)
            self.assertEqual(self.send("GET", "/metrics", self.home_callers["mediator"], None,
                                       **{name: value}).status, 403, name)


class Reach(World):
    """What an administrator may name, the server calls: but never the machine and network it stands in."""

    def test_no_subscriber_is_at_home(self):
        door = socket.create_server(("127.0.0.1", 0))
        port = door.getsockname()[1]
        came = []

        def listen():
            try:
                while True:
                    came.append(door.accept()[1])
            except OSError:
                return
        threading.Thread(target=listen, daemon=True).start()
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0",
                     "[::1]", "[::]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "10.0.0.1",
                     "user@127.0.0.1", "127.0.0.1.", "LOCALHOST"):
            url = f"{'http' if host.endswith('1') else 'https'}://{host}:{port}/x"
            answer = self.send("POST", "/api/v1/subscriptions", self.admin, {"url": url})
            self.assertIn(answer.status, (201, 400, 422), (host, answer.bytes))
            if answer.status == 201:
                path = "/api/v1/subscriptions/" + answer.json["id"]
                ping = self.send("POST", path + "/ping", self.admin)
                self.assertNotEqual((ping.json or {}).get("status"), 200, ping.bytes)
                self.assertEqual(self.send("DELETE", path, self.admin).status, 204)
        for url in ("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "javascript:alert(1)",
                    "https://", "https://a b/", "https://a\\@127.0.0.1/", "//127.0.0.1/"):
            answer = self.send("POST", "/api/v1/subscriptions", self.admin, {"url": url})
            self.assertIn(answer.status, (400, 422), (url, answer.bytes))
        # shutdown() wakes the thread that waits in accept(), close() alone does not.
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        self.assertEqual(came, [])
