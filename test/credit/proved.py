# SPDX-License-Identifier: Apache-2.0
"""What is kept for credit proves itself: who writes to the database alone is found out."""
import subprocess

from served import YIMA, environment

BREACHED = 12  # as YM_CREDIT_KINDS has it


class Proved:
    """Of the months of credit_test.py, in their order."""

    def test_22a_what_is_kept_of_histories_is_proved(self):
        """The run believes what it kept of a history as long as nobody else wrote to it."""
        self.assertEqual(self.sql("select count(*) from credit_source where proof is null or head is "
                                  "null"), "0")
        where = "where dispute_id = (select min(dispute_id) from party where name = '违约')"
        drawn = ("2027-02", "--by", "runner", "--quiet")
        flip = "set_byte({0}, {1}, get_byte({0}, {1}) # 1)"
        for column, at in (("items", 9), ("head", 0), ("proof", 5)):
            self.sql(f"update credit_source set {column} = {flip.format(column, at)} {where}")
            self.assertIn("is not what this program stored",
                          self.credit("run", *drawn, "--dry-run", ahead=700, code=1), column)
            self.assertIn("credit_source: its proof", self.broken_now(), column)
            self.sql(f"update credit_source set {column} = {flip.format(column, at)} {where}")
        self.credit("run", *drawn, "--dry-run", ahead=700)
        # Items of another history with its proof, or of this one without: nothing is gained by it.
        was = self.sql(f"select encode(items, 'hex') from credit_source {where}")
        self.sql(f"update credit_source set proof = null, items = {flip.format('items', 9)} {where}")
        self.assertIn("credit_source: its items are not those of the history", self.broken_now())
        self.assertEqual(self.draw("2027-02", ahead=700)["disputes_read"], 1)
        self.assertEqual(self.sql(f"select encode(items, 'hex') from credit_source {where}"), was)
        self.credit("withdraw", "2027-02", "--by", "runner", "--reason", "试算")
        # By a key that was retired it is made anew.
        self.sql(f"update credit_source set proof = set_byte(proof, 0, 77) {where}")
        self.assertIn("clean", self.yima("verify", "--quiet"))
        self.assertEqual(self.draw("2027-02", ahead=700)["disputes_read"], 1)
        self.credit("withdraw", "2027-02", "--by", "runner", "--reason", "试算")
        self.assertEqual(self.sql(f"select get_byte(proof, 0) from credit_source {where}"), "1")

    def test_22aa_an_event_that_was_altered_later_is_told_by_verify(self):
        """A run proves the histories that changed since the run before, and verify all of them."""
        event = ("update event set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) where "
                 "dispute_id = (select min(dispute_id) from party where name = '违约') and seq = 2")
        self.sql(event)
        self.credit("run", "2027-02", "--by", "runner", "--quiet", "--dry-run", ahead=700)
        self.assertIn("seq 2: hash", self.broken_now())
        self.sql(event)
        self.assertIn("clean", self.yima("verify", "--quiet"))

    def test_24_verify_proves_the_chain(self):
        self.assertIn("clean", self.yima("verify", "--quiet"))
        # Every column of an approved run, of the newest one, too.
        where = "where month = '%s' and state = 3"
        for month in ("2025-05", "2030-06"):
            at = where % (month + "-01")
            for column, value in (
                    ("formula", "'yima/9'"), ("formula_sha256", "sha256('x')"),
                    ("formula_json", "'{}'"), ("previous_sha256", "sha256('x')"),
                    ("profiles_sha256", "sha256('x')"), ("sha256", "sha256('x')"),
                    ("tally", "array_append(tally[1:cardinality(tally) - 1], 7)"),
                    ("runner", "runner + 1"), ("runner_login", "'nobody'"),
                    ("approver", "approver + 1"), ("approver_login", "'nobody'"),
                    ("begun_at", "begun_at + interval '1 second'"),
                    ("drawn_at", "drawn_at + interval '1 second'"),
                    ("decided_at", "decided_at + interval '1 second'"),
                    ("reason", "'why'"), ("edition", "edition + 1"),
                    ("procedures", "sha256('x')"), ("runner_staff", "runner_staff + 7"),
                    ("approver_staff", "approver_staff + 7"),
                    ("expiry_days", "expiry_days - 1"),
                    ("approval_sha256", "sha256('x')"), ("approval_sha256", "null")):
                self.sql(f"create table kept as select * from credit_run {at}")
                self.sql(f"update credit_run set {column} = {value} {at}")
                self.assertIn("credit " + month, self.broken_now(), column)
                self.sql(f"update credit_run r set {column} = k.{column} from kept k "
                         "where r.month = k.month and r.run = k.run")
                self.sql("drop table kept")
            # The run itself, and with it the newest there is.
            self.sql(f"create table kept as select * from credit_run {at}")
            self.sql(f"delete from credit_run {at}")
            self.assertIn("credit ", self.broken_now())
            self.sql("insert into credit_run select * from kept")
            self.sql("drop table kept")
        self.sql(f"update credit_run set swept_at = drawn_at {where % '2027-01-01'}")
        self.assertIn("before their time", self.broken_now())
        self.sql(f"update credit_run set swept_at = null {where % '2027-01-01'}")
        self.assertIn("clean", self.yima("verify", "--quiet"))
        for change, undo, says in (
                ("update credit_run set previous_sha256 = sha256('x') where month = '2027-01-01'",
                 "update credit_run r set previous_sha256 = (select approval_sha256 from credit_run b where "
                 "b.month = '2025-05-01') where month = '2027-01-01'", "2027-01"),
                ("update credit_gone set sha256 = sha256(sha256) where month = '2027-01-01' and "
                 "sha256 = (select sha256 from credit_gone where month = '2027-01-01' limit 1)",
                 None, "2027-01")):
            self.sql(change)
            got = subprocess.run([YIMA, "verify", "--data", self.data, "--quiet"], text=True,
                                 capture_output=True, env=environment(), check=False)
            self.assertEqual(got.returncode, 1, got.stdout + got.stderr)
            self.assertIn("credit " + says, got.stdout)
            if undo:
                self.sql(undo)

    def object_at(self, seq, at):
        """An objection of who broke it to that item, put in at that time."""
        party = self.sql("select encode(identity_hash, 'hex') from party join dispute_detail using "
                         "(bucket, dispute_id) where name = '违约' limit 1")
        where = self.sql("select min(dispute_id) from party where name = '违约'")
        self.sql(
            "insert into credit_objection (bucket, party, objection_id, month, run, item_dispute,"
            " item_seq, item_kind, item_no, region, dispute_id, seat, at, by, reason, due_on,"
            " latest_on, state, request_key, fingerprint) select get_byte(p, 0) * 4 +"
            " (get_byte(p, 1) >> 6), p, 1, '2025-03-01', 2, %s, %d, %d, 0, 1, 1, 1, %s, 'p',"
            " '', '2025-05-10', '2025-05-20', 0, substring(sha256('a') for 16),"
            " substring(sha256('b') for 16) from (select '\\x%s'::bytea as p) as x"
            % (where, seq, BREACHED, at, party))

    def broken_now(self):
        """What verify complains of."""
        got = subprocess.run([YIMA, "verify", "--data", self.data, "--quiet"], text=True,
                             capture_output=True, env=environment(), check=False)
        self.assertEqual(got.returncode, 1, got.stdout + got.stderr)
        return got.stdout
