# SPDX-License-Identifier: Apache-2.0
"""How a month is drawn: what is refused, what a runner that is killed leaves behind, two runners at
once, amendments, and that a closed month is the same whatever happens later."""
import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import threading
import time
import unittest

import seal
from served import Served, YIMA, environment

DAY = 86400
MONTH = "2026-08"
PASSWORD = "correct horse battery"
BY = ("--by", "amender", "--password-stdin")
TABLES = ("month", "month_slice", "month_report", "job_lock")
POPULATION = "region,year,residents,floating,source\n330108,2025,520000,31000,滨江区统计公报 2026-03\n"


class Drawing(seal.Line, Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-drawing-clock-{os.getpid()}"
        cls.keys = 0
        cls.move(datetime.date(2026, 8, 11))
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        cls.manager = cls.token("--role", "body_manager", "--staff", "5037")
        cls.clerk = cls.token("--role", "dispatcher", "--staff", "5007", "--region", "330100")
        cls.account("amender", "supervisor", "--staff", "5001")
        cls.account("clerk", "dispatcher", "--staff", "5007")
        cls.load()
        cls.move(datetime.date(2026, 9, 20))

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, day):
        """The wall clock to this day: ours at once, the server's soon."""
        today = datetime.datetime.fromtimestamp(time.time() + 8 * 3600, datetime.timezone.utc).date()
        cls.offset = (day - today).days * DAY
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset}\n")
        os.replace(cls.clock + ".new", cls.clock)

    # ---- Loading ----

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"d-{cls.keys}"

    @classmethod
    def send(cls, token, rows):
        reply = cls.ask("/api/v1/commands", token, "POST",
                        {"commands": [{"key": cls.key(), **row} for row in rows]})
        assert reply.status == 200, reply.text
        for row, verdict in zip(rows, reply.json["items"]):
            assert verdict["status"] in (200, 201), (row, verdict)
        return reply.json["items"]

    @staticmethod
    def intake(n):
        # The first two are of one pair and one type, the second of them a repeat of the first.
        numbers = ("11010519491231002X", "110105199003074472") if n < 2 else (None, None)
        parties = [{"side": "claimant", "kind": "natural", "name": "样例甲"},
                   {"side": "respondent", "kind": "natural", "name": "样例乙"}]
        for party, number in zip(parties, numbers):
            if number is not None:
                party["identity"] = number
        return {"type": "neighbour", "channel": "window", "source": "applied",
                "region": "330108003001", "body": "1013", "title": f"月报样例纠纷{n}",
                "description": "", "harm": 0, "urgency": 1, "scope": 0, "parties": parties}

    @classmethod
    def load(cls):
        """Fifteen disputes of August: six settled (one of them performed ahead of its day, which is in
        September), three failed, four open, two not accepted."""
        cls.register(cls.manager, cls.key(), cls.intake(0))
        first = cls.send(cls.manager, [{"register": cls.intake(n)} for n in range(1, 15)])
        cls.cases = [verdict["id"] for verdict in first]
        due = "2026-08-31"
        rows = []
        for n, case in enumerate(cls.cases[:12]):
            rows.append({"id": case, "command": "accept"})
            if n < 5:
                rows += [{"id": case, "command": "assign", "mediator": "5038"},
                         {"id": case, "command": "accept_case"},
                         {"id": case, "command": "reach_oral_agreement", "terms": "双方同意。",
                          "obligations": [{"payer": 1, "payee": 0, "amount_fen": "10000",
                                           "due": due, "manner": "转账"}]}]
            elif n < 8:
                rows.append({"id": case, "command": "refuse_mediation", "seat": 1,
                             "reason": "不接受调解"})
        rows += [{"id": cls.cases[13], "command": "accept"},
                 {"id": cls.cases[13], "command": "assign", "mediator": "5038"},
                 {"id": cls.cases[13], "command": "accept_case"},
                 {"id": cls.cases[13], "command": "reach_oral_agreement", "terms": "双方同意。",
                  "obligations": [{"payer": 1, "payee": 0, "amount_fen": "10000",
                                   "due": "2026-09-10", "manner": "转账"}]},
                 {"id": cls.cases[13], "command": "record_performance", "obligation": 0,
                  "result": "fulfilled", "date": "2026-08-11"}]
        cls.send(cls.manager, rows)

    # ---- Drawing ----

    @classmethod
    def account(cls, login, *more):
        got = subprocess.run([YIMA, "account", "add", "--data", cls.data, "--login", login, "--name",
                              login, "--role", *more, "--password-stdin"], input=PASSWORD + "\n",
                             capture_output=True, text=True, check=False, env=environment())
        assert got.returncode == 0, got.stderr

    def run_report(self, *words, month=MONTH, population=True, days=0, password=PASSWORD, **env):
        where = self.home + "/report.json"
        if os.path.exists(where):
            os.unlink(where)
        words = (*words, "--population", "none") if population else words
        got = subprocess.run(
            [YIMA, "report", "--data", self.data, "--format", "json", "--out", where,
             "--summary", self.home + "/summary.json", month, *words],
            capture_output=True, text=True, check=False, input=password + "\n",
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset + days * DAY), **env))
        got.bytes = pathlib.Path(where).read_bytes() if os.path.exists(where) else None
        return got

    def drawn(self, *words, **how):
        got = self.run_report(*words, **how)
        self.assertEqual(got.returncode, 0, got.stderr)
        self.summary = json.loads(pathlib.Path(self.home + "/summary.json").read_text("utf-8"))
        return got.bytes

    def refused(self, word, *words, code=1, **how):
        got = self.run_report(*words, **how)
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        self.assertIn(word, got.stderr)
        self.assertIsNone(got.bytes)
        if code == 1:
            summary = json.loads(pathlib.Path(self.home + "/summary.json").read_text("utf-8"))
            self.assertFalse(summary["ok"])
            self.assertIn(word, summary["detail"])
        return got.stderr

    def sql(self, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={self.data} user=yima dbname=yima"],
                             capture_output=True, env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def stored(self):
        return [self.sql(f"select count(*) from {table}") for table in TABLES]

    def forget(self):
        for table in TABLES:
            self.sql(f"delete from {table}")

    def setUp(self):
        self.move(datetime.date(2026, 9, 20))
        self.forget()

    @staticmethod
    def total(raw):
        report = json.loads(raw)
        return {code: int(report["total"][i]) for i, code in enumerate(report["cells"])}

    # ---- Refusals ----

    def test_called_wrongly(self):
        for words in (("--format", "xml"), ("--region", "330108003001"), ("--body", "x"),
                      ("--region", "330108", "--body", "1013"), ("--preview", "--amend", "x"),
                      ("--amend", ""), ("--amend", "长" * 201), ("--slice", "0"), ("--amend", "x"),
                      ("--by", "amender"), ("--password-stdin",),
                      ("--slice", "2001"), ("--revision", "0")):
            with self.subTest(words=words):
                self.refused("", *words, code=2)
        for month in ("2026-13", "2026-8", "2026", "2026-08-01", ""):
            with self.subTest(month=month):
                self.refused("YYYY-MM", month=month, code=2)
        self.assertEqual(self.stored(), ["0"] * 4)

    def test_month_not_over(self):
        self.refused("2026-09 is not over: it can be drawn from 2026-10-01T00:15", month="2026-09")
        self.move(datetime.date(2026, 8, 31))
        self.refused("2026-08 is not over")
        self.assertEqual(self.stored(), ["0"] * 4)

    def test_preview_stores_nothing(self):
        self.move(datetime.date(2026, 8, 20))
        raw = self.drawn("--preview")
        report = json.loads(raw)
        self.assertEqual(report["revision"], 0)
        self.assertEqual(self.summary["state"], "preview")
        self.assertEqual(self.total(raw)["settled"], 6)
        self.assertEqual(self.stored(), ["0"] * 4)

    def test_population_is_missing(self):
        self.refused("no population is known of 2026 or 2025", population=False)
        path = self.home + "/old.csv"
        pathlib.Path(path).write_text(POPULATION.replace("2025", "2019"), "utf-8")
        self.refused("tells nothing of 2025 or 2026", "--population", path, population=False)
        for wrong, word in (("330108,2025,0,0,x\n", "line 2: residents"),
                            ("33010,2025,9,0,x\n", "line 2: region"),
                            ("330108,25,9,0,x\n", "line 2: year"),
                            ("330108,2025,9,-1,x\n", "line 2: floating"),
                            ("330108,2025,9,0,\n", "line 2: source"),
                            ("330108,2025,9,0,x\n330108,2025,8,0,x\n", "two rows of 2025")):
            pathlib.Path(path).write_text(POPULATION.splitlines()[0] + "\n" + wrong, "utf-8")
            self.refused(word, "--population", path, population=False)
        pathlib.Path(path).write_text("region,year,residents\n330108,2025,9\n", "utf-8")
        self.refused("source", "--population", path, population=False)
        self.assertEqual(self.sql("select count(*) from population"), "0")
        self.assertEqual(self.stored(), ["0"] * 4)

    def test_population_is_told(self):
        path = self.home + "/population.csv"
        pathlib.Path(path).write_text(POPULATION, "utf-8")
        report = json.loads(self.drawn("--population", path, population=False))
        self.assertEqual([p["region"] for p in report["people"]], ["330108000000"])
        self.sql("delete from population")

    def test_calendar_is_missing(self):
        self.refused("the calendar of working days does not cover 2005-03", month="2005-03")
        self.assertEqual(self.stored(), ["0"] * 4)

    def test_history_was_altered(self):
        case = self.sql("select dispute_id from dispute order by dispute_id limit 1 offset 10")
        for change, word in (
                ("update event set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) "
                 "where dispute_id = %s and seq = 2", "event 2: its hash"),
                ("update event set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) "
                 "where dispute_id = %s and seq = 2", "event 2: its hash"),
                ("update event set rule = rule # 1 where dispute_id = %s and seq = 1",
                 "event 1: its columns"),
                ("update dispute set head = set_byte(head, 0, get_byte(head, 0) # 1) "
                 "where dispute_id = %s", "its hash is not the head")):
            with self.subTest(word=word):
                self.sql(change % case)
                try:
                    self.assertIn("yima verify", self.refused(word))
                    self.refused(word, "--preview")
                    # What was drawn before it was met is given up again.
                    self.assertEqual(self.stored(), ["0"] * 4)
                finally:
                    self.sql(change % case)
        copy = "create table kept as select * from event where dispute_id = %s and seq = 2" % case
        self.sql(copy)
        self.sql("delete from event where dispute_id = %s and seq = 2" % case)
        self.refused("event 2: it is missing")
        self.sql("insert into event select * from kept; drop table kept")
        self.assertEqual(self.total(self.drawn())["settled"], 6)

    # ---- What is drawn ----

    def test_figures_of_the_sample(self):
        total = self.total(self.drawn())
        for code, n in {"registered": 15, "accepted": 13, "settled": 6, "failed": 3, "open": 4,
                        "oral": 6, "written": 0, "due": 5, "performed": 0, "repeat": 1,
                        "amount_fen": 60000}.items():
            self.assertEqual(total[code], n, code)
        self.assertEqual((self.summary["disputes"], self.summary["facts"]), (15, 15))
        self.assertEqual(self.total(self.drawn(month="last")), total)
        self.assertEqual(self.summary["revision"], 1)

    def test_performed_before_it_was_due(self):
        """What nothing happened to in a month counts in it all the same when it falls due."""
        total = self.total(self.drawn(month="2026-09", days=30))
        self.assertEqual((total["due"], total["performed"]), (1, 1))

    def test_frozen_is_frozen(self):
        raw = self.drawn("--slice", "5")
        self.assertTrue(self.summary["drawn"])
        stored = self.stored()
        self.assertEqual(self.drawn(), raw)
        self.assertFalse(self.summary["drawn"])
        self.assertEqual(self.drawn("--revision", "1"), raw)
        self.assertEqual(self.stored(), stored)
        self.assertEqual(self.sql("select encode(sha256, 'hex') from month_report "
                                  "where scope = 0"), hashlib.sha256(raw[:-1]).hexdigest())
        self.refused("no frozen revision 2: without --revision the newest", "--revision", "2")
        self.forget()
        self.assertEqual(self.drawn("--slice", "15"), raw)  # however it is sliced

    def test_parts(self):
        whole = self.total(self.drawn())
        for words in (("--region", "33"), ("--region", "330108"), ("--region", "330108003"),
                      ("--body", "1013")):
            self.assertEqual(self.total(self.drawn(*words)), whole)
        self.refused("there is no report", "--body", "1011")
        self.refused("there is no report", "--region", "330102")

    def test_a_name_that_cannot_be_told(self):
        """The number of the body stands in its place, and no month is held up."""
        for name in ("name || ' '", "repeat('长', 134)"):  # 402 bytes
            self.forget()
            self.sql(f"create table kept as select * from body; update body set name = {name}")
            got = self.run_report("--body", "1013")
            self.sql("update body b set name = k.name from kept k where k.body_id = b.body_id; "
                     "drop table kept")
            self.assertEqual(got.returncode, 0, got.stderr)
            self.assertIsNone(json.loads(got.bytes)["scope"]["name"])

    def test_frozen_bytes_were_altered(self):
        self.drawn()
        self.sql("update month_report set bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1)")
        self.refused("was altered: its digest")

    def test_read_from_a_replica(self):
        own = f"host={self.data} user=yima dbname=yima"
        raw = self.drawn("--report-db", own)
        self.forget()
        self.assertEqual(self.drawn(), raw)
        self.forget()
        self.sql("create database other")
        self.refused("name a replica of this one", "--report-db", own.replace("dbname=yima", "dbname=other"))
        self.sql("drop database other")
        self.assertEqual(self.stored(), ["0"] * 4)

    # ---- Interrupted ----

    def test_killed_and_resumed(self):
        raw = self.drawn("--slice", "3")
        digest = seal.digest(self.sql, 1, MONTH + "-01")  # of all but when it was done
        for slices in (1, 2, 4):
            with self.subTest(slices=slices):
                self.forget()
                got = self.run_report("--slice", "3", YIMA_TEST_MONTH_KILL_AFTER=str(slices))
                self.assertEqual(got.returncode, -9)
                self.assertIsNone(got.bytes)
                self.assertEqual(self.sql("select state, revision from month"), "1|1")
                self.assertEqual(self.stored()[1:3], [str(slices), "0"])
                self.sql("delete from job_lock")  # else its time would be waited for
                self.assertEqual(self.drawn("--slice", "2"), raw)
                self.assertEqual(self.summary["resumed_slices"], slices)
                self.assertEqual(seal.digest(self.sql, 1, MONTH + "-01"), digest)

    def test_slices_of_a_killed_runner_were_altered(self):
        self.run_report("--slice", "3", YIMA_TEST_MONTH_KILL_AFTER="2")
        self.sql("update month_slice set facts = set_byte(facts, 5, get_byte(facts, 5) # 1) "
                 "where slice = 1")
        self.sql("delete from job_lock")
        self.refused("facts of this month were altered")
        self.assertEqual(self.total(self.drawn())["settled"], 6)  # they were given up

    # ---- Altered ----

    def verify(self):
        got = subprocess.run([YIMA, "verify", "--data", self.data, "--quiet"], capture_output=True,
                             env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset)), text=True,
                             check=False)
        self.assertEqual(got.returncode, 0 if got.stdout.endswith("clean\n") else 1, got.stderr)
        return got.stdout

    def test_verify_tells_of_a_frozen_month_that_was_altered(self):
        self.drawn()
        self.assertRegex(self.verify(), r" [1-9][0-9]* frozen reports, .*: clean\n$")
        flip = "bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1)"
        for change, word in (
                (f"update month_report set {flip} where scope = 2", "a frozen report was altered"),
                ("update month_report set bytes = 'x', sha256 = sha256('x') where scope = 0",
                 "its digest is not that of what it was frozen with"),
                ("delete from month_report where scope = 2",
                 "its digest is not that of what it was frozen with"),
                ("update month set calendar = procedures",
                 "its digest is not that of what it was frozen with"),
                ("update month_slice set facts = set_byte(facts, 5, get_byte(facts, 5) # 1)",
                 "facts were altered"),
                ("delete from month_slice where slice = 0",
                 "its digest is not that of what it was frozen with"),
                ("update month set previous_sha256 = procedures",
                 "it does not stand on what was frozen before it")):
            with self.subTest(change=change):
                self.sql(change)
                said = self.verify()
                self.assertIn("report 2026-08: " + word, said)
                self.assertIn("broken", said)
                self.forget()
                self.drawn()
        self.assertIn("clean", self.verify())

    # ---- Two runners ----

    def hold(self, stop, seconds):
        """Another runner's lock, held on to until stop."""
        while True:
            self.sql("insert into job_lock (job, instance, label, until) values ('month 2026-08', "
                     "'\\x00112233445566778899aabbccddeeff', 'elsewhere process 7', "
                     f"now() + interval '{seconds} s') on conflict (job) do update "
                     "set until = excluded.until")
            if stop.wait(0.05):
                return

    def test_another_runner_is_at_it(self):
        stop = threading.Event()
        other = threading.Thread(target=self.hold, args=(stop, 60))
        self.hold(type("Once", (), {"wait": staticmethod(lambda _: True)}), 60)
        other.start()
        try:
            self.refused("elsewhere process 7 is at it")
        finally:
            stop.set()
            other.join()
        self.assertEqual(self.stored()[:3], ["0"] * 3)

    def test_another_runner_was_killed(self):
        self.hold(type("Once", (), {"wait": staticmethod(lambda _: True)}), 1)
        self.assertEqual(self.total(self.drawn())["settled"], 6)
        self.assertEqual(self.sql("select count(*) from job_lock"), "0")

    def test_two_at_once(self):
        commands = [[YIMA, "report", "--data", self.data, "--format", "json", "--population",
                     "none", "--slice", "1", MONTH] for _ in range(2)]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                    env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset)))
                   for command in commands]
        said = [process.communicate() for process in running]
        codes = sorted(process.returncode for process in running)
        self.assertIn(codes, ([0, 0], [0, 1]))
        raw = self.drawn()
        for process, (out, err) in zip(running, said):
            if process.returncode == 0:
                self.assertEqual(out, raw)
            else:
                self.assertRegex(err.decode(), "is at it|frozen this month just now")
        self.assertEqual(self.sql("select count(*), min(state) from month"), "1|2")

    # ---- Later events, and amendments ----

    def test_what_happens_later_changes_nothing(self):
        raw = self.drawn()
        settled, open_ = self.cases[0], self.cases[10]
        # The server learns of the new day a little later.
        self.until("the server is in September", lambda: self.ask(
            "/api/v1/disputes/" + self.register(self.manager, self.key(), self.intake(20)),
            self.manager).json["received_at"].startswith("2026-09"))
        self.send(self.clerk, [
            {"id": open_, "command": "correct", "type": "contract", "reason": "类型有误"},
            {"id": settled, "command": "correct", "region": "330108002001", "reason": "区划有误"}])
        self.send(self.manager, [
            {"id": settled, "command": "record_performance", "obligation": 0, "result": "late",
             "date": "2026-09-05"}])
        self.assertEqual(self.drawn(), raw)
        self.forget()
        self.assertEqual(self.drawn(), raw)

        # What was corrected comes with an amendment, which says so.
        amended = self.drawn("--amend", "九月更正", *BY)
        report = json.loads(amended)
        self.assertEqual(self.summary["revision"], 2)
        self.assertEqual(report["amendment"]["because"], "九月更正")
        self.assertRegex(report["amendment"]["by"], r"^amender cli:\w+$")
        accepted = report["cells"].index("accepted")
        lines = {line["code"]: int(line["n"][accepted]) for line in report["by"]["type"]["lines"]}
        self.assertEqual((lines["contract"], lines["neighbour"]), (1, 12))
        self.assertEqual(self.total(amended), self.total(raw))
        self.assertEqual(self.drawn(), amended)                     # the newest
        self.amended_again(amended)
        self.assertEqual(self.drawn("--revision", "1"), raw)        # what was frozen stays
        self.refused("nothing differs from revision 2", "--amend", "再次更正", *BY)
        self.assertEqual(self.sql("select count(*), max(revision) from month"), "2|2")
        self.assertEqual(self.sql("select count(*) from month m join month n on n.revision = 1 and "
                                  "m.revision = 2 and m.previous_sha256 = n.sha256"), "1")

    def amended_again(self, amended):
        """Killed and gone on with by the same person, it has the same bytes and names that person."""
        for table in ("month_report", "month_slice", "month"):
            self.sql(f"delete from {table} where revision = 2")
        words = ("--amend", "九月更正", *BY, "--slice", "3")
        self.assertEqual(self.run_report(*words, YIMA_TEST_MONTH_KILL_AFTER="1").returncode, -9)
        self.sql("delete from job_lock")
        self.assertEqual(self.drawn(*words), amended)
        self.assertEqual(self.summary["resumed_slices"], 1)

    def test_a_person_amends(self):
        self.drawn()
        for words, how, says in ((BY, {"password": "wrong"}, "password of amender is wrong"),
                                 (("--by", "clerk", "--password-stdin"), {}, "may not do this"),
                                 (("--by", "nobody", "--password-stdin"), {}, "there is no account")):
            self.refused(says, "--amend", "更正", *words, **how)
        self.assertEqual(self.sql("select count(*), max(revision) from month"), "1|1")

    def test_nothing_to_amend(self):
        self.refused("there is nothing to amend", "--amend", "更正", *BY)
        self.assertEqual(self.stored()[:3], ["0"] * 3)
        self.drawn()
        if self.sql("select count(*) from event where kind = 57") == "0":
            self.refused("from revision 1: no amendment is stored. Have", "--amend", "更正", *BY)
        self.assertEqual(self.sql("select max(revision) from month"), "1")


if __name__ == "__main__":
    unittest.main()
