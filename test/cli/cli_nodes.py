# SPDX-License-Identifier: Apache-2.0
"""Two programs on one database, and how one stops."""
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import unittest

from place import HANG_S, Place, YIMA, environment, until


class Connection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=HANG_S)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(HANG_S)
        self.sock.connect(self.path)


def wait_for(path, server):
    for _ in range(HANG_S * 10):
        if os.path.exists(path):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError("it does not listen on " + path)


class Nodes(Place):
    def setUp(self):
        self.load_reference()
        self.token = self.done("token", "create", "--role", "body_manager", "--body",
                               "1013").split()[-1]
        self.second = subprocess.Popen(
            [YIMA, "serve", "--db", "host=%s user=yima dbname=yima" % self.data, "--keys",
             self.data + "/yima.keys", "--listen", "unix:" + self.home + "/second"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
        wait_for(self.home + "/second", self.second)

    def tearDown(self):
        if self.second.poll() is None:
            self.second.send_signal(signal.SIGTERM)
            self.second.wait(HANG_S)

    def ask(self, node, method, path, body=None):
        connection = Connection(self.home + "/" + node)
        self.asked = getattr(self, "asked", 0) + 1
        connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body),
                           {"Authorization": "Bearer " + self.token,
                            "Content-Type": "application/json",
                            "Idempotency-Key": f"nodes-{self.asked}"})
        answer = connection.getresponse()
        got = answer.status, json.loads(answer.read())
        connection.close()
        return got

    def learnt(self, *question):
        """Ask until it is done: a node looks for new bodies and staff every two seconds."""
        def done():
            status, got = self.ask(*question)
            self.assertIn(status, (200, 201, 422), got)
            return got if status != 422 else None
        return until(done)

    def command(self, node, dispute, name, **members):
        return self.ask(node, "POST", f"/disputes/{dispute}/commands",
                        {"command": name, **members})

    def test_a_node_sees_what_the_other_did(self):
        made = self.learnt("http", "POST", "/disputes", {
            "type": "neighbour", "channel": "window", "source": "applied",
            "region": "330108003001", "body": "1013", "title": "房屋漏水赔偿纠纷",
            "description": "楼上住户装修后漏水。", "harm": 0, "urgency": 1, "scope": 0,
            "parties": [{"side": "claimant", "kind": "natural", "name": "张三"},
                        {"side": "respondent", "kind": "natural", "name": "李四"}]})
        dispute = made["id"]
        status, got = self.command("second", dispute, "accept")
        self.assertEqual(status, 200, got)
        # The first node still remembers the dispute as it registered it.
        self.learnt("http", "POST", f"/disputes/{dispute}/commands",
                    {"command": "assign", "mediator": "5038", "version": 2})
        status, got = self.command("second", dispute, "accept", version=2)
        self.assertEqual((status, got["version"]), (412, 3), got)

    def test_two_signals_at_once(self):
        """The second one does not wait for requests; it is no crash."""
        busy = Connection(self.home + "/second")
        busy.connect()
        busy.sock.sendall(b"POST /api/v1/disputes HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.2)
        self.second.send_signal(signal.SIGTERM)
        self.second.send_signal(signal.SIGINT)
        self.assertEqual(self.second.wait(HANG_S), 0)
        busy.close()


if __name__ == "__main__":
    unittest.main()
