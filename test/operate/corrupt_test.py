# SPDX-License-Identifier: Apache-2.0
"""A stored dispute that cannot be read any more: whoever asks is told so at once, the log names it,
its neighbours are served, and its deadline is not fired over and over."""
import json
import os
import subprocess
import unittest

import exposition
from served import INTAKE, Served, environment

FAR_S = 30 * 86400  # past the deadline of a registered dispute, and a token still holds


class Corrupt(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-corrupt-clock-{os.getpid()}"
        cls.set_clock(0)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def set_clock(cls, ahead_s):
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{ahead_s}\n")
        os.rename(cls.clock + ".new", cls.clock)

    def sql(self, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={self.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def of(self, title):
        """A condition that holds for the dispute of this title."""
        return f"dispute_id = (select dispute_id from dispute_detail where title = '{title}')"

    def restart(self):
        """What was remembered is forgotten."""
        self.process.terminate()
        self.assertEqual(self.process.wait(120), 0)
        self.start()

    def accept(self, dispute, key):
        return self.ask(f"/api/v1/disputes/{dispute}/commands", self.manager, "POST",
                        {"command": "accept"}, Idempotency_Key=key)

    def complaints(self, dispute):
        """How often the log said that this dispute cannot be read."""
        entries = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return sum(e["level"] == "error" and "cannot be read" in e["msg"]
                   and e["dispute_id"] == dispute for e in entries)

    def families(self):
        return exposition.parse(self.ask("/metrics").text)

    def test_it_is_told_and_nothing_else_suffers(self):
        self.manager = self.token("--role", "body_manager", "--body", "1013")
        broken = self.register(self.manager, "c-1", INTAKE | {"title": "broken"})
        sound = self.register(self.manager, "c-2", INTAKE | {"title": "sound"})
        kept = self.sql(f"select encode(state, 'hex') from dispute where {self.of('broken')}")
        self.sql(f"update dispute set state = '\\x00' where {self.of('broken')}")
        self.restart()

        for n in range(1, 4):  # the same request again is answered again, and does not hang
            reply = self.accept(broken, "c-3")
            self.assertEqual(reply.status, 500, reply.text)
            self.assertTrue(reply.json["type"].endswith("/problems/internal"), reply.text)
            self.assertEqual(reply.json["instance"], reply.headers["X-Request-Id"])
            self.assertNotIn("detail", reply.json)  # what is wrong inside is for the log
            self.until("the log names it", lambda n=n: self.complaints(broken) >= n)
            self.assertEqual(self.complaints(broken), n)
        self.wait_for_log(reply.json["instance"])

        both = self.ask("/api/v1/commands", self.manager, "POST", {"commands": [
            {"key": "c-4", "id": broken, "command": "accept"},
            {"key": "c-5", "id": sound, "command": "accept"}]})
        self.assertEqual([item["status"] for item in both.json["items"]], [500, 200], both.text)
        self.assertEqual(self.ask("/readyz").status, 200)
        self.assertEqual(self.sql(f"select version from dispute where {self.of('broken')}"), "1")
        self.assertEqual(self.sql(f"select count(*) from event where {self.of('broken')}"), "1")
        got = subprocess.run([os.environ["YIMA"], "verify", "--data", self.data],
                             capture_output=True, env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 1, got.stdout + got.stderr)
        self.assertIn(broken, got.stdout.replace("-", ""))

        # Its deadline passes. It is tried, set aside, and others are fired meanwhile.
        tried = self.complaints(broken)
        self.set_clock(FAR_S)
        self.until("its deadline is tried", lambda: self.complaints(broken) > tried)
        self.until("that of another is fired", lambda: self.families()[
            "yima_deadlines_fired_total"].value() > 0)
        self.assertNotEqual(self.sql(f"select count(*) from deadline where {self.of('broken')}"),
                            "0")
        tried = self.complaints(broken)
        third = self.register(self.manager, "c-6", INTAKE | {"title": "third"})
        self.set_clock(2 * FAR_S)
        self.until("that of a third is fired", lambda: self.ask(
            f"/api/v1/disputes/{third}", self.manager).json["version"] > 1)
        # Each wait for the broken one is twice as long as the one before, from a minute on.
        self.assertLessEqual(self.complaints(broken), tried + 4)

        # Mended, it goes on, and the request that failed is done under its key.
        self.sql(f"update dispute set state = '\\x{kept}' where {self.of('broken')}")
        self.until("it is served again", lambda: self.accept(broken, "c-3").status != 500)


if __name__ == "__main__":
    unittest.main()
