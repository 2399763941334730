# SPDX-License-Identifier: Apache-2.0
"""Credit runs of the whole program: a small made-up spring whose parties' profiles are explained point
by point; runs that are killed, repeated, refused, approved by another person and frozen. One server
for all, and time only goes on."""
import datetime
import hashlib
import json
import subprocess
import unittest

from served import YIMA, environment
from spring import Spring

BREACHED = 12  # as YM_CREDIT_KINDS has it


class Runs:
    """In the order of their names: each stands on the one before."""

    def test_01_refusals_before_anything_is_drawn(self):
        for words, says in ((("2025-04", "--by", "runner"), "2025-04 is not over"),
                            (("2025-03", "--by", "runner", "--formula", "yima/9"), "yima/1.0"),
                            (("2020-01", "--by", "runner"), "no formula is valid"),
                            (("2025-03", "--by", "nobody"), "there is no account nobody"),
                            (("2025-03", "--by", "mediating"), "may not do this"),
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

        def meanwhile():
            self.assertIn("another `yima credit`",
                          self.credit("run", "2025-03", "--by", "runner", code=1))
            self.assertIn("still being drawn",
                          self.credit("approve", "2025-03", "--by", "second", code=1))
        self.kill_at("insert into credit_slice values (%d, '2025-03-01', 1, '{}')"
                     % buckets[len(buckets) // 2], meanwhile)
        self.assertEqual(int(self.sql("select count(*) from credit_slice")), len(buckets) // 2)
        self.assertIn("begun by another account",
                      self.credit("run", "2025-03", "--by", "second", code=1))
        resumed = self.draw("2025-03")
        self.assertEqual(resumed["buckets_resumed"], len(buckets) // 2)
        first = self.stored("2025-03-01", 1)
        self.assertEqual(len(first), resumed["counts"]["natural"] + resumed["counts"]["legal"])

        # Withdrawn and drawn anew without a stop, it has the same bytes and the same hash.
        self.assertIn("waits", self.credit("run", "2025-03", "--by", "runner", code=1))
        self.credit("withdraw", "2025-03", "--by", "runner", code=1)
        self.credit("withdraw", "2025-03", "--by", "runner", "--reason", "重新生成")
        self.assertEqual(self.sql("select (select count(*) from credit_profile), "
                                  "(select count(*) from credit_slice)"), "0|0")
        again = self.draw("2025-03")
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
        self.assertIn("no approved month", self.credit(*see, code=1))
        self.credit("approve", "2025-03", "--by", "second")
        self.credit(*see)
        for words, says in ((("approve", "--by", "second"), "frozen"),
                            (("withdraw", "--by", "second", "--reason", "x"), "frozen"),
                            (("run", "--by", "runner"), "frozen"),
                            (("run", "--by", "runner", "--dry-run"), "frozen")):
            self.assertIn(says, self.credit(words[0], "2025-03", *words[1:], code=1))
        runs = [json.loads(line) for line in self.credit("list", "--json").splitlines()]
        self.assertEqual([(r["month"], r["run"], r["state"], r["runner"], r["approver"])
                          for r in runs], [("2025-03", 2, "approved", "runner", "second"),
                                           ("2025-03", 1, "withdrawn", "runner", "runner")])

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
        self.assertEqual(self.items("违约")[2:],
                         [("absent", seq, "counts", 0, 1000) for seq in self.absent]
                         + [("breached", self.broken[0], "counts", 0, 1000),
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

    def test_18_an_organisation(self):
        self.points("公司", None, 1000)

    def test_19_only_its_mediator_looks_and_says_what_for(self):
        dispute = self.open_now["守约"]
        looks = int(self.sql("select count(*) from credit_read"))
        for words, says in ((("--by", "second", "--purpose", "想看一看"), "refused"),
                            (("--by", "mediating"), "refused"),
                            (("--by", "mediating", "--purpose", "三个字"), "refused")):
            self.assertIn(says, self.credit("show", dispute, "1", *words, code=1))
        self.assertEqual(int(self.sql("select count(*) from credit_read")), looks + 3)
        self.assertIn("no identity number", self.credit(
            "show", dispute, "0", "--by", "mediating", "--purpose", "拟定方案", code=1))


class Later:
    """The months that follow."""

    def test_20_disputed_items_do_not_count_meanwhile(self):
        self.move_to(datetime.date(2025, 5, 1))
        party = self.sql("select encode(identity_hash, 'hex') from party join dispute_detail using "
                         "(bucket, dispute_id) where name = '违约' limit 1")
        where = self.sql("select min(dispute_id) from party where name = '违约'")
        self.sql(
            "insert into credit_objection (bucket, party, objection_id, month, run, item_dispute,"
            " item_seq, item_kind, item_no, region, dispute_id, seat, at, by, reason, due_on,"
            " latest_on, state, request_key, fingerprint) select get_byte(p, 0) * 4 +"
            " (get_byte(p, 1) >> 6), p, 1, '2025-03-01', 2, %s, %d, %d, 0, 1, 1, 1, now(), 'p',"
            " '', '2025-05-10', '2025-05-20', 0, substring(sha256('a') for 16),"
            " substring(sha256('b') for 16) from (select '\\x%s'::bytea as p) as x"
            % (where, self.broken[0], BREACHED, party))
        said = self.draw("last")
        self.assertEqual((said["month"], said["counts"]["disputed"], said["counts"]["performance_lost"],
                          said["counts"]["gone"], said["previous_sha256"]),
                         ("2025-04", 1, 1, 0, self.sql("select encode(sha256, 'hex') from credit_run where "
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
        self.sql("update credit_objection set state = 1, decided_at = now()")
        self.draw("2025-05", "--report-db", f"host={self.data} user=yima dbname=yima", ahead=40)
        self.credit("approve", "2025-05", "--by", "second", ahead=40)
        (item,) = [i for i in self.profile("违约")["items"] if i["flag"] is not None]
        self.assertEqual(item["why"]["code"], "upheld")

    def test_22_with_time_items_weigh_less(self):
        """At the end of January 2027 the sessions of 3 March 2025 are 699 days old."""
        self.draw("2027-01", ahead=660)
        self.credit("approve", "2027-01", "--by", "second", ahead=660)
        weights = {i["weight"] for i in self.profile("守约", "--month", "2027-01")["items"]
                   if i["kind"]["code"] == "attended"}
        self.assertEqual(weights, {round(1000 * (1826 - 699) / (1826 - 365))})

    def test_22b_what_is_deleted_by_order_leaves_its_hash(self):
        number = self.sql("select count(*) from credit_profile where party = (select identity_hash "
                          "from party where name = '公司' limit 1)")
        self.assertEqual(number, "4")
        for by, says in (("second", "may not do this"), ("nobody", "no account")):
            self.assertIn(says, self.credit("forget", self.at["公司"], "1", "--by", by, code=1))
        self.assertIn("4 profiles deleted",
                      self.credit("forget", self.at["公司"], "1", "--by", "dpo"))
        self.assertIn("0 profiles", self.credit("forget", self.at["公司"], "1", "--by", "dpo"))
        self.assertIn("clean", self.yima("verify", "--quiet"))

    def test_23_after_five_years_nothing_is_left(self):
        """The items of March and April 2025 are gone in June 2030, and so are the months before."""
        said = self.draw("2030-06", ahead=1900)
        self.assertEqual((said["counts"]["natural"], said["counts"]["legal"]), (0, 0))
        self.assertGreater(said["counts"]["gone"], 9)
        self.assertGreater(said["profiles_swept"], 9)
        self.credit("approve", "2030-06", "--by", "second", ahead=1900)
        self.assertEqual(self.sql("select count(*) from credit_profile where month < '2025-06-01'"),
                         "0")
        self.assertEqual(self.sql("select count(*) from credit_source where octet_length(items) > 8"),
                         "0")

    def test_24_verify_proves_the_chain(self):
        self.assertIn("clean", self.yima("verify", "--quiet"))
        for change, undo, says in (
                ("update credit_run set previous_sha256 = sha256('x') where month = '2027-01-01'",
                 "update credit_run r set previous_sha256 = (select sha256 from credit_run b where "
                 "b.month = '2025-05-01') where month = '2027-01-01'", "2027-01"),
                ("update credit_profile set sha256 = sha256(sha256) where month = '2027-01-01' and "
                 "party = (select party from credit_profile where month = '2027-01-01' limit 1)",
                 None, "2027-01")):
            self.sql(change)
            got = subprocess.run([YIMA, "verify", "--data", self.data, "--quiet"], text=True,
                                 capture_output=True, env=environment(), check=False)
            self.assertEqual(got.returncode, 1, got.stdout + got.stderr)
            self.assertIn("credit " + says, got.stdout)
            if undo:
                self.sql(undo)


class Credit(Runs, Story, Later, Spring):
    """One server for all."""


if __name__ == "__main__":
    unittest.main()
