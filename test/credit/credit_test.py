# SPDX-License-Identifier: Apache-2.0
"""Credit runs of the whole program: a small made-up spring whose parties' profiles are explained point
by point; runs that are killed, repeated, refused, approved by another person and frozen. One server
for all, and time only goes on."""
import datetime
import hashlib
import json
import os
import pwd
import subprocess
import unittest

from served import INTAKE, YIMA, environment
from asides import Asides
from proved import Proved
from spring import HANG_S, Spring


class Runs:
    """In the order of their names: each stands on the one before."""

    def test_01_refusals_before_anything_is_drawn(self):
        for words, says in ((("2025-04", "--by", "runner"), "2025-04 is not over"),
                            (("2025-03", "--by", "runner", "--formula", "yima/9"), "yima/1.0"),
                            (("2020-01", "--by", "runner"), "no formula is valid"),
                            (("2025-03", "--by", "nobody"), "there is no account nobody"),
                            (("2025-03", "--by", "mediating"),
                             "may not do this (runs of credit profiles: read, approve): have it "
                             "done by one whose role is centre or supervisor"),
                            (("2025-03", "--by", "nameless"), "names no member of staff"),
                            (("2025-03",), "--by LOGIN")):
            self.assertIn(says, self.credit("run", *words, code=1))
        for words in (("run", "2025-3", "--by", "runner"), ("run",), ("approve",), ("nothing",),
                      ("show", self.at["守约"], "32", "--by", "mediating")):
            self.credit(*words, code=2)
        self.assertIn("no such run", self.credit("approve", "2025-03", "--by", "second", code=1))
        self.assertEqual(self.sql("select count(*) from credit_run"), "0")

    def test_02_a_dry_run_stores_nothing(self):
        counts = ("select (select count(*) from credit_run), (select count(*) from credit_source), "
                  "(select count(*) from credit_profile), (select count(*) from credit_slice)")
        said = self.credit("run", "2025-03", "--by", "runner", "--dry-run", "--quiet")
        self.assertEqual(self.sql(counts), "0|0|0|0")
        self.assertIn("nothing is stored", said)
        for number in self.who.values():
            self.assertNotIn(number, said)
        self.credit("approve", "2025-03", "--by", "second", code=1)

    def test_02b_another_database_is_not_read(self):
        where = f"host={self.data} user=yima dbname="
        self.sql("create database other")
        got = subprocess.run([YIMA, "migrate", "--db", where + "other", "--keys",
                              f"{self.home}/other.keys", "--new-keys"], capture_output=True, text=True,
                             env=environment(), check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        said = self.credit("run", "2025-03", "--by", "runner", "--quiet", "--report-db",
                           where + "other", code=1)
        self.assertIn("another database", said)
        self.assertEqual(self.sql("select (select count(*) from credit_run), (select count(*) from "
                                  "credit_source)"), "0|0")
        self.sql("drop database other")

    def test_02c_a_summary_whatever_came_of_it(self):
        path = f"{self.home}/credit.json"

        def told(code, *words):
            if os.path.exists(path):
                os.unlink(path)
            said = self.credit("run", *words, "--by", "runner", "--quiet", "--summary", path, code=code)
            with open(path, encoding="utf-8") as f:
                return json.load(f), said
        for code, words, error in ((1, ("2025-04",), "the procedure does not allow this now"),
                                   (3, ("2025-03", "--report-db", "host=/nowhere"),
                                    "a dependency did not answer")):
            summary, said = told(code, *words)
            self.assertEqual((summary["month"], summary["ok"], summary["error"], list(summary)),
                             (words[0], False, error, ["month", "ok", "error", "detail"]))
            self.assertIn(summary["detail"], said)
        summary, _ = told(0, "2025-03", "--dry-run")
        self.assertEqual((summary["ok"], summary["dry_run"]), (True, True))
        # The first error is the one to tell, and a summary that cannot be written is one.
        for month, says in (("2025-04", "is not over"), ("2025-03", "/nowhere/said")):
            self.assertIn(says, self.credit("run", month, "--dry-run", "--by", "runner", "--quiet",
                                            "--summary", "/nowhere/said", code=1))

    def rehash(self, code, *more):
        got = subprocess.run([YIMA, "privacy", "rehash", "--data", self.data, "--quiet", "--by", "dpo",
                              *more], capture_output=True, env=environment(), text=True, check=False,
                             timeout=HANG_S)
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        return got.stdout + got.stderr

    def test_02d_not_while_a_person_lies_under_two_hashes(self):
        dry = ("run", "2025-03", "--by", "runner", "--dry-run", "--quiet")
        before = self.credit(*dry)
        # A program that does not follow leaves it half-way, with two generations.
        self.sql("update node_lease set instance = decode(repeat('ab', 16), 'hex'), label = 'away-1', "
                 "until = now() + interval '1 hour' where node = 31")
        self.assertIn("away-1", self.rehash(1, "--wait", "1"))
        for words in (dry, dry[:4]):
            self.assertIn("finish `yima privacy rehash`", self.credit(*words, code=1))
        self.assertEqual(self.sql("select count(*) from credit_run"), "0")
        self.sql("update node_lease set until = now() where node = 31")
        self.assertIn("one generation is left", self.rehash(0))
        self.assertEqual(self.credit(*dry), before)

    def test_03_a_broken_history_is_not_drawn(self):
        where = "where dispute_id = (select max(dispute_id) from event) and seq = 1"
        flip = "update event set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) " + where
        self.sql(flip)
        said = self.credit("run", "2025-03", "--by", "runner", "--quiet", code=1)
        self.sql(flip)
        self.assertIn("yima verify", said)
        self.assertEqual(self.sql("select count(*) from credit_run"), "0")

    def test_04_killed_in_both_phases_it_ends_the_same(self):
        self.sql("delete from credit_source")
        last = self.sql("select max(dispute_id) from dispute")
        self.kill_at("insert into credit_source values (%s & 1023, %s, 1, 1, '2000-01-01', null, '')"
                     % (last, last))
        self.assertEqual(self.sql("select count(*) from credit_run"), "0")
        buckets = sorted(int(b) for b in self.sql(
            "select distinct get_byte(identity_hash, 0) * 4 + (get_byte(identity_hash, 1) >> 6) "
            "from party where identity_hash is not null").splitlines())

        def meanwhile(runner):
            self.made_room(runner)
            self.assertIn("another `yima credit`",
                          self.credit("run", "2025-03", "--by", "runner", code=1))
            self.assertIn("still being drawn",
                          self.credit("approve", "2025-03", "--by", "second", code=1))
            self.assertIn("another `yima credit`", self.rehash(1))
        self.kill_at("insert into credit_slice values (%d, '2025-03-01', 1, '{}')"
                     % buckets[len(buckets) // 2], meanwhile)
        self.assertEqual(int(self.sql("select count(*) from credit_slice")), len(buckets) // 2)
        self.assertIn("begun by another account",
                      self.credit("run", "2025-03", "--by", "second", code=1))
        # What is put in meanwhile is of the next run: the half that is left ends like the first one.
        self.sql("insert into dispute_protection (bucket, dispute_id, protection_id, kind, is_set, "
                 "lifts_report, at, by, role, staff_id, reason) select d.bucket, d.dispute_id, 7, 1, "
                 "true, false, r.begun_at + interval '1 second', 'p', 1, 1, '' from dispute d, "
                 "credit_run r")
        self.object_at(self.broken[0], "(select begun_at + interval '1 second' from credit_run)")
        self.assertIn("half drawn", self.rehash(1))
        resumed = self.draw("2025-03")
        self.sql("delete from dispute_protection where protection_id = 7")
        self.sql("delete from credit_objection")
        self.assertEqual(resumed["buckets_resumed"], len(buckets) // 2)
        first = self.stored("2025-03-01", 1)
        self.assertEqual(len(first), resumed["counts"]["natural"] + resumed["counts"]["legal"])

        # Withdrawn and drawn anew without a stop, it has the same bytes and the same hash.
        self.assertIn("waits", self.credit("run", "2025-03", "--by", "runner", code=1))
        self.credit("withdraw", "2025-03", "--by", "runner", code=1)
        self.credit("withdraw", "2025-03", "--by", "runner", "--reason", "重新生成")
        self.assertEqual(self.sql("select (select count(*) from credit_profile), "
                                  "(select count(*) from credit_slice)"), "0|0")
        # Nor does it matter that a party was not content, that an objection of it was rejected, or
        # that somebody told the police of its dispute.
        self.dissatisfied("违约")
        again = self.draw("2025-03")
        self.sql("delete from credit_objection; delete from visit_answer")
        self.assertEqual((again["run"], again["buckets_resumed"]), (2, 0))
        self.assertEqual(self.stored("2025-03-01", 2), first)
        for key in ("sha256", "profiles_sha256", "previous_sha256", "counts"):
            self.assertEqual(again[key], resumed[key], key)

    def test_05_another_person_approves_and_nothing_is_seen_before(self):
        dispute = self.open_now["守约"] = self.open("守约")
        see = ("show", dispute, "1", "--by", "mediating", "--purpose", "拟定分期履行方案")
        self.assertIn("no approved month", self.credit(*see, code=1))
        self.assertIn("who ran it may not approve it",
                      self.credit("approve", "2025-03", "--by", "runner", code=1))
        self.assertIn("who ran it may not approve it",  # by another account of the same person
                      self.credit("approve", "2025-03", "--by", "alias", code=1))
        self.assertIn("may not do this",
                      self.credit("approve", "2025-03", "--by", "mediating", code=1))
        self.assertIn("who ran it may not approve it",  # nothing tells who that is
                      self.credit("approve", "2025-03", "--by", "nameless", code=1))
        self.assertIn("no approved month", self.credit(*see, code=1))
        state = "select state, approver from credit_run where run = 2"
        for verb in ("approve", "withdraw"):
            words = (verb, "2025-03", "--by", "second", *(("--reason", "x") if verb != "approve" else ()))
            self.assertIn("password of second is wrong", self.credit(*words, password="wrong", code=1))
            self.assertIn("--password-stdin", self.credit(*words, password=None, code=1))
            self.assertEqual(self.sql(state), "2|")
        for verb, *more in (("approve",), ("withdraw", "--reason", "x")):  # nor as a trial
            self.assertIn("no --dry-run of " + verb, self.credit(
                verb, "2025-03", "--by", "second", "--dry-run", *more, code=2))
        self.assertEqual(self.sql(state), "2|")
        looks = self.sql("select count(*) from credit_read")
        for password in ("wrong", None):
            self.credit(*see, password=password, code=1)
        self.assertEqual(self.sql("select count(*) from credit_read"), looks)  # nobody looked
        # An attempt at a dispute that is not there is seen by who watches over whoever made it.
        self.credit("show", "0SA6BKHNG34EE2", *see[2:], code=1)
        self.assertEqual(self.sql("select verdict = 2 and region = (select b.region from staff s join "
                                  "body b using (body_id) where s.staff_id = r.staff_id) from "
                                  "credit_read r order by read_id desc limit 1"), "t")
        self.credit("approve", "2025-03", "--by", "second")
        self.credit(*see)
        for words, says in ((("approve", "--by", "second"), "frozen"),
                            (("withdraw", "--by", "second", "--reason", "x"), "frozen"),
                            (("run", "--by", "runner"), "frozen"),
                            (("run", "--by", "runner", "--dry-run"), "frozen")):
            self.assertIn(says, self.credit(words[0], "2025-03", *words[1:], code=1))
        runs = [json.loads(line) for line in self.credit("list", "--json").splitlines()]
        self.assertEqual([(r["month"], r["run"], r["state"], r["runner"].split()[0],
                           r["approver"].split()[0])
                          for r in runs], [("2025-03", 2, "approved", "runner", "second"),
                                           ("2025-03", 1, "withdrawn", "runner", "runner")])
        me = pwd.getpwuid(os.getuid()).pw_name  # beside the account that of the machine
        self.assertEqual({r[who].split()[1] for r in runs for who in ("runner", "approver")},
                         {f"cli:{me}"})

    def test_05b_more_runs_than_a_page(self):
        """All of them are listed, and a month behind them is found to stand on."""
        other = ("formula, formula_sha256, formula_json, previous_sha256, runner, runner_login, approver, "
                 "approver_login, begun_at, decided_at, expiry_days")
        self.sql(f"insert into credit_run (month, run, state, {other}) select '2025-04-01', n, 4, {other} "
                 "from credit_run, generate_series(1, 60) n where run = 2")
        try:
            runs = [json.loads(line) for line in self.credit("list", "--json").splitlines()]
            said = self.credit("run", "2025-04", "--by", "runner", "--dry-run", "--quiet", ahead=40)
        finally:
            self.sql("delete from credit_run where month = '2025-04-01'")
        self.assertEqual([(r["month"], r["run"]) for r in runs],
                         [("2025-04", n) for n in range(60, 0, -1)] + [("2025-03", 2), ("2025-03", 1)])
        self.assertIn("compared with 2025-03", said)

    def test_06_what_the_chain_says_can_be_computed_by_anybody(self):
        digest = hashlib.sha256(bytes.fromhex("".join(
            sorted(line.split("|")[1] for line in self.stored("2025-03-01", 2))))).hexdigest()
        formula = self.sql("select encode(formula_json, 'hex') from credit_run where run = 2")
        statement = json.dumps({
            "counts": {"legal": "1", "natural": "9"}, "formula": "yima/1.0",
            "formula_sha256": hashlib.sha256(bytes.fromhex(formula)).hexdigest(),
            "month": "2025-03", "previous_sha256": "0" * 64, "profiles_sha256": digest, "v": 1,
        }, sort_keys=True, separators=(",", ":"))
        self.assertEqual(self.sql("select encode(sha256, 'hex') from credit_run where run = 2"),
                         hashlib.sha256(statement.encode()).hexdigest())
        text = lambda *more: (  # noqa: E731
            "yima credit approval 2\nmonth 2025-03\nrun 2\nsha256 %s\nedition %s\nprocedures %s\n"
            "begun_at %s\ndrawn_at %s\ndecided_at %s\nrunner %s %s %s\napprover %s %s %s\n"
            "tally %s\n" % more).encode()
        usec = "(extract(epoch from %s) * 1000000)::bigint"
        row = self.sql("select encode(sha256, 'hex'), edition, encode(procedures, 'hex'), "
                       + ", ".join(usec % at for at in ("begun_at", "drawn_at", "decided_at"))
                       + ", runner, runner_staff, encode(runner_login::bytea, 'hex'), approver, "
                       "approver_staff, encode(approver_login::bytea, 'hex'), "
                       "regexp_replace(array_to_string(tally, ' '), '( 0)+$', ''), encode(approval_sha256, 'hex') "
                       "from credit_run where run = 2").split("|")
        self.assertEqual(hashlib.sha256(text(*row[:-1])).hexdigest(), row[-1])
        self.assertEqual(self.sql("select runner_staff = 5001 and approver_staff is distinct from "
                                  "runner_staff from credit_run where run = 2"), "t")
        self.assertEqual(self.sql("select count(*) from credit_profile where position("
                                  "'守约'::bytea in body) > 0"), "0")


class Story:
    """Each party's profile of March, point by point."""

    def points(self, name, participation, performance, *more):
        p = self.profile(name, *more)
        self.assertEqual((p["points"]["participation"], p["points"]["performance"]),
                         (participation, performance), name)
        return p

    def test_10_who_came_and_paid_on_time(self):
        self.points("守约", 1000, 1000)
        self.assertEqual(self.items("守约")[2:],
                         [("attended", seq, "counts", 1000, 1000) for seq in self.attended]
                         + [("on_time", seq, "counts", 1000, 1000) for seq in self.paid])
        self.assertEqual([i[0] for i in self.items("守约")[:2]], ["invited", "replied"])
        for i in self.profile("守约")["items"]:
            self.assertTrue(i["source"] and i["rule"] and i["procedure"] == "zhejiang-2025/1.2")
            self.assertIsNone(i["dispute"])  # another dispute than the one it is looked at from

    def test_11_late_then_repaired(self):
        early, late, breached, repaired = self.late
        self.points("迟到", None, 800)  # (700 + 700 + 1000) / 3
        self.assertEqual(sorted(self.items("迟到")[2:]), sorted([
            ("on_time", early, "counts", 1000, 1000), ("late", late, "counts", 700, 1000),
            ("breached", breached, "later", 0, 0), ("repaired", repaired, "counts", 700, 1000)]))

    def test_12_who_stayed_away_and_broke_it(self):
        self.points("违约", 0, 100)  # (0 + 0 + 300) / 3
        self.assertEqual([i for i in self.items("违约") if i[0] not in ("invited", "replied")],
                         [("absent", seq, "counts", 0, 1000) for seq in self.absent[:3]]
                         + [("absent", self.absent[3], "same_day", 0, 0),
                            ("breached", self.broken[0], "counts", 0, 1000),
                            ("breached", self.broken[1], "counts", 0, 1000),
                            ("partial", self.broken[2], "counts", 300, 1000)])

    def test_13_excused(self):
        self.points("免除", None, None)
        self.assertEqual([i[0] for i in self.items("免除")].count("excused"), 3)

    def test_14_fewer_than_the_minimum(self):
        self.points("太少", None, None)
        self.assertEqual([(k, w, p) for k, _, w, p, _ in self.items("太少")[2:]],
                         [("on_time", "counts", 1000)] * 2)

    def test_15_rights_never_count(self):
        for name in ("拒绝", "起诉"):
            self.points(name, None, None)
            self.assertEqual([(k, p) for k, _, _, p, _ in self.items(name)],
                             [("invited", None), ("replied", None)], name)
        # Who never consented may stay away.
        self.points("缺席未同意", None, None)
        self.assertEqual([(k, w) for k, _, w, _, _ in self.items("缺席未同意")[1:]],
                         [("absent", "no_consent")] * 3)

    def test_16_absent_with_cause(self):
        self.points("有因", None, None)
        self.assertEqual([i[0] for i in self.items("有因")].count("away"), 3)

    def test_17_minors_and_family_violence_have_none(self):
        dispute = self.open_now.setdefault("未成年", self.open("未成年"))
        see = ("--by", "mediating", "--purpose", "拟定分期履行方案")
        self.assertIn("no approved month", self.credit("show", dispute, "1", *see, code=1))
        self.assertEqual(self.sql("select n from (select tally[4] as n from credit_run where run = 2)"
                                  " as t"), "1")
        said = self.credit("show", self.at["家暴"], "1", *see, code=1)
        self.assertIn("protected", said)
        dispute = self.open("家暴")  # of another type, and yet there is nothing to show
        self.assertIn("no approved month", self.credit("show", dispute, "1", *see, code=1))

    def test_17b_nobody_knows_whether_one_without_a_citizen_number_is_a_child(self):
        """A passport's number is taken for none; who has another number is left out and counted."""
        reply = self.ask("/api/v1/disputes", self.manager, "POST", {**INTAKE, "parties": [
            INTAKE["parties"][0], {"side": "respondent", "kind": "natural", "name": "护照",
                                   "identity": "E12345678"}]}, Idempotency_Key=self.key())
        self.assertEqual(reply.status, 422, reply.text)
        company = "where name = '公司'"
        self.sql(f"update party set kind = 0 {company}")
        said = self.credit("run", "2025-04", "--by", "runner", "--dry-run", "--quiet", ahead=30)
        self.sql(f"update party set kind = 1 {company}")
        self.assertIn("whose age nothing tells", said)

    def test_18_an_organisation(self):
        self.points("公司", None, 1000)

    def test_19_only_its_mediator_looks_and_says_what_for(self):
        dispute = self.open_now["守约"]
        looks = int(self.sql("select count(*) from credit_read"))
        for words, says in ((("--by", "second", "--purpose", "想看一看"),
                             "the mediator of an open dispute of it"),
                            (("--by", "mediating"), "say it with --purpose"),
                            (("--by", "mediating", "--purpose", "三个字"), "refused"),
                            (("--by", "mediating", "--purpose", "\u200b\u3000\u200b\u200b"), "refused")):
            self.assertIn(says, self.credit("show", dispute, "1", *words, code=1))
        self.assertEqual(int(self.sql("select count(*) from credit_read")), looks + 4)
        # A look that finds nothing is a look, and so is one at a dispute that is not there.
        see = ("--by", "mediating", "--purpose", "拟定分期方案")
        for words, says in (((dispute, "0"), "no identity number"),
                            ((dispute, "1", "--month", "2024-01"), "no approved month"),
                            (("9999999999999", "1"), "no dispute")):
            self.assertIn(says, self.credit("show", *words, *see, code=1))
        self.assertEqual(self.sql("select verdict, month is null from credit_read order by read_id desc "
                                  "limit 3").splitlines(), ["2|t", "0|t", "0|t"])
        self.assertRegex(self.sql("select reader from credit_read order by read_id desc limit 1"),
                         r"^a:\d+ cli:\w+$")


class Later:
    """The months that follow."""

    def test_20_disputed_items_do_not_count_meanwhile(self):
        self.move_to(datetime.date(2025, 5, 1))
        self.object_to("违约", 0, "2025-04-20")
        party = self.token("--role", "party", "--dispute", self.at["违约"], "--seat", "1")
        said = self.ask("/api/v1/credit/me/statement", party, "PUT", {"text": "已另行商定。"},
                        Idempotency_Key=self.key())
        self.assertEqual(said.status, 200, said.text)
        # Beside what was frozen: the party's own words, and what is objected to by now.
        march = self.profile("违约")
        self.assertEqual(march["statement"]["text"], "已另行商定。")
        (item,) = [i for i in march["items"] if i["flag"] is not None]
        self.assertEqual((item["seq"], item["flag"]["code"], item["counts"]),
                         (self.broken[0], "disputed", True))
        shown = self.credit("show", self.open_now["违约"], "1", "--by", "mediating", "--purpose",
                            "拟定分期履行方案")
        for word in ("已另行商定。", "异议 objection: "):
            self.assertIn(word, shown)
        dry = self.draw("last", "--dry-run")
        said = self.draw("last")
        self.assertEqual((dry["counts"], dry["month"], dry["formula"]),
                         (said["counts"], said["month"], said["formula"]))
        self.assertEqual((said["month"], said["counts"]["disputed"], said["counts"]["performance_lost"],
                          said["counts"]["gone"], said["previous_sha256"]),
                         ("2025-04", 1, 1, 0, self.sql("select encode(approval_sha256, 'hex') from credit_run where "
                                            "month = '2025-03-01' and state = 3")))
        self.assertIn("waits", self.credit("run", "2025-04", "--by", "runner", code=1))
        self.assertIn("not decided yet",
                      self.credit("run", "2025-05", "--by", "runner", ahead=40, code=1))
        self.credit("approve", "2025-04", "--by", "second")
        for month, says in (("2025-02", "months are drawn in their order"), ("2025-04", "frozen")):
            self.assertIn(says, self.credit("run", month, "--by", "runner", code=1))
        p = self.profile("违约")
        self.assertIsNone(p["points"]["performance"])  # two items are too few
        (item,) = [i for i in p["items"] if i["flag"] is not None]
        self.assertEqual((item["seq"], item["why"]["code"], item["flag"]["code"], item["counts"]),
                         (self.broken[0], "disputed", "disputed", False))
        self.assertEqual(self.profile("违约", "--month", "2025-03")["points"]["performance"], 100)

    def test_21_upheld_ones_never_count(self):
        self.sql("update credit_objection set state = 1, decided_at = '2025-05-20', decided_by = 'd', "
                 "decided_role = 5, answer = ''")
        self.draw("2025-05", "--report-db", f"host={self.data} user=yima dbname=yima", ahead=40)
        self.credit("approve", "2025-05", "--by", "second", ahead=40)
        (item,) = [i for i in self.profile("违约")["items"] if i["flag"] is not None]
        self.assertEqual(item["why"]["code"], "upheld")

    def test_22_with_time_items_weigh_less(self):
        """At the end of January 2027 the sessions of 3, 4, 5 March 2025 are 699, 698, 697 days old."""
        self.draw("2027-01", ahead=660)
        self.credit("approve", "2027-01", "--by", "second", ahead=660)
        weights = {i["weight"] for i in self.profile("守约", "--month", "2027-01")["items"]
                   if i["kind"]["code"] == "attended"}
        self.assertEqual(weights, {round(1000 * (1826 - age) / (1826 - 365))
                                   for age in (699, 698, 697)})

    def test_22aa_what_is_past_its_time_is_shown_to_nobody(self):
        see = ("show", self.open_now["守约"], "1", "--by", "mediating", "--purpose", "拟定分期方案")
        self.assertIn("past its time", self.credit(*see, ahead=1900, code=1))

    def test_22b_what_is_deleted_by_order_leaves_its_hash(self):
        party = "(select identity_hash from party where name = '公司' limit 1)"
        number = lambda: self.sql(f"select count(*) from credit_profile where party = {party}")
        self.assertEqual(number(), "4")
        forget = ("forget", self.at["公司"], "1", "--reason", "删除决定〔2027〕3号", "--by")
        for by, says in (("second", "may not do this"), ("nobody", "no account")):
            self.assertIn(says, self.credit(*forget, by, code=1))
        self.credit(*forget[:3], "--by", "dpo", code=2)  # no file is named
        self.credit(*forget, "dpo", "--dry-run", code=2)
        self.assertEqual(number(), "4")
        for wrong in (("--until", "2027-3-5"), ("--reason", "长" * 61)):
            self.credit(*forget, "dpo", *wrong, code=2)
        self.sql(f"insert into credit_statement select get_byte(p, 0) * 4 + (get_byte(p, 1) >> 6), p,"
                 f" 'sealed', now() from (select {party} as p) as x")
        said = self.credit(*forget, "dpo")
        self.assertIn("4 profiles deleted", said)
        self.assertIn("1 statements, 0 objections and 0 certificates", said)
        self.assertIn("of this party until `yima credit lift`\n", said)
        self.assertIn("0 profiles", self.credit(*forget, "dpo"))
        self.assertIn("clean", self.yima("verify", "--quiet"))

    def test_22c_and_it_lasts(self):
        """The next month draws it no more; another party's bar has ended before that month begins."""
        said = self.credit("forget", self.at["太少"], "1", "--by", "dpo", "--reason",
                           "暂停决定〔2027〕4号", "--until", "2027-01-31")
        self.assertIn("months that begin on 2027-01-31 or before, unless `yima credit lift`", said)
        listed = self.credit("barred", "--by", "dpo").splitlines()
        self.assertEqual(len(listed), 2)
        self.assertEqual([sum(word in line for line in listed) for word in
                          ("删除决定〔2027〕3号", "2027-01-31  暂停", "dpo", "公司")], [1, 1, 2, 0])
        said = self.credit("barred", "--by", "second", code=1)
        self.assertIn("may not do this (forget a party's credit profiles, bar new ones, list and lift "
                      "bars): have it done by one whose role is dpo or admin", said)
        said = self.draw("2027-02", ahead=690)
        self.assertEqual((said["counts"]["barred"], said["counts"]["legal"]), (1, 0))
        self.credit("approve", "2027-02", "--by", "second", ahead=690)
        has = ("select count(*) from credit_profile where month = '2027-02-01' and party = (select "
               "identity_hash from party where name = '%s' limit 1)")
        self.assertEqual((self.sql(has % "公司"), self.sql(has % "太少")), ("0", "1"))
        self.assertIn("clean", self.yima("verify", "--quiet"))
        lift = ("lift", self.at["公司"], "1", "--by", "dpo")
        self.assertIn("lifted", self.credit(*lift))
        self.assertIn("not barred", self.credit(*lift, code=1))
        self.assertEqual(len(self.credit("barred", "--by", "dpo").splitlines()), 1)

    def test_23_after_five_years_nothing_is_left(self):
        """The items of March and April 2025 are gone in June 2030, and so is every profile that held
        one, be it of a month that is not five years ago."""
        said = self.draw("2030-06", ahead=1900)
        self.assertEqual((said["counts"]["natural"], said["counts"]["legal"]), (0, 0))
        self.assertEqual(said["counts"]["gone"], 0)  # the month before has none any more
        self.assertGreater(said["profiles_swept"], 20)
        self.credit("approve", "2030-06", "--by", "second", ahead=1900)
        self.assertEqual(self.sql("select count(*) from credit_profile"), "0")
        self.assertEqual(self.sql("select count(*) from credit_gone where month = '2027-02-01'"),
                         self.sql("select tally[2] + tally[3] from credit_run where month = "
                                  "'2027-02-01' and state = 3"))
        self.assertIn("clean", self.yima("verify", "--quiet"))
        self.assertEqual(self.sql("select count(*) from credit_source where octet_length(items) > 8"),
                         "0")


class Credit(Runs, Asides, Story, Later, Proved, Spring):
    """One server for all."""


if __name__ == "__main__":
    unittest.main()
