# SPDX-License-Identifier: Apache-2.0
"""Bytes that no honest client sends, at real calls and with a token that may do anything: what may not
happen is a second answer, a change, or a server that others cannot reach any more."""
import json
import re
import socket
import threading
import time

from served import HANG_S
from world import World

HOST = b"Host: a\r\n"
ANSWER = re.compile(rb"HTTP/1\.[01] (\d\d\d) .*?\r\n\r\n", re.S)
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.I)


class Wire(World):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.home_callers["mediator"].encode()
        cls.auth = b"Authorization: Bearer " + cls.secret + b"\r\n"
        cls.dispute = cls.owned["dispute"]  # settled: its mediator may note visits, any number
        cls.commands = f"/api/v1/disputes/{cls.dispute}/commands".encode()
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
        cls.body = json.dumps({"command": "visit", "date": today, "note": "n"}).encode()

    @classmethod
    def hidden(cls):
        """What would be carried out if it were taken for a request of its own."""
        return cls.posted(cls.key().encode())

    @classmethod
    def posted(cls, key, *headers, method=b"POST", path=None, version=b"HTTP/1.1", body=None):
        body = cls.body if body is None else body
        length = [] if any(h.lower().startswith((b"content-length", b"transfer")) for h in headers) \
            else [b"Content-Length: %d\r\n" % len(body)]
        return b"".join([method, b" ", path or cls.commands, b" ", version, b"\r\n", HOST, cls.auth,
                         b"Content-Type: application/json\r\nIdempotency-Key: ", key, b"\r\n",
                         *headers, *length, b"\r\n", body])

    def talk(self, *pieces, want=1):
        """Send it, and read until the server ends the connection, or until so many answers are there and
        nothing more comes for a moment: the statuses of the answers as a client tells them apart, and all
        bytes. Our side stays open: a client that has said its last is taken for one that has left."""
        told = b""
        with self.wire() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                while True:
                    connection.settimeout(0.3 if len(self.answers(told)) >= want else HANG_S)
                    got = connection.recv(65536)
                    if not got:
                        break
                    told += got
            except OSError:
                pass  # refused before all of it was taken, or nothing more comes
        return self.answers(told), told

    @staticmethod
    def answers(told):
        at, statuses = 0, []
        while (head := ANSWER.match(told, at)) is not None:
            statuses.append(int(head[1]))
            length = LENGTH.search(head[0])
            at = head.end() + (int(length[1]) if length else 0)
            if at > len(told):
                break  # of a HEAD there is no more
            if b"\r\nConnection: close\r\n" in head[0]:
                break
        return statuses


