# SPDX-License-Identifier: Apache-2.0
"""yima procedure: check, list, draw, print, import, migrate."""
import json
import os
import unittest

from place import DATA, Place, sample, yima

SHIPPED = os.path.join(DATA, "..", "..", "engine", "procedures")


def shipped(name):
    with open(os.path.join(SHIPPED, name + ".json"), encoding="utf-8") as f:
        return json.load(f)


class Procedure(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.load_reference(self)
        self.done("import", self.path("some.csv", "".join(sample(20))))

    def save(self, name, procedure):
        return self.path(name, json.dumps(procedure, ensure_ascii=False))

    def test_check(self):
        files = [os.path.join(SHIPPED, n) for n in sorted(os.listdir(SHIPPED))
                 if n.endswith(".json")]
        got = yima("procedure", "check", *files)
        self.assertEqual(got.returncode, 0, got.stdout)
        self.assertEqual(got.stdout.count("is sound"), len(files))
        p = shipped("zhejiang-2025")
        accept = next(r for r in p["rules"] if r["id"] == 103)
        p["rules"].insert(p["rules"].index(accept) + 1, dict(accept, id=104))
        p["rules"] = [r for r in p["rules"] if r.get("deadline") != "intake_acceptance"]
        p["states"].append(dict(p["states"][1], name="LOST"))
        path = self.save("flawed.json", p)
        got = yima("procedure", "check", files[0], path)
        self.assertEqual(got.returncode, 1)
        for words in ("rule 104 (accept): an earlier rule always intercepts this rule (rule 103)",
                      "state LOST: a state cannot be reached",
                      "state INTAKE: deadline intake_acceptance: nothing answers"):
            self.assertIn("%s: %s" % (path, words), got.stdout)
        self.assertRegex(got.stdout, path + ": [0-9]+ flaws")
        got = yima("procedure", "check", self.path("broken.json", "{"))
        self.assertEqual(got.returncode, 1)
        self.assertIn("broken.json", got.stderr)
        self.assertEqual(yima("procedure", "check", self.home + "/none").returncode, 1)
        self.assertEqual(yima("procedure", "check").returncode, 2)

    def test_list(self):
        said = self.done("procedure", "list")
        self.assertRegex(said, r"\n?\* +2  zhejiang-2025/1.2")
        self.assertRegex(said, r" +1  binjiang-2020/1.2 +2020-06-01 … 2024-12-31")

    def test_draw(self):
        for track in ("main", "confirm", "perform"):
            said = yima("procedure", "draw", "binjiang-2020", "--track", track).stdout
            self.assertEqual(said.count("stateDiagram-v2"), 1)
            p = shipped("binjiang-2020")
            for s in p["states"]:
                is_there = " as %s_%s\n" % (s["track"], s["name"]) in said
                self.assertEqual(is_there, s["track"] == track, s["name"])
        said = yima("procedure", "draw", "binjiang-2020").stdout
        self.assertRegex(said, r"main_INTAKE --> main_FIRST : .*103 受理 accept")
        self.assertIn("class main_FIRST yellow", said)
        said = yima("procedure", "draw", "--format", "dot").stdout
        self.assertTrue(said.startswith('digraph "zhejiang-2025/'))
        self.assertEqual(said.count("{"), said.count("}"))
        self.assertEqual(yima("procedure", "draw", "--format", "svg").returncode, 2)
        self.assertIn("procedure list", self.fails(1, "procedure", "draw", "nope"))
        self.assertIn("main", self.fails(1, "procedure", "draw", "binjiang-2020", "--track", "x"))

    def test_print_and_import(self):
        said = yima("procedure", "print", "zhejiang-2025/1.2").stdout
        p = json.loads(said)
        self.assertEqual(p["id"], "zhejiang-2025")
        p["version"] = "1.6"
        p["valid_until"] = "2025-12-31"
        path = self.save("next.json", p)
        self.assertIn("no --dry-run of import", self.fails(2, "procedure", "import", path, "--dry-run"))
        self.assertIn("no --dry-run of cancel", self.fails(2, "procedure", "migrate", "cancel", "1",
                                                           "--dry-run"))
        self.assertIn("number 3", self.done("procedure", "import", path))
        self.assertIn("number 3", self.done("procedure", "import", path))
        self.assertIn("zhejiang-2025/1.6", self.done("procedure", "list"))
        self.assertIn("1.6", self.done("procedure", "print", "zhejiang-2025/1.6"))
        p["zh"] = "changed"
        self.fails(1, "procedure", "import", self.save("next.json", p))
        p["version"] = "1.8"
        p["states"].append(dict(p["states"][1], name="LOST"))
        self.assertIn("procedure check", self.fails(1, "procedure", "import", self.save("x.json", p)))

    def test_migrate(self):
        there = ("procedure", "migrate", "--from", "zhejiang-2025/1.2", "--to", "binjiang-2020")
        why = self.reasoned()
        back = ("procedure", "migrate", "--from", "binjiang-2020", "--to", "zhejiang-2025/1.2")
        one = self.sql("select min(dispute_id) from dispute")
        self.assertIn("20 could move, 0 stay", self.done(*there, "--all", "--dry-run"))
        self.assertEqual(self.sql("select count(*) from event"), "20")
        self.assertIn("1 moved, 0 stay", self.done(*there, "--dispute", one,
                                                     *self.reasoned("为什么")))
        self.assertIn("19 moved, 0 stay", self.done(*there, "--all", *why))
        self.assertIn("0 moved, 0 stay", self.done(*there, "--all", *why))
        self.assertEqual(self.sql("select distinct procedure from dispute_detail"), "1")
        self.assertIn("为什么", self.sql("select convert_from(payload, 'UTF8') from event "
                                        "where seq = 2 and dispute_id = " + one))
        self.assertIn("is not a dispute under", self.fails(1, *there, "--dispute", one, *why))
        for text, word in (('{"states":{"X":"FIRST"}}', "no state"),
                           ('{"states":{"INTAKE":"X"}}', "no state"),
                           ('{"states":{"INTAKE":"CONFIRM_IDLE"}}', "different tracks"),
                           ('{"deadlines":{"x":"y"}}', "no deadline"), ('{"rules":{}}', "rules"),
                           ('{"states":[]}', "states"), ("[", "")):
            said = self.fails(1, *back, "--all", "--map", self.path("bad.json", text),
                              *why)
            self.assertIn(word, said)
        self.assertIn("20 moved", self.done(*back, "--all", *why))
        self.assertIn("clean", self.done("verify"))
        self.fails(1, "procedure", "migrate", "--from", "nope", "--to", "binjiang-2020", "--all",
                   *why)
        self.fails(1, "procedure", "migrate", "--from", "binjiang-2020", "--to", "binjiang-2020",
                   "--all", *why)
        self.fails(2, *back)
        self.fails(2, *back, "--all", "--dispute", one)
        for given in ((), why[:2], why[2:]):
            said = self.fails(2, *back, "--all", *given)
            self.assertIn("--reason", said)
            self.assertIn("--by", said)
            self.assertIn("--by", self.fails(2, *back, "--dispute", one, *given))


if __name__ == "__main__":
    unittest.main()
