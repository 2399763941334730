# SPDX-License-Identifier: Apache-2.0
"""Cases outlive their rules: plans that move disputes to another version, over the command line and
over HTTP, with a runner killed, two runners, disputes that change meanwhile, and the guards."""
import csv
import io
import json
import signal
import subprocess
import time
import unittest

from place_migrate import DISPUTES, MigratePlace, until
from place import YIMA, environment


def rename(p):
    """One state and one deadline bear another name."""
    text = json.dumps(p, ensure_ascii=False)
    text = text.replace('"INTAKE"', '"RECEIVED"').replace('"intake_acceptance"', '"to_accept"')
    p.clear()
    p.update(json.loads(text))


def without_withdrawal(p):
    """Nobody may withdraw at intake any more."""
    for rule in p["rules"]:
        if rule["on"] == "withdraw" and "INTAKE" in rule["from"] and len(rule["from"]) > 1:
            rule["from"] = [s for s in rule["from"] if s != "INTAKE"]


NAMES_BYTES_MAX = 16384  # APP_MIGRATION_MAP_BYTES_MAX


def names(n):
    """States of which the object {"states":...} takes n bytes as JSON."""
    states = {"%02d" % i + "S" * 300: "X" for i in range(n // 320)}
    left = n - len(json.dumps({"states": states}, separators=(",", ":")))
    return dict(states, **{"L" * (left - len(',"":"X"')): "X"})


class Migrate(MigratePlace):
    def setUp(self):
        self.all_are_under(self.current)

    def all_are_under(self, version):
        for name in self.sql("select distinct v.procedure_id || '/' || v.version from "
                             "dispute_detail d join procedure_version v on v.number = d.procedure"
                             ).split():
            if name != version:
                back = ["--map", self.path("back.json")] if "names" in name else []
                self.done("procedure", "migrate", "--from", name, "--to", version, "--all", *back,
                          *self.reasoned())
        self.assertEqual(self.under(version), DISPUTES)

    def plan(self, *words):
        """Begin a plan in the background of nobody: paused at once. Its number."""
        said = self.done("procedure", "migrate", "start", *words, "--background",
                         *self.reasoned())
        return int(said.split()[0])

    def status(self, plan):
        return json.loads(self.done("procedure", "migrate", "status", str(plan), "--format",
                                    "json"))

    def test_diff(self):
        other = self.version("3.diff", rename)
        said = self.done("procedure", "diff", self.current, other)
        for line in ("- state INTAKE", "+ state RECEIVED", "- deadline intake_acceptance",
                     "+ deadline to_accept"):
            self.assertIn(line, said)
        self.assertIn("~ version: %s -> 3.diff" % self.shipped["version"], said)
        self.assertEqual("no difference\n",
                         self.done("procedure", "diff", self.current, self.current))

        def longer(p):
            next(d for d in p["deadlines"] if d["name"] == "mediation_limit")["term"]["n"] = 2
            next(r for r in p["rules"] if r["id"] == 103)["source"] = "another law 1"
            next(d for d in p["deadlines"]
                 if d["name"] == "mediation_limit")["reschedule"]["days_max"] = 7

        said = self.done("procedure", "diff", self.current, self.version("3.term", longer))
        self.assertIn("~ deadline mediation_limit term: 1 month -> 2 month", said)
        self.assertIn("~ rule 103 source", said)
        self.assertRegex(said, r"~ deadline mediation_limit reschedule: .* -> .*\b7\n")
        self.assertEqual(said.count("\n"), 6, said)  # and the head: version and validity
        self.assertIn("procedure list", self.fails(1, "procedure", "diff", self.current, "no/1"))

    def test_dry_run(self):
        other = self.version("4.names", rename)
        there = ("procedure", "migrate", "--from", self.current, "--to", other, "--all",
                 "--dry-run")
        names = self.path("names.json", '{"states":{"INTAKE":"RECEIVED"},'
                                        '"deadlines":{"intake_acceptance":"to_accept"}}')
        before = self.sql("select count(*) from event")
        said = self.fails(1, *there)
        self.assertIn("0 could move, %d stay" % DISPUTES, said)
        self.assertIn("of a deadline that runs: INTAKE\n", said)
        said = self.done(*there, "--map", names)
        self.assertIn("%d could move, 0 stay" % DISPUTES, said)
        self.assertRegex(said, "moves: none INTAKE -> none RECEIVED")
        self.assertRegex(said, r"intake_acceptance (\S+) -> to_accept \1")
        rows = [json.loads(line) for line in
                self.done(*there, "--map", names, "--format", "json").splitlines()]
        self.assertEqual(len(rows), DISPUTES)
        for row in rows:
            self.assertTrue(row["moves"])
            self.assertEqual((row["gains"], row["loses"]), ([], []))
            for clock in row["deadlines"]:
                self.assertEqual(clock["last_day"], clock["last_day_after"])
        file = self.path("dry.csv")
        self.done(*there, "--map", names, "--format", "csv", "--output", file)
        with open(file, encoding="utf-8-sig", newline="") as f:
            table = list(csv.reader(io.StringIO(f.read())))
        self.assertEqual(len(table), DISPUTES + 1)
        self.assertEqual({len(line) for line in table}, {11})
        self.assertEqual(before, self.sql("select count(*) from event"))
        self.fails(1, *there, "--format", "xml")

    def test_guards(self):
        other = self.version("5.poor", without_withdrawal)
        there = ("procedure", "migrate", "--from", self.current, "--to", other)
        rows = [json.loads(line) for line in
                self.fails(1, *there, "--all", "--dry-run", "--format", "json").splitlines()]
        self.assertEqual({(row["why"], *row["loses"]) for row in rows},
                         {("right_lost", "withdraw")})
        self.assertIn("may do now: withdraw\n", self.fails(1, *there, "--all", "--dry-run"))
        file = self.path("poor.csv")
        self.assertEqual(self.run_yima(*there, "--all", "--dry-run", "--format", "csv", "--output",
                                       file).returncode, 1)
        with open(file, encoding="utf-8-sig", newline="") as f:
            self.assertEqual({line[9] for line in list(csv.reader(f))[1:]}, {"withdraw"})
        said = self.fails(1, *there, "--all", *self.reasoned())
        self.assertIn("0 moved, %d stay" % DISPUTES, said)
        self.assertEqual(said.count("a party would lose something that it may do now"), DISPUTES)
        plan = int(said.split("plan ")[1].split()[0])
        report = self.done("procedure", "migrate", "report", str(plan), "--format", "csv")
        self.assertEqual(report.count("right_lost"), DISPUTES)
        self.assertIn("失去", report)
        self.assertEqual(self.moves(plan), (0, 0))
        self.assertEqual(self.under(self.current), DISPUTES)

    def test_named_states(self):
        other = self.version("6.names", rename)
        names = self.path("names.json", '{"states":{"INTAKE":"RECEIVED"},'
                                        '"deadlines":{"intake_acceptance":"to_accept"}}')
        self.path("back.json", '{"states":{"RECEIVED":"INTAKE"},'
                               '"deadlines":{"to_accept":"intake_acceptance"}}')
        clocks = "select dispute_id, due_at from deadline order by 1, 2"
        before = self.sql(clocks)
        said = self.done("procedure", "migrate", "--from", self.current, "--to", other, "--all",
                         "--map", names, *self.reasoned())
        plan = int(said.split("plan ")[1].split()[0])
        self.assertIn("%d moved, 0 stay" % DISPUTES, said)
        self.assertEqual(self.moves(plan), (DISPUTES, DISPUTES))
        self.assertEqual(self.sql(clocks), before, "a migration moves no day")
        one = self.sql("select min(dispute_id) from dispute")
        number = self.call("GET", "/disputes?limit=1")[1]["items"][0]["id"]
        self.assertIn("新规施行", self.done("explain", one) + self.sql(
            "select convert_from(payload, 'UTF8') from event where dispute_id = %s "
            "order by seq desc limit 1" % one))
        self.assertIn("clean", self.done("verify"))
        self.assertIn("fold == stored", self.done("explain", one))
        status, page = self.call("GET", "/disputes/%s/events" % number)
        self.assertEqual(status, 200)
        move = page["items"][-1]
        self.assertEqual(move["command"], "migrate")
        self.assertIn('"RECEIVED"', json.dumps(move["to"]))
        self.tell_party(number, plan)
        self.all_are_under(self.current)
        self.assertIn("clean", self.done("verify"))

    def tell_party(self, number, plan):
        """A party sees in its own history that, and why, other rules hold, in plain words."""
        who = ("--role", "party", "--dispute", number, "--seat", "0")
        status, page = self.call("GET", "/disputes/%s/events" % number, who=who)
        self.assertEqual(status, 200)
        move = page["items"][-1]
        self.assertIsNone(move["payload"])
        told = move["migrated"]
        self.assertEqual((told["reason"], told["plan"]), ("新规施行", str(plan)))
        self.assertEqual(told["procedure"]["version"], "6.names")
        self.assertIn("没有变化", told["zh"])
        self.assertNotIn("migrated", page["items"][0])
        self.assertEqual(self.call("GET", "/disputes/%s/explain" % number, who=who)[1]["steps"][-1]
                         ["migrated"], told)

    def test_killed_runner(self):
        """The next one goes on: each dispute moves once, and the counts are right."""
        other = self.version("7.kill")
        with subprocess.Popen(
                [YIMA, "procedure", "--data", self.data, "migrate", "--from", self.current,
                 "--to", other, "--all", "--rate", "1", *self.reasoned()], env=environment(),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as runner:
            until(lambda: self.under(other) >= 3)
            runner.send_signal(signal.SIGKILL)
            runner.wait(180)
        plan = int(self.sql("select max(plan) from procedure_migration"))
        self.assertLess(self.under(other), DISPUTES)
        self.assertEqual(self.status(plan)["state"], "running")
        self.sql("update procedure_migration set rate = 200 where plan = %d" % plan)
        said = self.done("procedure", "migrate", "resume", str(plan))
        self.assertIn("%d moved, 0 stay" % DISPUTES, said)
        self.assertEqual(self.moves(plan), (DISPUTES, DISPUTES))
        now = self.status(plan)
        self.assertEqual((now["state"], now["moved"], now["stayed"], now["pending"]),
                         ("done", str(DISPUTES), "0", "0"))
        self.assertIn("cannot be", self.fails(1, "procedure", "migrate", "resume", str(plan)))
        self.assertEqual(self.sql("select count(*) from procedure_migration_item "
                                  "where plan = %d" % plan), "0")

    def test_two_runners(self):
        """Two programs and the service want the same plan: one of them has it."""
        other = self.version("8.two")
        plan = self.plan("--from", self.current, "--to", other, "--all", "--rate", "40")
        runners = [subprocess.Popen([YIMA, "procedure", "--data", self.data, "migrate", "resume",
                                     str(plan)], env=environment(), stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE) for _ in range(2)]
        for runner in runners:
            runner.communicate(timeout=180)
        until(lambda: self.status(plan)["state"] == "done")
        self.assertEqual(self.moves(plan), (DISPUTES, DISPUTES))
        self.assertEqual(self.status(plan)["moved"], str(DISPUTES))

    def test_changed_meanwhile(self):
        """A dispute that moves on while a plan runs is decided as it stands then."""
        other = self.version("9.busy")
        numbers = [row["id"] for row in self.call("GET", "/disputes?limit=10")[1]["items"]]
        self.assertEqual(len(numbers), 10)
        plan = self.plan("--from", self.current, "--to", other, "--all", "--rate", "20")
        said = {}
        for number in numbers:
            said[number], _ = self.call("POST", "/disputes/%s/commands" % number,
                                        {"command": "assess_risk", "harm": 1, "urgency": 1,
                                         "scope": 1},
                                        who=("--role", "job"),
                                        key="busy-" + number)
        self.assertEqual(set(said.values()), {200}, said)
        until(lambda: self.status(plan)["state"] == "done")
        self.assertEqual(self.moves(plan), (DISPUTES, DISPUTES))
        self.assertIn("clean", self.done("verify"))

    def test_http(self):
        other = self.version("10.http")
        wish = {"from": self.current, "to": other, "reason": "新规施行", "rate": 1}
        until(lambda: any(p["version"] == "10.http"
                          for p in self.call("GET", "/procedures")[1]["items"]))
        status, begun = self.call("POST", "/migrations", wish, key="one")
        self.assertEqual(status, 201, begun)
        plan = begun["plan"]
        self.assertEqual(self.call("POST", "/migrations", wish, key="one")[1]["plan"], plan)
        self.assertEqual(self.call("POST", "/migrations", dict(wish, rate=6), key="one")[0], 422)
        until(lambda: int(self.call("GET", "/migrations/%d" % plan)[1]["looked"]) > 0)
        status, now = self.call("POST", "/migrations/%d/pause" % plan, key="p")
        self.assertEqual((status, now["state"]), (200, "paused"))
        until(lambda: self.call("GET", "/migrations/%d" % plan)[1]["pending"] == "0")
        moved = self.call("GET", "/migrations/%d" % plan)[1]["moved"]
        self.assertEqual(int(moved), self.under(other))
        time.sleep(1)
        self.assertEqual(int(moved), self.under(other), "a paused plan moves nothing")
        self.assertEqual(self.call("POST", "/migrations/%d/resume" % plan, key="r")[0], 200)
        until(lambda: self.under(other) > int(moved))
        status, now = self.call("POST", "/migrations/%d/cancel" % plan, key="c")
        self.assertEqual((status, now["state"]), (200, "cancelled"))
        now = until(lambda: [m for m in [self.call("GET", "/migrations/%d" % plan)[1]]
                             if m["pending"] == "0"])[0]
        self.assertEqual(int(now["moved"]), self.under(other))
        self.assertLess(self.under(other), DISPUTES)
        self.assertEqual(self.call("POST", "/migrations/%d/resume" % plan, key="x")[0], 409)
        self.assertEqual(now["by"] != "", True)
        self.assertEqual(now["reason"], "新规施行")
        self.assertEqual(self.call("GET", "/migrations")[1]["items"][0]["plan"], plan)
        status, stays = self.call("GET", "/migrations/%d/stays" % plan)
        self.assertEqual(status, 200)
        self.assertEqual(len(stays["items"]), int(now["stayed"]))

    def test_http_refuses(self):
        wish = {"from": self.current, "to": "binjiang-2020", "reason": "x"}
        for change in ({"to": self.current}, {"to": "no/1"}, {"reason": ""}, {"rate": 0},
                       {"rate": 10001}, {"states": {"NONE": "INTAKE"}}, {"dispute": "1"},
                       {"states": []}, {"other": 1}):
            status, said = self.call("POST", "/migrations", dict(wish, **change),
                                     key="bad" + json.dumps(change))
            self.assertIn(status, (400, 422), (change, said))
        self.assertEqual(self.call("POST", "/migrations", dict(wish, reason="x" * 501),
                                   key="long")[0], 422)
        # Names that fit are looked up, and not found; one byte more is too much.
        for n, expected in ((NAMES_BYTES_MAX, 422), (NAMES_BYTES_MAX + 1, 413)):
            self.assertEqual(self.call("POST", "/migrations", dict(wish, states=names(n)),
                                       key="names%d" % n)[0], expected)
        for limit, expected in ((0, 400), (1, 404), (500, 404), (501, 400)):
            self.assertEqual(self.call("GET", "/migrations/99999/stays?limit=%d" % limit)[0],
                             expected)
        for path in ("/migrations/0", "/migrations/99999", "/migrations/x",
                     "/migrations/99999/stays"):
            self.assertEqual(self.call("GET", path)[0], 404, path)
        for method, path in (("GET", "/migrations"), ("POST", "/migrations"),
                             ("POST", "/migrations/1/cancel")):
            body = wish if (method, path) == ("POST", "/migrations") else None
            self.assertEqual(self.call(method, path, body, key="k",
                                       who=("--role", "auditor", "--region", "330108"))[0], 403)
        one = self.call("GET", "/disputes?limit=1")[1]["items"][0]["id"]
        status, said = self.call("POST", "/disputes/%s/commands" % one,
                                 {"command": "migrate", "procedure": "binjiang-2020",
                                  "reason": "x", "plan": "1"}, key="forged")
        self.assertEqual(status, 422, said)

    def test_as_many_as_may_be(self):
        """Eight plans are open and no more; the fastest rate is taken."""
        other = self.version("12.many")
        olds = [self.version("12.%d" % i) for i in range(1, 9)]
        until(lambda: any(p["version"] == "12.8"
                          for p in self.call("GET", "/procedures")[1]["items"]))
        wish = {"from": self.current, "to": other, "reason": "x", "rate": 1}
        status, first = self.call("POST", "/migrations", wish, key="m0")
        self.assertEqual(status, 201, first)
        plans = [first["plan"]]
        for i in range(1, 8):
            status, said = self.call("POST", "/migrations",
                                     {"from": olds[i - 1], "to": other, "reason": "x",
                                      "rate": 10000}, key="m%d" % i)
            self.assertEqual(status, 201, said)
            plans.append(said["plan"])
        status, said = self.call("POST", "/migrations", dict(wish, **{"from": olds[7]}), key="m8")
        self.assertEqual(status, 409)
        self.assertIn("8 plans are open", said["detail"])
        for plan in plans:
            self.call("POST", "/migrations/%d/cancel" % plan, key="c%d" % plan)
        until(lambda: all(self.status(plan)["pending"] == "0" for plan in plans))
        said = self.run_yima("procedure", "migrate", "--from", other, "--to", self.current,
                             "--all", "--reason", "x", "--by", "nobody")
        self.assertEqual(said.returncode, 1)
        self.assertIn("account", said.stderr)

    def test_one_plan_of_a_version(self):
        """None gets round a pause, and of many that begin at once one does."""
        ours, theirs = self.version("13.ours"), self.version("13.theirs")
        until(lambda: any(p["version"] == "13.theirs"
                          for p in self.call("GET", "/procedures")[1]["items"]))
        one = self.sql("select min(dispute_id) from dispute")
        plan = self.plan("--from", self.current, "--to", ours, "--all", "--rate", "1")
        wish = {"from": self.current, "to": theirs, "reason": "x"}
        status, said = self.call("POST", "/migrations", wish, key="while-running")
        self.assertEqual(status, 409)
        self.assertIn("plan %d is running" % plan, said["detail"])
        self.assertIn("wait", said["detail"])
        self.done("procedure", "migrate", "pause", str(plan))
        for whom in (("--all",), ("--dispute", one)):
            said = self.fails(1, "procedure", "migrate", "--from", self.current, "--to", theirs,
                              *whom, *self.reasoned())
            self.assertIn("plan %d is paused" % plan, said)
            self.assertIn("resume", said)
        said = self.call("POST", "/migrations", wish, key="while-paused")[1]
        self.assertIn("resume", said["detail"])
        self.call("POST", "/migrations/%d/cancel" % plan, key="let-others")
        status, said = self.call("POST", "/migrations/%d/pause" % plan, key="too-late")
        self.assertEqual(status, 409)
        self.assertIn("plan %d is cancelled" % plan, said["detail"])
        until(lambda: self.status(plan)["pending"] == "0")
        self.assertEqual(self.under(theirs), 0)
        self.race(ours, theirs)

    def race(self, *versions):
        words = ["--from", self.current, "--all", "--rate", "1", "--background"]
        racers = [subprocess.Popen([YIMA, "procedure", "--data", self.data, "migrate", "start",
                                    "--to", version, *words, *self.reasoned()],
                                   env=environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE) for version in versions * 2]
        for racer in racers:
            racer.communicate(timeout=180)
        self.assertEqual(sorted(racer.returncode for racer in racers), [0, 1, 1, 1])
        plans = self.sql("select plan from procedure_migration where state = 1").split()
        self.assertEqual(len(plans), 1)
        self.done("procedure", "migrate", "cancel", plans[0])

    def test_other_version_text(self):
        other = self.version("11.same")
        self.assertEqual(other, self.version("11.same"))

        def reworded(p):
            p["zh"] = "别的"

        with self.assertRaises(AssertionError):
            self.version("11.same", reworded)


if __name__ == "__main__":
    unittest.main()
