# SPDX-License-Identifier: Apache-2.0
"""/metrics of the whole program: well formed, true, closed labels, and for operators alone."""
import os
import pathlib
import re
import subprocess
import unittest

import exposition
from served import Served


def promtool():
    """Its path."""
    script = pathlib.Path(__file__).with_name("promtool.sh")
    got = subprocess.run([script, os.environ["PROMTOOL_DIR"]], stdout=subprocess.PIPE, text=True,
                         check=False)
    assert got.returncode == 0, "promtool is missing: apt-get install prometheus"
    return got.stdout.strip()


class Metrics(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.token("--role", "body_manager", "--body", "1013")
        cls.auditor = cls.token("--role", "auditor", "--region", "330108")
        cls.register(cls.manager, "first")

    def page(self):
        reply = self.ask("/metrics")
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual(reply.headers["Content-Type"],
                         "text/plain; version=0.0.4; charset=utf-8")
        return reply.text

    def families(self):
        return exposition.parse(self.page())

    def test_it_tells_what_happened(self):
        before = self.families()
        dispute = self.register(self.manager, "m-1")
        self.register(self.manager, "m-1")
        for key, command, status in (("m-2", "accept", 200), ("m-3", "accept", 409)):
            reply = self.ask(f"/api/v1/disputes/{dispute}/commands", self.manager, "POST",
                             {"command": command}, Idempotency_Key=key)
            self.assertEqual(reply.status, status, reply.text)
        self.ask(f"/api/v1/disputes/{dispute}?SECRETWORD=1", self.auditor)
        self.ask("/SECRETWORD/path")
        after = self.families()

        def grew(name, suffix="", **labels):
            old = before[name].value(suffix, **labels) if name in before else 0
            return after[name].value(suffix, **labels) - old

        self.assertEqual(grew("yima_commands_total", command="register", outcome="ok"), 1)
        self.assertEqual(grew("yima_commands_total", command="register", outcome="replayed"), 1)
        self.assertEqual(grew("yima_commands_total", command="accept", outcome="ok"), 1)
        self.assertEqual(grew("yima_commands_total", command="accept", outcome="refused"), 1)
        self.assertEqual(grew("yima_changes_total", verdict="ok"), 2)
        self.assertGreaterEqual(grew("yima_batch_changes", "_count"), 2)
        self.assertGreaterEqual(grew("yima_batch_changes", "_sum"), 2)
        self.assertEqual(grew("yima_http_request_seconds", "_count", method="POST", status="4xx",
                              route="/api/v1/disputes/{id}/commands"), 1)
        self.assertEqual(grew("yima_http_request_seconds", "_count", method="other", status="4xx",
                              route="none"), 1)
        self.assertGreater(sum(
            value for (suffix, labels, _), value in after["yima_link_unit_seconds"].samples.items()
            if suffix == "_count" and dict(labels)["kind"] == "transaction"), 0)
        self.assertEqual({v for v in after["yima_link_up"].samples.values()}, {1.0})
        self.assertGreater(grew("yima_loop_turn_seconds", "_count"), 0)
        self.assertGreaterEqual(after["yima_partitions_ahead_months"].value(), 1)
        self.assertGreater(after["process_resident_memory_bytes"].value(), 1 << 20)
        self.assertGreater(after["process_open_fds"].value(), 3)
        self.assertGreater(after["process_cpu_seconds_total"].value(), 0)
        self.assertLess(abs(after["process_start_time_seconds"].value()
                            - os.stat(f"/proc/{self.process.pid}").st_mtime), 3600)
        self.assertNotIn("SECRETWORD", self.page())

    def test_labels_come_from_closed_sets(self):
        self.register(self.manager, "c-1")
        families = self.families()
        document = self.ask("/openapi.json").json
        sets = {"route": set(document["paths"]) | {"none"},
                "method": {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"},
                "status": {"1xx", "2xx", "3xx", "4xx", "5xx"},
                "command": set(document["components"]["schemas"]["command"]["enum"])}
        words = re.compile(r"[a-z0-9_.-]{1,20}")
        for family in families.values():
            for _, labels, _ in family.samples:
                for name, value in labels:
                    if name in sets:
                        self.assertIn(value, sets[name], family.name)
                    else:
                        self.assertRegex(value, words, family.name)

    def test_promtool_has_nothing_to_say(self):
        self.register(self.manager, "p-1")
        got = subprocess.run([promtool(), "check", "metrics"], input=self.page(), text=True,
                             capture_output=True, check=False)
        self.assertEqual((got.returncode, got.stdout, got.stderr), (0, "", ""))

    def test_who_may_look(self):
        mediator = self.token("--role", "mediator", "--staff", "5038")
        job = self.token("--role", "job")
        admin = self.token("--role", "admin")
        for token, status in ((self.auditor, 200), (job, 200), (admin, 200), (mediator, 403),
                              (self.manager, 403), ("nonsense", 401), (None, 401)):
            reply = self.ask("/metrics", token, X_Forwarded_For="203.0.113.9")
            self.assertEqual(reply.status, status, (token, reply.text))
        self.assertEqual(self.ask("/metrics").status, 200)
        self.assertNotIn("checks", self.ask("/readyz", Via="1.1 proxy").json)


class OwnListener(Served):
    OPTIONS = ("--metrics-listen", "127.0.0.1:0")
    REFERENCE = False

    def test_a_listener_of_its_own(self):
        port = int(self.wait_for_log(
            r'"operators may ask","listen":"127\.0\.0\.1:(\d+)"')[1])
        inner = self.ask("/metrics", port=port, X_Forwarded_For="203.0.113.9")
        self.assertEqual(inner.status, 200)
        exposition.parse(inner.text)
        self.assertEqual(self.ask("/metrics").status, 401)
        self.assertEqual(self.ask("/api/v1/disputes", port=port).status, 404)
        self.assertIn("checks", self.ask("/readyz", port=port).json)
        self.assertNotIn("checks", self.ask("/readyz").json)
        self.assertEqual(self.ask("/metrics", self.token("--role", "job")).status, 200)


class Late(Served):
    """Deadlines that fired late say how late."""

    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-operate-clock-{os.getpid()}"
        with open(cls.clock, "w", encoding="ascii") as f:
            f.write("0\n")
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    def test_lateness(self):
        manager = self.token("--role", "body_manager", "--body", "1013")
        self.register(manager, "l-1")
        with open(self.clock, "w", encoding="ascii") as f:
            f.write(f"{400 * 86400}\n")
        families = self.until("a deadline fires", lambda: (lambda all_: all_ if all_[
            "yima_deadlines_fired_total"].value() > 0 else None)(
                exposition.parse(self.ask("/metrics").text)))
        late = families["yima_deadline_lateness_seconds"]
        self.assertEqual(late.value("_count"), families["yima_deadlines_fired_total"].value())
        self.assertGreater(late.value("_sum"), 86400)


if __name__ == "__main__":
    unittest.main()
