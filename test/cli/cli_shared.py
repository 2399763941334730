# SPDX-License-Identifier: Apache-2.0
"""Several programs on one database without being told of each other: numbers for ids, rules that
come while they serve, a database that comes back in another cluster."""
import json
import os
import re
import signal
import subprocess
import time
import unittest

from cli_nodes import Connection
from place import DATA, HANG_S, Place, YIMA, environment, until

SHIPPED = os.path.join(DATA, "..", "..", "engine", "procedures")


class Shared(Place):
    """The first program runs on the private server; others are started beside it."""

    def setUp(self):
        self.others = []
        self.asked = 0
        self.load_reference()
        self.token = self.done("token", "create", "--role", "body_manager", "--body",
                               "1013").split()[-1]

    def tearDown(self):
        for name, server in self.others:
            if server.poll() is None:
                server.send_signal(signal.SIGCONT)
                server.send_signal(signal.SIGTERM)
                server.wait(HANG_S)
            os.unlink(self.path(name + ".log"))

    def database(self):
        return "host=%s user=yima dbname=yima" % self.data

    def start_other(self, name, *words, database=None):
        with open(self.path(name + ".log"), "ab") as log:
            server = subprocess.Popen(
                [YIMA, "serve", "--db", database or self.database(), "--keys",
                 self.data + "/yima.keys", "--listen", "unix:" + self.path(name), *words],
                stdout=log, stderr=log, env=environment())
        self.others.append((name, server))
        until(lambda: self.listens(name) or server.poll() is not None)
        self.assertIsNone(server.poll(), self.log(name))
        return server

    def listens(self, name):
        """The socket is there a moment before anybody listens at it."""
        connection = Connection(self.path(name))
        try:
            connection.connect()
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        finally:
            connection.close()
        return True

    def log(self, name):
        with open(self.path(name + ".log"), encoding="utf-8") as f:
            return f.read()

    def ask(self, node, method, path, body=None):
        connection = Connection(self.path(node))
        self.asked += 1
        connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body),
                           {"Authorization": "Bearer " + self.token,
                            "Content-Type": "application/json",
                            "Idempotency-Key": f"shared-{self.id()}-{self.asked}"})
        answer = connection.getresponse()
        got = answer.status, json.loads(answer.read())
        connection.close()
        return got

    def register(self, node, **members):
        """Register a dispute; a node that has no number yet says 503 for a while."""
        title = f"房屋漏水赔偿纠纷 {self.id()} {self.asked}"
        body = {"type": "neighbour", "channel": "window", "source": "applied",
                "region": "330108003001", "body": "1013", "title": title,
                "description": "楼上住户装修后漏水。", "harm": 0, "urgency": 1, "scope": 0,
                "parties": [{"side": "claimant", "kind": "natural", "name": "张三"},
                            {"side": "respondent", "kind": "natural", "name": "李四"}], **members}

        def attempt():
            status, made = self.ask(node, "POST", "/disputes", body)
            self.assertIn(status, (201, 422, 503), made)
            return made if status == 201 else None

        made = until(attempt)
        made["stored"] = int(self.sql("select dispute_id from dispute_detail where title = '%s'"
                                      % title))
        return made

    @staticmethod
    def node_of(made):
        return str(made["stored"] >> 17 & 31)

    def holders(self):
        return self.sql("select node from node_lease where until > now() order by node").split()


