# SPDX-License-Identifier: Apache-2.0
"""A deadline whose rule refuses is tried ever more rarely, and stands in the log once a day."""
import itertools
import json
import os
import pathlib
import subprocess
import unittest

import exposition
from served import YIMA, Served, environment

PROCEDURE = (pathlib.Path(__file__).resolve().parents[2] / "engine" / "procedures"
             / "zhejiang-2025.json")


class Firing(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-firing-clock-{os.getpid()}"
        cls.move(0)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, seconds):
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{seconds}\n")
        os.replace(cls.clock + ".new", cls.clock)

    def flawed(self):
        """A version under which nobody may let the time for acceptance pass: refused today, but an
        earlier program took it."""
        with open(PROCEDURE, encoding="utf-8") as f:
            p = json.load(f)
        p["version"], p["valid_from"] = "9.9", "2025-01-02"
        for rule in p["rules"]:
            if rule["on"] == "expire" and rule.get("deadline") == "intake_acceptance":
                rule["roles"] = ["job"]
        path = self.home + "/flawed.json"
        with open(path, "w", encoding="utf-8") as f:
            json.dump(p, f, ensure_ascii=False)
        got = subprocess.run([YIMA, "procedure", "import", "--data", self.data, path], check=False,
                             capture_output=True, text=True, env=environment())
        self.assertEqual(got.returncode, 1)
        self.assertIn("a rule refuses the clock", got.stderr)
        self.keep(path, p)

    def keep(self, path, p):
        with open(path, encoding="utf-8") as f:
            document = f.read().replace("'", "''")
        subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-",
                        f"host={self.data} user=yima dbname=yima"], check=True, text=True,
                       capture_output=True, input=f"""
            insert into procedure_version (number, procedure_id, version, sha256, document, valid_from,
                                           valid_until, imported_at)
            select max(number) + 1, '{p["id"]}', '9.9', sha256(convert_to('{document}', 'UTF8')),
                   '{document}', '{p["valid_from"]}', null, now() from procedure_version;
            update reference_revision set revision = revision + 1""",
                       env=environment())

    def refusals(self):
        return [line for line in self.log().splitlines() if "deadline refused" in line]

    def has_expired(self, token, dispute):
        page = self.ask(f"/api/v1/disputes/{dispute}/events?limit=100", token).json
        return "expire" in [e["command"] for e in page["items"]]

    def gauge(self):
        return exposition.parse(self.ask("/metrics").text)["yima_deadlines_refused"].value()

    def accepted(self, token, key):
        dispute = self.register(token, key)
        done = self.ask(f"/api/v1/disputes/{dispute}/commands", token, "POST",
                        {"command": "accept"}, Idempotency_Key=key + "-accept")
        self.assertEqual(done.status, 200, done.text)
        return dispute

    def test_refused(self):
        self.flawed()
        manager = self.token("--role", "body_manager", "--staff", "5037")
        keys = itertools.count(1)

        def registered():
            dispute = self.register(manager, f"firing-{next(keys)}")
            shown = self.ask(f"/api/v1/disputes/{dispute}", manager).json
            return dispute if "9.9" in json.dumps(shown["procedure"]) else None
        bad = self.until("the version is known", registered)
        known = next(keys) - 1
        self.move(10 * 86400)
        self.until("it is refused", self.refusals)
        before = len(self.refusals())
        self.assertLessEqual(before, known)
        # The looks that fire others find its row, too.
        for days in (20, 30):
            good = self.accepted(manager, f"firing-good-{days}")
            self.move(days * 86400)
            self.until("another fires", lambda: self.has_expired(manager, good))  # pylint: disable=cell-var-from-loop
        self.assertFalse(self.has_expired(manager, bad))
        self.assertEqual(len([line for line in self.refusals() if bad in line]), 1)
        self.assertGreaterEqual(self.gauge(), 1)


if __name__ == "__main__":
    unittest.main()
