# SPDX-License-Identifier: Apache-2.0
"""Three programs on one database that poll next to never: they tell each other, or are told to
poll. The third cannot LISTEN, as behind a pooler in transaction mode."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("cli", "stream", "operate"):
    sys.path.insert(0, os.path.join(HERE, os.pardir, folder))

# pylint: disable=wrong-import-position
import exposition                                             # noqa: E402
from cli_nodes import Connection, wait_for                    # noqa: E402
from place import HANG_S, YIMA, Place, environment, until     # noqa: E402
from viewer import Viewer                                     # noqa: E402
# pylint: enable=wrong-import-position

NEVER_MS = 36000000
COMMANDS = 1000
TOGETHER = 100  # commands in one request
GAP_S = 0.010   # between two notices of one node, PG_NOTICE_GAP_MS
NODES = ("first", "second", "deaf")


class Notices(Place):
    serves = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nodes = {}
        cls.asked = 0
        cls.start_node("first", "--data", cls.data)
        elsewhere = ("--db", f"host={cls.data} user=yima dbname=yima", "--keys",
                     cls.data + "/yima.keys")
        cls.start_node("second", *elsewhere)
        cls.start_node("deaf", *elsewhere, "--prepare", "off", poll_ms="50")

    @classmethod
    def start_node(cls, name, *words, poll_ms=str(NEVER_MS)):
        path = cls.home + "/" + name
        with open(path + ".log", "ab") as log:
            cls.nodes[name] = subprocess.Popen(
                [YIMA, "serve", *words, "--listen", "unix:" + path], stdout=log, stderr=log,
                env={**environment(), "YIMA_TEST_POLL_MS": poll_ms})
        wait_for(path, cls.nodes[name])

    @classmethod
    def tearDownClass(cls):
        for name in reversed(NODES):
            cls.nodes[name].send_signal(signal.SIGTERM)
            cls.nodes[name].wait(HANG_S)
        super().tearDownClass()

    def setUp(self):
        if not hasattr(Notices, "token"):
            self.load_reference()
            Notices.token = self.done("token", "create", "--role", "body_manager", "--body",
                                      "1013").split()[-1]
            Notices.auditor = self.done("token", "create", "--role", "auditor", "--region",
                                        "330108").split()[-1]
            # Nobody has polled since: they were told of the bodies, or know of them by a poll.
            Notices.disputes = [until(lambda n=n: self.register(n)) for n in NODES]

    def ask(self, node, method, path, body=None, token=None):
        connection = Connection(self.home + "/" + node)
        Notices.asked += 1
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"Authorization": "Bearer " + (token or self.token),
                            "Content-Type": "application/json",
                            "Idempotency-Key": f"notices-{Notices.asked}"})
        answer = connection.getresponse()
        got = answer.status, answer.read().decode()
        connection.close()
        return got

    def register(self, node):
        """The id of a new dispute that was accepted; None while the node does not know the body."""
        status, made = self.ask(node, "POST", "/api/v1/disputes", {
            "type": "neighbour", "channel": "window", "source": "applied",
            "region": "330108003001", "body": "1013", "title": f"漏水 {Notices.asked}",
            "description": "", "harm": 0, "urgency": 1, "scope": 0,
            "parties": [{"side": "claimant", "kind": "natural", "name": "甲"},
                        {"side": "respondent", "kind": "natural", "name": "乙"}]})
        self.assertIn(status, (201, 422), made)
        if status == 422:
            return None
        dispute = json.loads(made)["id"]
        self.command(node, dispute, {"command": "accept"})
        return dispute

    def command(self, node, dispute, members):
        status, got = self.ask(node, "POST", f"/api/v1/disputes/{dispute}/commands", members)
        self.assertEqual(status, 200, got)

    def assess(self, node, dispute):
        self.command(node, dispute, {"command": "assess_risk", "harm": 1, "urgency": 1,
                                     "scope": 1})

    def metric(self, node, name):
        status, page = self.ask(node, "GET", "/metrics", token=self.auditor)
        self.assertEqual(status, 200, page)
        return exposition.parse(page)[name].value()

    def watch(self, node):
        viewer = Viewer(self.home + "/" + node, self.token)
        self.addCleanup(viewer.close)
        viewer.next("ready")
        return viewer

    def hearing(self):
        for node in ("first", "second"):
            until(lambda n=node: self.metric(n, "yima_notices_hearing") == 1
                  and self.metric(n, "yima_notices_peers") >= 1)

    def test_a_viewer_elsewhere_is_told(self):
        """Of what happens here, by a notice: the next poll is hours away."""
        self.hearing()
        viewer = self.watch("second")
        before = self.metric("second", "yima_notices_heard_total")
        self.assess("first", self.disputes[0])
        change = viewer.next("change")
        self.assertEqual(change.data["id"], self.disputes[0])
        self.assertGreater(self.metric("second", "yima_notices_heard_total"), before)

    def test_one_that_cannot_hear_polls(self):
        self.assertEqual(self.metric("deaf", "yima_notices_hearing"), 0)
        viewer = self.watch("deaf")
        self.assess("first", self.disputes[0])
        self.assertEqual(viewer.next("change").data["id"], self.disputes[0])
        self.assertEqual(self.metric("deaf", "yima_notices_heard_total"), 0)

    def test_one_that_cannot_hear_tells(self):
        self.hearing()
        viewer = self.watch("second")
        self.assess("deaf", self.disputes[2])
        self.assertEqual(viewer.next("change").data["id"], self.disputes[2])

    def test_a_cut_link_comes_back(self):
        """What happened while it was cut is seen when it is up again."""
        self.hearing()
        viewer = self.watch("second")
        self.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'yima' "
                 "and query ~ 'pg_notify|^listen' and pid <> pg_backend_pid()")
        self.assess("first", self.disputes[0])
        self.assertEqual(viewer.next("change").data["id"], self.disputes[0])
        self.hearing()
        self.assess("first", self.disputes[0])
        self.assertEqual(viewer.next("change").data["id"], self.disputes[0])

    def test_a_thousand_commands_are_few_notices(self):
        """One per 10 ms at most, in the time that really passed."""
        self.hearing()
        before = {n: self.metric(n, "yima_notices_sent_total") for n in NODES}
        heard = self.metric("second", "yima_notices_heard_total")
        began = time.monotonic()
        for first in range(0, COMMANDS, TOGETHER):
            rows = [{"key": f"thousand-{first + i}", "id": self.disputes[i % len(NODES)],
                     "command": "notify", "seat": 0, "manner": "电话"} for i in range(TOGETHER)]
            status, got = self.ask("first", "POST", "/api/v1/commands", {"commands": rows})
            self.assertEqual(status, 200, got)
            self.assertEqual({item["status"] for item in json.loads(got)["items"]}, {200})
        until(lambda: self.metric("second", "yima_notices_heard_total") > heard)
        sent = {n: self.metric(n, "yima_notices_sent_total") - before[n] for n in NODES}
        most = (time.monotonic() - began) / GAP_S + 1
        for node in NODES:
            self.assertLessEqual(sent[node], most)
        self.assertGreater(sent["first"], 0)

    def test_rules_are_told(self):
        """A procedure that is imported is known to those that hear, hours before they poll."""
        self.hearing()
        shipped = os.path.join(HERE, "..", "..", "engine", "procedures", "zhejiang-2025.json")
        with open(shipped, encoding="utf-8") as f:
            procedure = json.load(f)
        procedure["version"] = "7.7"
        self.done("procedure", "import",
                  self.path("new.json", json.dumps(procedure, ensure_ascii=False)))
        for node in NODES:
            until(lambda n=node: "7.7" in self.ask(n, "GET", "/api/v1/procedures")[1])


if __name__ == "__main__":
    unittest.main()
