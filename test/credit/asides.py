# SPDX-License-Identifier: Apache-2.0
"""What stands beside the course of a run: formulas of an office, a power cut, displeasure."""
import json
import os
import signal
import subprocess

from spring import HANG_S

ENGINE = os.path.join(os.path.dirname(__file__), "..", "..", "engine")
BREACHED = 12  # as YM_CREDIT_KINDS has it


class Asides:
    """Taken in by the tests of credit_test.py, in the order of their names."""

    def formula(self, version, begins, ends=None, **more):
        """A file of the office's own: the shipped one with other words."""
        with open(os.path.join(ENGINE, "credit", "yima.json"), encoding="utf-8") as f:
            text = {**json.load(f), "id": "local", "version": version, "valid_from": begins,
                    "valid_until": ends, **more}
        path = os.path.join(self.data, f"formula-{version}.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(text, f, ensure_ascii=False)
        return path

    def drawn_by(self, month, ahead):
        return self.draw(month, "--dry-run", ahead=ahead)["formula"]

    def test_02e_an_office_imports_its_own_formula(self):
        """The one that begins last of those that are valid on the month's last day; the program's own
        where none is."""
        first, second = self.formula("1", "2025-03-01"), self.formula("2", "2025-04-30", "2025-05-30")
        self.assertIn("looked at only", self.credit("formula", first, "--dry-run"))
        self.assertIn("may not do this", self.credit("formula", first, "--by", "mediating", code=1))
        self.assertIn("--by LOGIN", self.credit("formula", first, code=1))
        self.assertEqual(self.sql("select count(*) from credit_formula"), "0")
        for path in (first, second):
            self.credit("formula", path, "--by", "runner")
        for path, says in ((first, "of this id and version"),
                           (self.formula("3", "2025-03-01"), "begins on the same day"),
                           (self.formula("1.0", "2025-06-01", id="yima"), "of its own"),
                           (self.formula("4", "2025-06-01", expiry_days=1827), "1826"),
                           (self.data + "/nothing", "nothing")):
            self.assertIn(says, self.credit("formula", path, "--by", "runner", code=1))
        listed = self.credit("formula")
        for words in ("local/1  2025-03-01–", "local/2  2025-04-30–2025-05-30", "yima/1.0", "yima/1.1",
                      "runner", "in the program"):
            self.assertIn(words, listed)
        for month, name in (("2025-02", "yima/1.0"), ("2025-03", "local/1"), ("2025-04", "local/2"),
                            ("2025-05", "local/1")):
            self.assertEqual(self.drawn_by(month, 700), name, month)
        self.assertIn("is not valid in this month", self.credit(
            "run", "2025-03", "--by", "runner", "--dry-run", "--formula", "local/2", code=1))
        self.assertIn("local/1 local/2 yima/1", self.credit(
            "run", "2025-03", "--by", "runner", "--dry-run", "--formula", "local/9", code=1))
        for change in ("document = replace(document, '700', '701')", "valid_from = '2025-03-02'",
                       "version = '1a'", "sha256 = sha256('x')"):
            self.sql("create table kept as select * from credit_formula")
            self.sql(f"update credit_formula set {change} where version = '1'")
            self.assertIn("is not the one that was imported", self.credit(
                "run", "2025-03", "--by", "runner", "--dry-run", code=1))
            self.sql("delete from credit_formula; insert into credit_formula select * from kept; "
                     "drop table kept")
        self.sql("delete from credit_formula")

    def test_03b_killed_behind_any_bucket_it_ends_the_same(self):
        whole = None
        parties = int(self.sql("select count(distinct get_byte(identity_hash, 0) * 4 + "
                               "(get_byte(identity_hash, 1) >> 6)) from party "
                               "where identity_hash is not null"))
        for stage in (None, 0, 1, parties, 1025):  # before the first, behind it, the last, at the end
            with self.subTest(stage=stage):
                if stage is not None:
                    command, env = self.command("run", "2025-03", "--by", "runner", "--quiet")
                    got = subprocess.run(command, capture_output=True, check=False, timeout=HANG_S,
                                         env={**env, "YIMA_TEST_CREDIT_KILL_AFTER": str(stage)})
                    self.assertEqual(got.returncode, -9, got.stderr)
                    self.assertEqual(self.sql("select state, run from credit_run"), "1|1")
                    self.until("the lock is free", lambda: self.sql(
                        "select count(*) from pg_locks where locktype = 'advisory'") == "0")
                said = self.draw("2025-03")
                self.assertEqual(said["buckets_resumed"], min(stage or 0, parties))
                now = (self.stored("2025-03-01", 1), said["sha256"], said["counts"])
                whole = whole or now
                self.assertEqual(now, whole)
                self.sql("delete from credit_profile; delete from credit_slice; "
                         "delete from credit_run")

    def test_03c_what_comes_between_the_phases_is_not_of_the_month(self):
        """The second phase believes what the first made: a dispute that changes, one that comes and a
        source that is gone meanwhile change nothing."""
        counts = "select count(*), count(distinct dispute_id) from credit_source"
        whole = self.draw("2025-03")
        wanted = self.stored("2025-03-01", 1), whole["sha256"]
        self.credit("withdraw", "2025-03", "--by", "runner", "--reason", "重新生成")
        holder = self.held("insert into credit_slice values (%s, '2025-03-01', 2, '{}')" % self.sql(
            "select min(get_byte(identity_hash, 0) * 4 + (get_byte(identity_hash, 1) >> 6)) from party"))
        command, env = self.command("run", "2025-03", "--by", "runner", "--quiet", "--summary", "-")
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True) as runner:
            try:
                self.until("the run waits", lambda: self.waits() or runner.poll() is not None)
                self.assertIsNone(runner.poll())
                had = self.sql(counts)
                self.do(self.at["缺席未同意"], "notify", seat=0, manner="电话")
                self.open("后来")
                self.sql("delete from credit_source where dispute_id in "
                         "(select dispute_id from party where name in ('迟到', '违约'))")
                self.assertNotEqual(self.sql(counts), had)
            except BaseException:
                runner.send_signal(signal.SIGKILL)
                raise
            finally:
                holder.communicate("rollback;\n")
                said, error = runner.communicate(timeout=HANG_S)
        self.assertEqual(runner.returncode, 0, error)
        told = json.loads(said.splitlines()[0])
        self.assertEqual((self.stored("2025-03-01", 2), told["sha256"]), wanted)
        # No more than the three of which nothing is kept: not the one that changed.
        self.assertLessEqual(told["disputes_read"], 3)
        self.sql("delete from credit_profile; delete from credit_slice; delete from credit_run")

    def made_room(self, runner):
        """The program and its three connections run when no other wants a processor, and nobody else
        does."""
        self.assertEqual(os.sched_getscheduler(runner), os.SCHED_IDLE | os.SCHED_RESET_ON_FORK)
        backends = self.sql("select pid from pg_stat_activity where "
                            "application_name = 'yima'").split()
        idle = [pid for pid in map(int, backends) if os.sched_getscheduler(pid) == os.SCHED_IDLE]
        self.assertEqual(len(idle), 3)
        self.assertIn(int(self.sql("select pid from pg_locks where not granted limit 1")), idle)

    def dissatisfied(self, name):
        self.do(self.at[name], "report_police", reason="扬言闹事")
        where = self.sql(f"select min(dispute_id) from party where name = '{name}'")
        self.sql("insert into visit_answer (bucket, dispute_id, seat, occasion, score, at, changed_at,"
                 f" revision, role, staff_id, by) values ({where} & 1023, {where}, 1, 0, 1, now(), "
                 "now(), 0, 1, 0, 'p')")
        self.object_to(name, 2, "2025-03-20", "'2025-03-25'")

    def object_to(self, name, state, at, decided="null"):
        """To the first thing that this party broke."""
        party = self.sql("select encode(identity_hash, 'hex') from party where name = '%s' limit 1"
                         % name)
        where = self.sql(f"select min(dispute_id) from party where name = '{name}'")
        self.sql(
            "insert into credit_objection (bucket, party, objection_id, month, run, item_dispute,"
            " item_seq, item_kind, item_no, region, dispute_id, seat, at, by, reason, due_on,"
            " latest_on, state, decided_at, request_key, fingerprint) select get_byte(p, 0) * 4 +"
            " (get_byte(p, 1) >> 6), p, 1, '2025-03-01', 2, %s, %d, %d, 0, 1, 1, 1, '%s', 'p',"
            " '', '2025-05-10', '2025-05-20', %d, %s,"
            " substring(sha256('a') for 16), substring(sha256('b') for 16)"
            " from (select '\\x%s'::bytea as p) as x"
            % (where, self.broken[0], BREACHED, at, state, decided, party))

    def test_02e_more_parties_of_one_bucket_than_are_read_at_once(self):
        path = f"{self.home}/pages.json"

        def empty(more):
            self.sql("insert into party (bucket, dispute_id, seat, side, kind, name, identity_hash) "
                     "select bucket, dispute_id, 31 - mod(n, 28), 0, 1, '', decode('ffc0' || "
                     "lpad(to_hex(n), 60, '0'), 'hex') from generate_series(0, %d) n join (select *, "
                     "row_number() over (order by dispute_id) - 1 as place from dispute) d "
                     "on d.place = n / 28" % (more - 1))
            try:
                self.assertEqual(self.sql("select count(*) from party where name = ''"), str(more))
                self.credit("run", "2025-03", "--by", "runner", "--dry-run", "--quiet", "--summary",
                            path)
            finally:
                self.sql("delete from party where name = ''")
            with open(path, encoding="utf-8") as f:
                return json.load(f)["counts"]["empty"]
        none = int(empty(0))
        for more in (199, 200, 201, 400):  # 200: credit_seats_next.sql
            self.assertEqual(int(empty(more)), none + more)
