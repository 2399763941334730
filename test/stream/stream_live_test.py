# SPDX-License-Identifier: Apache-2.0
"""The live stream of the whole program on PostgreSQL: two nodes on one database, real tokens."""
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "cli"))
from place import YIMA, Place, environment  # noqa: E402
from viewer import PATIENCE, Viewer  # noqa: E402

INTAKE = {"title": "楼上漏水", "description": "", "type": "neighbour", "channel": "window",
          "source": "applied", "region": "330108001007", "body": "1013", "harm": 0, "urgency": 1,
          "scope": 0,
          "parties": [{"side": "claimant", "kind": "natural", "name": "甲"},
                      {"side": "respondent", "kind": "natural", "name": "乙"}]}


class Unix(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


class Live(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("regions-hangzhou", "bodies", "staff"):
            subprocess.run([YIMA, "import", "--data", cls.data, "--quiet",
                            os.path.join(os.environ["YIMA_DATA"], name + ".csv")], check=True,
                           env=environment())
        cls.node = cls.home + "/http"
        cls.manager = cls.token("--role", "body_manager", "--body", "1013")
        cls.count = 0
        cls.wait_for_reference_data()

    @classmethod
    def wait_for_reference_data(cls):
        """The program looks now and then whether there is new reference data."""
        until = time.monotonic() + PATIENCE
        while cls.send("disputes", cls.manager, INTAKE)[0] != 201:
            if time.monotonic() > until:
                raise AssertionError("the bodies that were imported are not known")
            time.sleep(0.1)

    @classmethod
    def token(cls, *words):
        got = subprocess.run([YIMA, "token", "create", "--data", cls.data, *words], check=True,
                             capture_output=True, text=True, env=environment())
        return re.match(r"ym_\S+", got.stdout)[0]

    def second_node(self, n=2):
        """Another program on the same database. What it is called by: (process, socket)."""
        path = f"{self.home}/http{n}"
        with open(f"{self.home}/serve{n}.log", "ab") as log:
            process = subprocess.Popen(
                [YIMA, "serve", "--db", f"host={self.data} user=yima dbname=yima", "--keys",
                 self.data + "/yima.keys", "--listen", "unix:" + path],
                stdout=log, stderr=subprocess.PIPE, env=environment())
        self.addCleanup(self.forget, process)
        said = line = process.stderr.readline()
        while line and b"listens on" not in line:
            line = process.stderr.readline()
            said += line
        self.assertIn(b"listens on", said)
        threading.Thread(target=process.stderr.read, daemon=True).start()
        return process, path

    @staticmethod
    def forget(process):
        if process.poll() is None:
            process.kill()
            process.wait(PATIENCE)

    def end(self, process):
        process.terminate()
        self.assertEqual(process.wait(PATIENCE), 0)

    @classmethod
    def send(cls, path, token, body, node=None):
        cls.count += 1
        connection = Unix(node or cls.node)
        connection.request("POST", "/api/v1/" + path, body=json.dumps(body),
                           headers={"Authorization": "Bearer " + token,
                                    "Content-Type": "application/json",
                                    "Idempotency-Key": f"k{cls.count}"})
        response = connection.getresponse()
        reply = json.loads(response.read())
        connection.close()
        return response.status, reply

    def post(self, path, token, body, node=None):
        status, reply = self.send(path, token, body, node)
        self.assertLess(status, 300, reply)
        return reply

    def register(self, node=None, **words):
        return self.post("disputes", self.manager, {**INTAKE, **words}, node)

    def watch(self, token, node=None, **options):
        viewer = Viewer(node or self.node, token, **options)
        self.assertEqual(viewer.status, 200, viewer.head)
        viewer.until("ready")
        return viewer

    def test_a_change_at_one_node_is_seen_at_the_other(self):
        process, other = self.second_node()
        with self.watch(self.manager) as here, self.watch(self.manager, other) as there:
            made = self.register()
            for v in (here, there):
                change = v.changes(1)[0]
                self.assertEqual((change.data["id"], change.data["version"]), (made["id"], 1))
                self.assertEqual(change.data["command"], "register")
            self.post(f"disputes/{made['id']}/commands", self.manager,
                      {"command": "accept", "version": 1}, other)
            ids = [v.changes(1)[0] for v in (here, there)]
            self.assertEqual([e.data["colour"] for e in ids], ["yellow", "yellow"])
            self.assertEqual(ids[0].id, ids[1].id)
            self.assertNotIn("甲", json.dumps(ids[0].data, ensure_ascii=False))
        self.end(process)

    def test_who_moves_between_nodes_under_load_misses_nothing(self):
        """Each time the stream breaks off at one node it goes on at another, or at a new one."""
        first, one = self.second_node(3)
        second, two = self.second_node(4)
        stop = threading.Event()
        made = []

        def load():
            while not stop.is_set() and len(made) < 20000:
                made.append(self.register((self.node, one)[len(made) % 2])["id"])

        seen = []
        with self.watch(self.manager) as whole:
            loader = threading.Thread(target=load)
            viewer = self.watch(self.manager, one)
            loader.start()
            try:
                for turn in range(12):
                    seen += [viewer.next("change").id for _ in range(20)]
                    viewer.close()
                    if turn == 6:
                        second.kill()
                        second.wait(PATIENCE)
                        second, two = self.second_node(4)
                    viewer = Viewer((two, one, self.node)[turn % 3], self.manager,
                                    last_id=seen[-1])
            finally:
                stop.set()
                loader.join()
            viewer.close()
            self.assertEqual(seen, [whole.next("change").id for _ in seen])
        for process in (first, second):
            self.end(process)

    def test_each_sees_what_the_lists_show_them(self):
        auditor = self.token("--role", "auditor", "--region", "330108")
        elsewhere = self.token("--role", "auditor", "--region", "330106")
        made = self.register()
        party = self.token("--role", "party", "--dispute", made["number"], "--seat", "0")
        viewers = {name: self.watch(t) for name, t in
                   (("manager", self.manager), ("auditor", auditor), ("elsewhere", elsewhere),
                    ("party", party))}
        self.register()
        self.post(f"disputes/{made['id']}/commands", self.manager, {"command": "accept"})
        self.register(region="330106002000")
        expected = {"manager": ["register", "accept", "register"], "auditor": ["register", "accept"],
                    "elsewhere": ["register"], "party": ["accept"]}
        for name, commands in expected.items():
            got = [viewers[name].next("change").data["command"] for _ in commands]
            self.assertEqual(got, commands, name)
            viewers[name].close()

    def test_a_revoked_token_ends_its_stream(self):
        token = self.token("--role", "auditor", "--region", "330108")
        with self.watch(token) as v:
            self.done("token", "revoke", token.split("_")[1])
            self.assertEqual(v.next("end").data, {"reason": "credentials"})
            self.assertTrue(v.is_ended())

    def test_what_upkeep_has_thrown_away_is_told(self):
        with self.watch(self.manager) as v:
            self.register()
            self.register()
            old = v.changes(2)[0].id
        process, other = self.second_node(5)
        self.sql("delete from outbox")
        with Viewer(other, self.manager, last_id=old) as v:
            self.assertEqual(v.next("resync").data, {"reason": "old"})
            v.until("ready")
            made = self.register()
            self.assertEqual(v.next("change").data["id"], made["id"])
        self.end(process)


if __name__ == "__main__":
    unittest.main()