class Smuggled(Wire):
    """Where does a request end?"""

    def smuggle(self, outer, hidden, want=1):
        """Was the one behind it carried out? What was answered."""
        before = self.version(self.dispute)
        statuses, told = self.talk(outer + hidden, want=want)
        self.assertTrue(not statuses or 400 <= statuses[0] < 500, (outer, told))
        changed = self.version(self.dispute) - before
        self.assertEqual(changed, len(statuses) == 2 and statuses[1] == 200, (outer, told))
        if want == 2:
            self.assertEqual(statuses[1:], [200], told)  # the test can tell
        return changed

    def test_framing_that_can_be_read_in_two_ways(self):
        hidden = self.hidden()
        n = b"%d" % len(hidden)
        for row in (
                (b"Content-Length: 0\r\n", b"Content-Length: " + n + b"\r\n"),
                (b"Content-Length: " + n + b"\r\n", b"Content-Length: " + n + b"\r\n"),
                (b"Content-Length: " + n + b"\r\n", b"Transfer-Encoding: chunked\r\n"),
                (b"Transfer-Encoding: chunked\r\n", b"Content-Length: 0\r\n"),
                (b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: identity\r\n"),
                (b"Transfer-Encoding: identity, chunked\r\n",),
                (b"Transfer-Encoding: \x0bchunked\r\n",), (b"Transfer-Encoding: xchunked\r\n",),
                (b"Transfer-Encoding : chunked\r\n",), (b" Transfer-Encoding: chunked\r\n",),
                (b"Content-Length: 0\n Content-Length: " + n + b"\r\n",),
                (b"X: y\r\n\tContent-Length: 0\r\n", b"Content-Length: " + n + b"\r\n"),
                (b"Content-Length: 0 \x00\r\n",), (b"Content-Length: 0x00\r\n",),
                (b"Content-Length: +0\r\n",), (b"Content-Length: 0,0\r\n",), (b"Content-Length:\r\n",),
                (b"X: y\nContent-Length: 0\r\n", b"Content-Length: " + n + b"\r\n"),
                (b"Content-Length: 18446744073709551616\r\n",), (b"Content-Length: -1\r\n",),
                (b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: chunked\r\n")):
            self.assertEqual(self.smuggle(self.posted(b"outer-1", *row, body=b""), self.hidden()), 0, row)
        # The test can tell: behind an honest request that is refused the next one is a request.
        honest = self.posted(b"outer-1", b"Content_Length: " + n + b"\r\n", b"Content-Length: 2\r\n", body=b"{}")
        self.assertEqual(self.smuggle(honest, hidden, want=2), 1)

    def test_chunks_that_lie(self):
        for body in (b"ffffffffffffffff\r\n{}", b"-1\r\n{}\r\n0\r\n\r\n", b"2\r\n{}x\r\n0\r\n\r\n",
                     b"0x2\r\n{}\r\n0\r\n\r\n", b"2 \r\n{}\r\n0\r\n\r\n", b"\r\n{}\r\n0\r\n\r\n",
                     b"+2\r\n{}\r\n0\r\n\r\n", b"10000000000000002\r\n{}\r\n0\r\n\r\n"):
            outer = self.posted(b"chunk-1", b"Transfer-Encoding: chunked\r\n", body=body)
            self.assertEqual(self.smuggle(outer, self.hidden()), 0, body)
        honest = self.posted(b"chunk-1", b"Transfer-Encoding: chunked\r\n", body=b"2\r\n{}\r\n0\r\n\r\n")
        self.assertEqual(self.smuggle(honest, self.hidden(), want=2), 1)

    def test_pipelined_requests_keep_their_own_credentials(self):
        """Three on one connection: what the first may the others may not."""
        mine = b"GET /api/v1/rights HTTP/1.1\r\n" + HOST + self.auth + b"\r\n"
        nobody = b"GET /api/v1/rights HTTP/1.1\r\n" + HOST + b"\r\n"
        statuses, _ = self.talk(mine + nobody + mine, want=3)
        self.assertEqual(statuses, [200, 401, 200])
        statuses, _ = self.talk(nobody * 50, want=50)
        self.assertEqual(statuses, [401] * 50)

    def test_old_and_odd_methods_and_versions(self):
        before = self.version(self.dispute)
        for line, allowed in ((b"GET /api/v1/rights HTTP/1.0", {200}), (b"GET /api/v1/rights", {400}),
                              (b"TRACE /api/v1/session HTTP/1.1", {405}), (b"HEAD /api/v1/rights HTTP/1.1", {200}),
                              (b"CONNECT 127.0.0.1:5432 HTTP/1.1", {400, 404, 405}),
                              (b"DEBUG /api/v1/session HTTP/1.1", {405}),
                              (b"GET /api/v1/rights HTTP/9.9", {400, 505}),
                              (b"GET http://evil.example/api/v1/rights HTTP/1.1", {200, 400, 404}),
                              (b"OPTIONS * HTTP/1.1", {200, 204, 400}),
                              (b"OPTIONS /api/v1/session HTTP/1.1", {204}),
                              (b"PROPFIND / HTTP/1.1", {404, 405})):
            statuses, told = self.talk(line + b"\r\n" + HOST + self.auth + b"\r\n")
            self.assertLessEqual(len(statuses), 1, told)
            self.assertLessEqual(set(statuses), allowed, (line, told))
            self.assertNotIn(self.secret, told, "a token came back")
            self.assertNotIn(b"Access-Control-Allow", told)
        for method in (b"GET", b"HEAD", b"PUT", b"DELETE", b"post"):
            statuses, _ = self.talk(self.posted(b"odd-1", method=method))
            self.assertTrue(statuses and 400 <= statuses[0] < 500, (method, statuses))
        for name in (b"X-HTTP-Method-Override: POST\r\n", b"X-Method-Override: POST\r\n",
                     b"X-Original-URL: " + self.commands + b"\r\n", b"X-Rewrite-URL: /api/v1/accounts\r\n"):
            statuses, told = self.talk(b"GET /healthz HTTP/1.1\r\n" + HOST + self.auth + name + b"\r\n")
            self.assertEqual(statuses, [200], (name, told))
            self.assertIn(b"X-Request-Id", told)
        self.assertEqual(self.version(self.dispute), before)

    def test_addresses_that_are_not_what_they_seem(self):
        base = b"/api/v1/accounts"
        for path in (b"/api/v1//accounts", b"//api/v1/accounts", b"/api/v1/./accounts",
                     b"/api/v1/x/../accounts", b"/api/v1/%2e%2e/v1/accounts", b"/api%2fv1/accounts",
                     b"/api/v1/accounts%00", b"/api/v1/accounts/", b"/api/v1/accounts;x=1",
                     b"/api/v1/accounts%20", b"/API/v1/accounts", b"/api/v1/acc%6Funts%0d%0aX:y",
                     b"/api/v1/%c0%ae%c0%ae/accounts", b"\\api\\v1\\accounts", b"/api/v1/accounts#",
                     b"/app/../api/v1/accounts", b"/static/../../etc/passwd", b"/app/%2e%2e/%2e%2e/etc/passwd",
                     b"/app/..%5c..%5cetc%5cpasswd"):
            statuses, told = self.talk(b"GET " + path + b" HTTP/1.1\r\n" + HOST + self.auth + b"\r\n")
            # Behind /app/ the pages find their own way: any name there is their first page.
            is_page = path.startswith(b"/app/") and b'<div id="app">' in told
            self.assertLessEqual(set(statuses), {200} if is_page else {400, 404}, (path, told))
            self.assertNotIn(b"root:", told)
        # A letter may be spelled as an escape (RFC 3986, 6.2.2.2): it is judged as the same address.
        party = self.party(self.dispute, 0).encode()
        for path, wanted in ((base, 403), (b"/api/v1/acc%6Funts", 403)):
            statuses, told = self.talk(b"GET " + path + b" HTTP/1.1\r\n" + HOST
                                       + b"Authorization: Bearer " + party + b"\r\n\r\n")
            self.assertEqual(statuses, [wanted], told)


class Oversized(Wire):
    """One past each limit at a real call, and far past it."""

    def test_too_much_of_everything(self):
        rows = [
            (b"GET /api/v1/disputes?q=" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + self.auth + b"\r\n", {414, 400}),
            (b"GET /" + b"a/" * 20 + b" HTTP/1.1\r\n" + HOST + self.auth + b"\r\n", {404}),
            (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 64 + b"\r\n", {431}),
            (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 9000 + b"\r\n\r\n", {431}),
            (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 100000 + b"\r\n\r\n", {431}),
            (b"GET /api/v1/disputes?" + b"&".join(b"a%d=1" % i for i in range(33)) + b" HTTP/1.1\r\n" + HOST
             + self.auth + b"\r\n", {400}),
            (self.posted(b"k" * 256), {400, 431}), (self.posted(b"\x01"), {400}),
            (self.posted(b"big", b"Content-Length: 1073741824\r\n"), {413}),
            (self.posted(b"big", body=b"{" + b" " * 200000 + b"}"), {413}),
            (self.posted(b"deep", body=b'{"command":' + b"[" * 5000 + b"]" * 5000 + b"}"), {400, 413, 422}),
            (self.posted(b"dup", body=b'{"command":"visit","command":"accept"}'), {400}),
            (self.posted(b"utf", body=b'{"command":"\xff"}'), {400}),
            (self.posted(b"nul", body=b'{"command":"vis\\u0000it"}'), {400, 422}),
            (self.posted(b"num", body=b'{"command":"visit","version":1e400}'), {400, 422}),
            (self.posted(b"num", body=b'{"command":"visit","version":-0.5}'), {400, 422}),
            (self.posted(b"typ", b"Content-Type: text/xml\r\n"), {400, 415}),
        ]
        before = self.version(self.dispute)
        for request, allowed in rows:
            statuses, told = self.talk(request)
            # A server that closes while we still send may lose its answer on the way: never two.
            self.assertLessEqual(len(statuses), 1, told[:300])
            self.assertLessEqual(set(statuses), allowed, (request[:80], told[:300]))
        self.assertEqual(self.version(self.dispute), before)

    def test_too_many_in_one_batch(self):
        rows = [{"id": self.dispute, "key": f"b-{i}", "command": "accept"} for i in range(257)]
        self.assertEqual(self.send("POST", "/api/v1/commands", self.admin, {"commands": rows}).status, 413)


class Slow(Wire):
    """Clients that take their time, many of them, while others are served."""

    def trickle(self, head, ended):
        connection = self.wire()
        try:
            connection.sendall(head)
            until = time.monotonic() + HANG_S
            connection.settimeout(0.4)
            while time.monotonic() < until:
                connection.sendall(b"x")
                try:
                    if not connection.recv(4096):
                        ended.append("closed")
                        return
                except socket.timeout:
                    continue
        except OSError:
            ended.append("closed")
        finally:
            connection.close()

    def test_who_never_ends_a_request_is_ended(self):
        """A header and a body that come by the byte, and 200 connections that say nothing; others are served
        meanwhile, and the trickles end by the server's own patience."""
        ended, threads = [], []
        for head in (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: ", b"GET /",
                     b"POST " + self.commands + b" HTTP/1.1\r\n" + HOST + self.auth
                     + b"Idempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"):
            for _ in range(3):
                threads.append(threading.Thread(target=self.trickle, args=(head, ended)))
                threads[-1].start()
        silent = [self.wire() for _ in range(200)]
        for _ in range(20):
            self.assertEqual(self.send("GET", "/api/v1/rights", self.admin).status, 200)
        for connection in silent:
            connection.close()
        for thread in threads:
            thread.join(HANG_S + 10)
        self.assertEqual(ended, ["closed"] * len(threads))
        self.assertEqual(self.send("GET", "/healthz").status, 200)