class Numbers(Shared):
    def test_nobody_is_told_a_number(self):
        self.start_other("second")
        self.start_other("third")
        self.assertEqual(len(self.holders()), 3)
        made = [self.register(n) for n in ("http", "second", "third") * 5]
        self.assertEqual(len({m["id"] for m in made}), 15)
        self.assertEqual(len({self.node_of(m) for m in made}), 3)

    def test_a_wish_that_is_held(self):
        held = self.holders()[0]
        got = self.run_yima("serve", "--node", held, "--listen", "unix:" + self.path("x"))
        self.assertEqual(got.returncode, 1, got.stderr)
        self.assertRegex(got.stderr, "node number " + held + " is held by .* process [0-9]+")
        self.assertIn("leave --node out", got.stderr)

    def test_an_import_has_its_own(self):
        before = self.holders()
        self.sql("create table known as select dispute_id from dispute")
        rows = self.path("rows.csv")
        with open(os.path.join(DATA, "disputes.csv"), encoding="utf-8") as f:
            self.path("rows.csv", "".join(next(f) for _ in range(51)))
        self.assertIn("50 new", self.done("import", rows))
        self.assertEqual(self.holders(), before)  # and gave it back
        self.assertEqual(self.sql("select count(distinct dispute_id >> 17 & 31) from dispute "
                                  "where dispute_id not in (select * from known) "
                                  "and (dispute_id >> 17 & 31) not in (%s)" % ",".join(before)),
                         "1")

    def test_a_program_that_slept(self):
        """It is stopped for so long that another takes its number, and then goes on."""
        sleeper = self.start_other("sleeper", "--node", "7")
        made = [self.register("sleeper") for _ in range(3)]
        sleeper.send_signal(signal.SIGSTOP)
        self.sql("update node_lease set until = now() where node = 7")
        self.start_other("heir", "--node", "7")
        made += [self.register("heir") for _ in range(3)]
        sleeper.send_signal(signal.SIGCONT)
        until(lambda: "taken by another program" in self.log("sleeper"))
        made += [self.register("heir") for _ in range(3)]
        heir = self.others[-1][1]
        heir.send_signal(signal.SIGTERM)
        heir.wait(HANG_S)
        made += [self.register("sleeper") for _ in range(3)]
        self.assertEqual(len({m["id"] for m in made}), 12)
        self.assertEqual({self.node_of(m) for m in made}, {"7"})

    def test_a_program_that_slept_and_does_not_care(self):
        sleeper = self.start_other("sleeper")
        node = self.node_of(self.register("sleeper"))
        sleeper.send_signal(signal.SIGSTOP)
        self.sql("update node_lease set until = now() where node = " + node)
        self.start_other("heir", "--node", node)
        sleeper.send_signal(signal.SIGCONT)
        until(lambda: self.log("sleeper").count("node number taken\"") > 1)
        self.assertNotEqual(self.node_of(self.register("sleeper")), node)
        self.assertEqual(self.node_of(self.register("heir")), node)


class Learning(Shared):
    """What is imported while programs serve holds on each of them, without a restart."""

    def test_a_new_version(self):
        self.start_other("second")
        before = self.register("http")
        with open(os.path.join(SHIPPED, "zhejiang-2025.json"), encoding="utf-8") as f:
            p = json.load(f)
        p["version"] = "1.7"
        self.done("procedure", "import", self.path("new.json", json.dumps(p, ensure_ascii=False)))
        for node in ("http", "second"):
            until(lambda n=node: any(v["version"] == "1.7" for v in self.ask(
                n, "GET", "/procedures")[1]["items"]))
        after = self.register("second")
        status, seen = self.ask("http", "GET", "/disputes/" + after["id"])
        self.assertEqual((status, self.version_of(seen)), (200, "zhejiang-2025/1.7"))
        status, seen = self.ask("second", "GET", "/disputes/" + before["id"])
        self.assertEqual((status, self.version_of(seen)), (200, "zhejiang-2025/1.2"))
        for node, dispute in (("http", after), ("second", before)):
            status, got = self.ask(node, "POST", f"/disputes/{dispute['id']}/commands",
                                   {"command": "accept"})
            self.assertEqual(status, 200, got)

    @staticmethod
    def version_of(seen):
        return "%(id)s/%(version)s" % seen["procedure"]

    def due(self, dispute):
        return self.sql("select extract(epoch from due_at)::bigint from dispute where dispute_id = "
                        + str(dispute["stored"]))

    def test_a_holiday_notice(self):
        """The next fortnight becomes a holiday: three working days take that much longer."""
        before = self.register("http")
        old = self.due(before)
        days = self.sql("select string_agg(format('%s,%s,样例', d::date, 'false'), chr(10)) "
                        "from generate_series((now() at time zone 'Asia/Shanghai')::date + 1, "
                        "(now() at time zone 'Asia/Shanghai')::date + 14, '1 day') d")
        notice = self.path("notice.csv", "day,works,source\n" + days + "\n")
        self.done("import", "--as", "calendar", notice)
        new = until(lambda: next((d for d in [self.due(self.register("http"))]
                                  if int(d) > int(old) + 5 * 86400), None))
        self.start_other("second")
        self.assertEqual(self.due(self.register("second")), new)  # from its start
        self.assertEqual(self.due(before), old)  # what was set stays
        # It is withdrawn: each of these days is as its weekday says.
        self.path("notice.csv", "day,works,source\n" + re.sub(
            r"([-0-9]+),false", lambda m: m.group(1) + "," + self.weekday(m.group(1)), days) + "\n")
        self.done("import", "--as", "calendar", notice)
        until(lambda: self.due(self.register("second")) == old
              or int(self.due(self.register("second"))) < int(new) - 5 * 86400)

    @staticmethod
    def weekday(day):
        return "true" if time.strptime(day, "%Y-%m-%d").tm_wday < 5 else "false"


if __name__ == "__main__":
    unittest.main()
