# SPDX-License-Identifier: Apache-2.0
"""What is told of a dispute that moved to another version: states by the numbers of the version that
they are of, over the command line and over HTTP, why it moved, who had it done, and the past."""
import json
import re
import unittest

from place_migrate import MigratePlace, until


def renumber(p):
    """No state keeps its number, but the first one, which must."""
    p["states"][1:] = reversed(p["states"][1:])


def rename(p):
    """One state bears another name, and its old number."""
    text = json.dumps(p, ensure_ascii=False)
    p.clear()
    p.update(json.loads(text.replace('"INTAKE"', '"RECEIVED"')))


class Explain(MigratePlace):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.turned = self.version("20.turned", renumber)
        cls.named = self.version("21.named", rename)
        cls.number = self.call("GET", "/disputes?limit=1")[1]["items"][0]["id"]
        cls.events = self.read("/events")["items"]
        cls.told = self.explain()
        until(lambda: any(p["version"] == "21.named"
                          for p in self.call("GET", "/procedures")[1]["items"]))
        cls.plans = [self.move({"from": cls.current, "to": cls.turned, "reason": "新规\n施行"}),
                     self.move({"from": cls.turned, "to": cls.named, "reason": "改名",
                                "states": {"INTAKE": "RECEIVED"}})]

    def move(self, wish):
        status, plan = self.call("POST", "/migrations", dict(wish, dispute=self.number),
                                 key=wish["to"][-8:])
        self.assertEqual(status, 201, plan)
        self.assertNotEqual(plan["by"], "")
        until(lambda: self.under(wish["to"]) == 1)
        return plan

    def read(self, what):
        status, got = self.call("GET", f"/disputes/{self.number}{what}")
        self.assertEqual(status, 200, got)
        return got

    def explain(self, *words):
        return json.loads(self.done("explain", "--json", *words, self.number))

    def test_interface(self):
        for steps in self.read("/events")["items"], self.read("/explain")["steps"]:
            turned, named = steps[-2:]
            self.assertEqual(turned["command"], "migrate")
            self.assertEqual(turned["from"], turned["to"])
            self.assertIs(turned["moved"], False)
            self.assertIs(named["moved"], True)  # by its name
            self.assertIn('"INTAKE"', json.dumps(named["from"]))
            self.assertIn('"RECEIVED"', json.dumps(named["to"]))

    def test_text(self):
        said = self.done("explain", self.number)
        steps = re.split(r"(?m)^ *[0-9]+  ", said)
        first, turned, named = steps[1], *steps[-2:]
        self.assertIn("主线: START → INTAKE\n", first)
        for line in (f"版本 version {self.current} → {self.turned}  "
                     f"计划 plan 1  由 by {self.plans[0]['by']}\n", "理由 reason 新规 施行\n"):
            self.assertIn(line, turned)
        self.assertEqual(turned.count(" → "), 1, "no track moved")
        self.assertNotIn("颜色", turned)
        for line in (f"版本 version {self.turned} → {self.named}  计划 plan 2  "
                     f"由 by {self.plans[1]['by']}\n", "理由 reason 改名\n",
                     "      主线: INTAKE → RECEIVED\n"):
            self.assertIn(line, named)
        self.assertEqual(named.count(" → "), 2, named)
        self.assertIn("fold == stored", named)

    def test_json(self):
        told = self.explain()
        self.assertTrue(told["proven"])
        self.assertEqual(told["reasons"][:-2], self.told["reasons"])
        turned, named = told["reasons"][-2:]
        self.assertEqual((turned["moved"], turned["state"]), (False, "INTAKE"))
        self.assertEqual((named["moved"], named["state"]), (True, "RECEIVED"))
        self.assertEqual(turned["migrated"],
                         {"procedure": "zhejiang-2025", "procedure_version": "20.turned",
                          "reason": "新规\n施行", "plan": "1", "by": self.plans[0]["by"]})
        self.assertEqual((named["migrated"]["by"], named["migrated"]["reason"]),
                         (self.plans[1]["by"], "改名"))
        self.assertEqual(named["procedure_version"], "20.turned")
        self.assertNotIn("migrated", told["reasons"][0])
        # Words that were nobody's own are no read of personal data.
        self.assertEqual(self.sql("select count(*) from person_access where reader like 'cli:%'"), "0")

    def test_past(self):
        then = self.events[-1]["at"]
        past = self.explain("--at", then)
        since = past.pop("as_of")
        self.assertEqual((since["at"], since["events"], since["events_since"]),
                         (then, len(self.events), 2))
        self.assertEqual(past, self.told)
        said = self.done("explain", "--at", then, self.number)
        self.assertIn("截至", said)
        self.assertNotIn("迁移程序版本", said)
        self.assertIn("fold == stored", said)
        self.assertIn("not registered then",
                      self.fails(1, "explain", "--at", "2020-01-01", self.number))
        self.assertIn("future", self.fails(1, "explain", "--at", "2200-01-01", self.number))
        self.fails(1, "explain", "--at", "soon", self.number)


if __name__ == "__main__":
    unittest.main()
