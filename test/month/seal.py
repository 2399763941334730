# SPDX-License-Identifier: Apache-2.0
"""The digest of a frozen month (cli/report_seal.h), made by another program."""
import hashlib
import json
import subprocess

from served import YIMA, environment


def digest(sql, form, month):
    """By this form (1, 2), of revision 1 of the month; sql asks the database."""
    m, reports, facts = (json.loads(sql(text % month)) for text in (
        "select json_build_object('previous', coalesce(encode(previous_sha256, 'hex'), repeat("
        "'0', 64)), 'numbers', array[month - '1970-01-01'::date, revision], 'by', encode("
        "procedures || calendar, 'hex'), 'more', array[(extract(epoch from begun_at) * 1000000)"
        "::bigint, (extract(epoch from frozen_at) * 1000000)::bigint, (extract(epoch from known) "
        "* 1000000)::bigint, disputes, events, facts], 'texts', array[made_by, reason]) "
        "from month where month = '%s'",
        "select coalesce(json_agg(json_build_array(scope, of_id, encode(sha256, 'hex')) order by "
        "scope, of_id), '[]') from month_report where month = '%s'",
        "select coalesce(json_agg(encode(facts, 'hex') order by slice), '[]') from month_slice "
        "where month = '%s'"))

    def number(v):
        return v.to_bytes(8, "big", signed=True)
    text = b"yima month 2\n" if form == 2 else b""
    text += bytes.fromhex(m["previous"]) + b"".join(map(number, m["numbers"]))
    text += bytes.fromhex(m["by"])
    text += hashlib.sha256(b"".join(map(bytes.fromhex, facts))).digest()
    if form == 2:
        text += b"".join(map(number, m["more"]))
        for words in m["texts"]:
            text += number(len(words.encode())) + words.encode()
    for scope, of, digest in reports:
        text += number(scope) + number(of) + bytes.fromhex(digest)
    return hashlib.sha256(text).hexdigest()


class Line:
    """Frozen months, each behind the one before it; mixed into a test that draws them."""

    def test_a_frozen_month_reads_no_population(self):
        raw = self.drawn()
        for population, is_told in (("none", False), ("/nowhere", True)):
            got = self.run_report("--population", population, population=False)
            self.assertEqual((got.returncode, got.bytes), (0, raw))
            self.assertEqual("/nowhere is not read" in got.stderr, is_told)

    def test_the_line_of_months(self):
        """Who, when and why is sealed with a month, and each has exactly one before it."""
        months = ["2026-%02d" % m for m in (5, 6, 7, 8)]
        for month in months:
            self.drawn(month=month)
            self.assertEqual(self.sql(f"select seal, encode(sha256, 'hex') from month where month = "
                                      f"'{month}-01'"), "2|" + digest(self.sql, 2, month + "-01"))
        self.assertIn("clean", self.verify())
        self.sql("create table kept as select * from month")
        for change, month in (
                *((f"update month set {what} where month = '2026-06-01'", "2026-06") for what in (
                    "known = known + interval '1 second'", "made_by = 'somebody else'",
                    "begun_at = begun_at - interval '1 second'", "seal = 1", "seal = 3",
                    "frozen_at = frozen_at + interval '1 microsecond'", "disputes = disputes + 1",
                    "events = events + 1", "facts = facts + 1")),
                ("delete from month where month = '2026-06-01'", "2026-07"),  # one in the middle
                ("delete from month where month = '2026-05-01'", "2026-06"),  # the first
                ("delete from month where month = '2026-08-01'", "2026-08"),  # the newest
                ("delete from month", "2026-08"),
                # Two in each other's place, and one that stands on the one before the last.
                ("update month m set previous_sha256 = k.previous_sha256 from kept k where "
                 "(m.month, k.month) in (('2026-06-01', '2026-07-01'), ('2026-07-01', '2026-06-01'))",
                 "2026-06"),
                ("update month m set previous_sha256 = k.previous_sha256 from kept k where "
                 "m.month = '2026-08-01' and k.month = '2026-07-01'", "2026-07")):
            with self.subTest(change=change):
                self.sql(change)
                self.assertIn(f"report {month}: ", self.verify())
                self.sql("delete from month")
                self.sql("insert into month select * from kept")
        # What was frozen by the first form stays as it is and is proved as it was.
        first = digest(self.sql, 1, "2026-08-01")
        self.sql(f"update month set seal = 1, sha256 = '\\x{first}' where month = '2026-08-01'")
        self.assertIn("clean", self.verify())
        self.sql("update month set calendar = procedures where month = '2026-08-01'")
        self.assertIn("report 2026-08: its digest", self.verify())
        self.sql("drop table kept")

    def test_two_months_at_once(self):
        """Both are drawn and about to be frozen: one stands on the other."""
        barrier = subprocess.Popen(["psql", "-XAtq", f"host={self.data} user=yima dbname=yima"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(),
                                   text=True)
        barrier.stdin.write("begin; lock table month_report in share mode; select 'held';\n")
        barrier.stdin.flush()
        self.assertEqual(barrier.stdout.readline(), "held\n")
        running = [subprocess.Popen(
            [YIMA, "report", "--data", self.data, "--format", "json", "--population", "none", month],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset)))
            for month in ("2026-07", "2026-08")]
        self.until("both wait", lambda: self.sql(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == "2")
        barrier.communicate()  # its transaction ends
        for process in running:
            said = process.communicate()[1].decode()
            self.assertEqual(process.returncode, 0, said)
        self.assertEqual(self.sql("select count(*) from month m join month n on "
                                  "m.previous_sha256 = n.sha256"), "1")
        self.assertIn("clean", self.verify())
