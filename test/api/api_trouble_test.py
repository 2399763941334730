#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Faults of what the interface stands on, small pools, credentials: api_trouble_test.py SERVER SOURCES

Every reply of every test is checked against /openapi.json (client.py)."""
import json
import tempfile
import threading
import unittest

import apitest
import sample
from apitest import DISPUTES, PROGRAM, SOURCES, ApiTest
from client import Server


class Troubles(ApiTest):
    def test_the_database_is_down(self):
        dispute = sample.register(self.server)
        path = f"{DISPUTES}/{dispute['id']}"
        for ask in ["", "/events", "/explain", "/commands", "/code.svg", "/code.png"]:
            self.server.fault("reader")
            reply = self.server.get(path + ask, "clerk")
            self.refused(reply, 503, "unavailable", "try again")
            self.assertIn("retry-after", reply.headers)
        self.server.fault("reader")
        self.refused(self.server.get(DISPUTES, "clerk"), 503, "unavailable")
        self.server.fault("reader")
        self.refused(self.server.get("/api/v1/codes/" + dispute["token"]), 503, "unavailable")
        self.server.fault("reader")
        page = self.server.get("/m/" + dispute["token"])
        self.assertEqual((page.status, page.media), (503, "text/html"))
        self.assertIn("retry-after", page.headers)
        self.server.fault("gate")
        self.refused(self.server.get(path, "clerk"), 503, "unavailable")
        for fault, status, problem in [("unavailable", 503, "unavailable"), ("busy", 503, "busy"),
                                       ("poison", 422, "unprocessable")]:
            self.server.fault(fault)
            reply = self.server.post(DISPUTES, "job", sample.intake(), sample.key())
            self.refused(reply, status, problem)
        self.server.fault("conflict", 9)
        reply = sample.command(self.server, dispute, "manager", "accept")
        self.refused(reply, 409, "conflict")
        self.server.fault("none")

    def test_a_lost_answer_is_found_again(self):
        key = sample.key()
        self.server.fault("lost")
        reply = self.server.post(DISPUTES, "job", sample.intake(), key)
        self.refused(reply, 503, "unavailable", "same key")
        again = self.server.post(DISPUTES, "job", sample.intake(), key)
        self.assertEqual((again.status, again.headers["idempotent-replayed"]), (201, "true"))

    def test_credentials(self):
        for headers in {}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}, \
                {"Authorization": "Bearer nobody"}:
            reply = self.server.ask("GET", DISPUTES, headers=headers)
            self.refused(reply, 401, "unauthorized")
            self.assertEqual(reply.headers["www-authenticate"], "Bearer")
        reply = self.server.ask("GET", DISPUTES, headers={"Authorization": "bearer  clerk"})
        self.assertEqual(reply.status, 200)

    def test_every_call_is_documented_and_tried(self):
        document = self.server.document
        self.assertEqual(document["openapi"], "3.1.0")
        for path, item in document["paths"].items():
            for operation in item.values():
                self.assertTrue(operation["responses"])
        text = json.dumps(document)
        for name in document["components"]["schemas"]:
            if name[0].isupper() and name not in ("Command", "Intake", "Batch"):
                self.assertIn(f'"#/components/schemas/{name}"', text, f"{name} is used nowhere")


class Narrow(unittest.TestCase):
    """A server with small pools: what is one too many is refused at once."""

    def setUp(self):
        self.server = Server(PROGRAM, SOURCES, app_operations=8, api_operations=2, scan_burst=5)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def test_rows_past_the_pool(self):
        rows = [{"key": sample.key(), "register": sample.intake()} for _ in range(20)]
        got = self.server.post("/api/v1/commands", "job", {"commands": rows}).json["items"]
        self.assertEqual([g["status"] for g in got], [201] * 8 + [503] * 12)
        self.assertTrue(got[8]["problem"]["type"].endswith("/busy"))

    def test_operations_past_the_pool(self):
        token = sample.register(self.server, "job")["token"]
        self.server.fault("hold")
        waiting = [threading.Thread(target=self.server.get, args=("/api/v1/codes/" + token,))
                   for _ in range(2)]
        for thread in waiting:
            thread.start()
        for _ in range(200):
            reply = self.server.get("/api/v1/procedures")
            if reply.status == 503:
                break
        self.assertEqual((reply.status, reply.problem), (503, "busy"))
        self.assertEqual(self.server.get("/m/" + token).status, 503)
        self.assertIn("retry-after", reply.headers)
        self.server.fault("let")
        for thread in waiting:
            thread.join()
        self.assertEqual(self.server.get("/api/v1/procedures").status, 200)

    def test_too_many_scans(self):
        token = sample.register(self.server, "job")["token"]
        got = [self.server.get(path + token) for path in ("/m/", "/M/", "/api/v1/codes/") * 3]
        self.assertEqual([g.status for g in got[:5]], [200] * 5)
        late = [g for g in got if g.status == 429]
        self.assertTrue(late)
        for reply in late:
            self.assertGreaterEqual(int(reply.headers["retry-after"]), 1)
            if reply.json is not None:
                self.assertEqual(reply.problem, "throttled")
        self.assertEqual({r.media for r in late}, {"text/html", "application/problem+json"})
        self.assertEqual(self.server.get("/api/v1/codes/" + token, "admin").status, 200)


class Sealed(unittest.TestCase):
    """Whoever can write the database cannot show one person's number as another's."""

    def test_moved_fields_do_not_open(self):
        with tempfile.TemporaryFile("w+") as log:
            server = Server(PROGRAM, SOURCES, stderr=log)
            try:
                older, newer = sample.register(server), sample.register(server)
                path = "/api/v1/disputes/" + newer["id"]
                party = server.get(path, "manager").json["parties"][0]
                self.assertTrue(party["identity"] and party["phone"])
                self.assertNotIn("unreadable", party)
                server.fault("swap")
                got = server.get(path, "manager").json["parties"]
                self.assertEqual((got[0]["identity"], got[0]["phone"], got[0]["agent_phone"]),
                                 (None, None, None))
                self.assertEqual(got[0]["unreadable"], ["identity", "phone", "agent_phone"])
                self.assertEqual(got[0]["address"], party["address"])
                self.assertNotIn("unreadable", got[1])
                # Who may not see them is not told either.
                other = server.get(path, f"party.{newer['id']}.1").json["parties"][0]
                self.assertNotIn("unreadable", other)
                got = server.get("/api/v1/disputes/" + older["id"], "manager").json["parties"][0]
                self.assertEqual(got["unreadable"], ["identity"])
            finally:
                self.assertEqual(server.stop(), 0)
            log.seek(0)
            lines = [json.loads(line) for line in log if "does not open" in line]
        self.assertEqual([(x["dispute"], x["seat"], x["field"]) for x in lines],
                         [(newer["id"], 0, "identity"), (newer["id"], 0, "phone"),
                          (newer["id"], 0, "agent_phone"), (older["id"], 0, "identity")])


class BehindAProxy(unittest.TestCase):
    """Scans are counted by the client's address, which only a trusted proxy may name."""

    def scans(self, trusted_proxies, headers):
        """How many of a burst of scans with these headers, one after the other, are answered."""
        server = Server(PROGRAM, SOURCES, scan_burst=3, trusted_proxies=trusted_proxies)
        try:
            token = sample.register(server, "job")["token"]
            return [server.ask("GET", "/api/v1/codes/" + token, headers=h).status for h in headers]
        finally:
            self.assertEqual(server.stop(), 0)

    def test_each_client_counts_for_itself(self):
        got = self.scans("127.0.0.1", [{"X-Forwarded-For": f"192.0.2.{i}"} for i in range(8)])
        self.assertEqual(got, [200] * 8)
        got = self.scans("127.0.0.1", [{"Forwarded": "for=192.0.2.1"}] * 4)
        self.assertEqual(got, [200] * 3 + [429])

    def test_nobody_else_names_a_client(self):
        spoofed = [{"X-Forwarded-For": f"192.0.2.{i}"} for i in range(4)]
        self.assertEqual(self.scans(None, spoofed), [200] * 3 + [429])
        self.assertEqual(self.scans("10.0.0.0/8", spoofed), [200] * 3 + [429])
        spoofed = [{"X-Forwarded-For": f"203.0.113.{i}, 192.0.2.1"} for i in range(4)]
        self.assertEqual(self.scans("127.0.0.1", spoofed), [200] * 3 + [429])
        spoofed = [{"X-Forwarded-For": "192.0.2.1", "Forwarded": f"for=203.0.113.{i}"}
                   for i in range(4)]
        self.assertEqual(self.scans("127.0.0.1", spoofed), [200] * 3 + [429])


if __name__ == "__main__":
    apitest.main()
