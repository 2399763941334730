# SPDX-License-Identifier: Apache-2.0
"""yima verify, export, show and explain: clean when it is, and every tampered byte is named."""
import json
import re
import unittest

from place import Place, sample


class Verify(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.load_reference(self)
        self.done("import", self.path("some.csv", "".join(sample(30))))
        # Two more events each: to the other version and back.
        for a, b in (("zhejiang-2025", "binjiang-2020"), ("binjiang-2020", "zhejiang-2025")):
            self.done("procedure", "migrate", "--from", a, "--to", b, "--all", "--quiet",
                      *self.reasoned())
        cls.lines = [json.loads(line) for line in self.done("export").splitlines()]

    def setUp(self):
        self.assertIn("30 disputes, 90 events", self.done("verify"))
        self.id = self.lines[7]["id"]
        self.number = self.lines[7]["number"]

    def names(self, change, undo, *words, broken=1):
        """Tamper, see that verify names the dispute and the thing, mend it again."""
        self.sql(change)
        try:
            said = self.fails(1, "verify")
            self.assertIn(self.number, said)
            for word in words:
                self.assertIn(word, said)
            self.assertIn(": %d broken" % broken, said)
            return said
        finally:
            self.sql(undo)

    def test_payload(self):
        where = "where dispute_id = %s and seq = 2" % self.id
        flip = "update event set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) " + where
        self.names(flip, flip, "seq 2: hash")

    def test_payload_and_hash_of_the_last_event(self):
        # Whoever forges payload and hash must forge the head as well.
        where = "where dispute_id = %s and seq = 3" % self.id
        old = self.sql("select encode(payload, 'hex'), encode(hash, 'hex') from event " + where)
        payload, hash_ = old.split("|")
        self.names("update event set payload = payload || ' ', hash = sha256((select hash from event "
                   "where dispute_id = %s and seq = 2) || payload || ' ') %s" % (self.id, where),
                   "update event set payload = '\\x%s', hash = '\\x%s' %s" % (payload, hash_, where),
                   "seq 3: payload")

    def test_hash(self):
        where = "where dispute_id = %s and seq = 1" % self.id
        flip = "update event set hash = set_byte(hash, 0, get_byte(hash, 0) # 255) " + where
        self.names(flip, flip, "seq 1: hash")

    def test_columns_of_an_event(self):
        where = "where dispute_id = %s and seq = 2" % self.id
        for column in ("rule", "kind"):
            self.names("update event set %s = %s + 1 %s" % (column, column, where),
                       "update event set %s = %s - 1 %s" % (column, column, where),
                       "seq 2: " + column)
        self.names("update event set at = at + interval '1 s' " + where,
                   "update event set at = at - interval '1 s' " + where, "seq 2: at")

    def test_missing_event(self):
        for seq in (1, 2, 3):
            self.names("create table kept as select * from event where dispute_id = %s and seq = %d; "
                       "delete from event where dispute_id = %s and seq = %d"
                       % (self.id, seq, self.id, seq),
                       "insert into event select * from kept; drop table kept",
                       "seq %d: event: it is missing" % seq,
                       broken=3)  # also its pointer in the outbox, and the key that stands for it

    def test_dispute_row(self):
        where = "where dispute_id = " + self.id
        for change, undo, word in (
                ("state = set_byte(state, 3, get_byte(state, 3) # 1)",
                 "state = set_byte(state, 3, get_byte(state, 3) # 1)", "state"),
                ("head = set_byte(head, 31, get_byte(head, 31) # 1)",
                 "head = set_byte(head, 31, get_byte(head, 31) # 1)", "head"),
                ("version = version + 1", "version = version - 1", "seq 4: event: it is missing"),
                ("version = version - 1", "version = version + 1", "version"),
                ("colour = 4", "colour = 0", "colour"),
                ("stage = stage + 1", "stage = stage - 1", "stage"),
                ("is_open = not is_open", "is_open = not is_open", "is_open"),
                ("due_at = due_at + interval '1 day'", "due_at = due_at - interval '1 day'",
                 "due_at")):
            with self.subTest(change):
                self.names("update dispute set %s %s" % (change, where),
                           "update dispute set %s %s" % (undo, where), word)

    def test_side_tables(self):
        where = "where dispute_id = " + self.id
        for table, change, undo, word in (
                ("dispute", "type = type + 1", "type = type - 1", "type, body"),
                ("dispute", "region = region + 1", "region = region - 1", "region is not"),
                ("dispute_detail", "region = region + 1", "region = region - 1", "dispute_detail"),
                ("deadline", "due_at = due_at + interval '1 h'", "due_at = due_at - interval '1 h'",
                 "deadline: the row of intake_acceptance"),
                ("deadline", "kind = kind + 1", "kind = kind - 1", "deadline")):
            with self.subTest(table + " " + change):
                self.names("update %s set %s %s" % (table, change, where),
                           "update %s set %s %s" % (table, undo, where), word)

    def test_rows_that_are_missing_or_too_many(self):
        for table, word in (("docket", "docket: it is in 0 of its 1 places"),
                            ("deadline", "deadline"), ("party", "party: 0 rows for 2 seats")):
            with self.subTest(table):
                self.names("create table kept as select * from %s where dispute_id = %s; "
                           "delete from %s where dispute_id = %s" % (table, self.id, table, self.id),
                           "insert into %s select * from kept; drop table kept" % table, word)
        self.names("insert into deadline select bucket, due_at, dispute_id, 20::smallint from deadline "
                   "where dispute_id = " + self.id,
                   "delete from deadline where kind = 20 and dispute_id = " + self.id,
                   "2 rows for 1 running")

    def test_strays(self):
        stray = int(self.lines[0]["id"]) + 1
        last = self.id
        for table, row, which in (
                ("deadline (bucket, due_at, dispute_id, kind)",
                 "%d & 1023, now(), %d, 1" % (stray, stray), "dispute_id = %d" % stray),
                ("docket (bucket, dispute_id, kind, holder)",
                 "%s & 1023, %s, 1, 77" % (last, last), "holder = 77"),
                ("outbox (bucket, dispute_id, seq)",
                 "%d & 1023, %d, 1" % (stray, stray), "dispute_id = %d" % stray),
                ("outbox (bucket, dispute_id, seq)",
                 "%s & 1023, %s, 99" % (last, last), "dispute_id = %s and seq = 99" % last)):
            name = table.split()[0]
            self.sql("insert into %s values (%s)" % (table, row))
            said = self.fails(1, "verify")
            self.sql("delete from %s where %s" % (name, which))
            self.assertIn("%s: 1 rows" % name, said)

    def test_numbers_elsewhere(self):
        """A number stands with its dispute and in the table that lets it be registered once."""
        where = f" where dispute_id = {self.id}"
        old = self.sql("select coalesce(quote_literal(external_ref), 'null') from dispute_detail" + where)
        number = "update dispute_detail set external_ref = %s" + where
        row = ("insert into external_ref select 5, channel, 'X-1', dispute_id from dispute_detail"
               + where)
        drop = "delete from external_ref where reference = 'X-1'"
        self.names(number % "'X-1'", number % old, "dispute_detail: 1 number elsewhere without its row",
                   broken=1 if old == "null" else 2)
        self.names(row, drop, "external_ref: 1 rows of a number elsewhere")
        if old != "null":
            return
        self.sql(number % "'X-1'")
        self.sql(row)
        self.assertIn("clean", self.done("verify"))
        self.names(drop, row, "dispute_detail: 1 number elsewhere without its row")
        self.sql(drop)
        self.sql(number % old)

    def test_goes_on_and_stops_at_max_errors(self):
        self.sql("update dispute set colour = 5")
        try:
            said = self.fails(1, "verify")
            self.assertIn("30 disputes", said)
            self.assertIn("30 broken", said)
            self.assertEqual(len(re.findall("colour: 5 is stored", said)), 30)
            said = self.fails(1, "verify", "--max-errors", "3")
            self.assertEqual(len(re.findall("colour: 5 is stored", said)), 3)
            first = self.lines[29]["number"]
            said = self.fails(1, "verify", "--from", first)
            self.assertIn("1 broken", said)
            self.assertIn(first, said)
        finally:
            self.sql("update dispute set colour = 0")

    def test_export(self):
        self.assertEqual(len(self.lines), 30)
        ids = [int(x["id"]) for x in self.lines]
        self.assertEqual(ids, sorted(ids))
        both = [json.loads(x) for x in self.done("export", "--events").splitlines()]
        events = [x for x in both if x["record"] == "event"]
        self.assertEqual(len(events), 90)
        self.assertEqual([x for x in both if x["record"] == "dispute"], self.lines)
        for x in self.lines:
            mine = [e for e in events if e["id"] == x["id"]]
            self.assertEqual([e["seq"] for e in mine], [1, 2, 3])
            self.assertEqual(mine[-1]["hash"], x["head"])
        text = self.done("export", "--events")
        for line in sample(30)[1:]:
            for cell in line.split(","):
                if re.fullmatch(r"[0-9]{17}[0-9X]|91[0-9A-Z]{16}|0571-[0-9]{8}", cell.strip()):
                    self.assertNotIn(cell.strip(), text, "a personal number was exported")
        self.assertEqual(self.done("export", "--since", "2200-01-01"), "")
        self.assertEqual(len(self.done("export", "--since", "2020-01-01T00:00:00Z").splitlines()), 30)
        self.fails(2, "export", "--since", "yesterday")
        self.fails(2, "export", "--format", "xml")

    def test_show_and_explain(self):
        for name in (self.number, self.number.lower(), self.id):
            said = self.done("show", name)
            self.assertIn(self.number, said)
            self.assertIn("登记待受理", said)
        shown = json.loads(self.done("show", "--json", self.number))
        self.assertEqual((shown["id"], shown["version"]), (self.id, 3))
        said = self.done("explain", self.number)
        self.assertIn("fold == stored", said)
        self.assertIn("迁移程序版本", said)
        self.assertIn("人民调解法 17", said)
        told = json.loads(self.done("explain", "--json", self.id))
        self.assertEqual([r["rule"] for r in told["reasons"]][0], 101)
        self.assertEqual(len(told["reasons"]), 3)
        self.assertTrue(told["proven"])

    def test_explain_does_not_prove_what_is_not_so(self):
        where = "where dispute_id = " + self.id
        self.sql("update dispute set colour = 4 " + where)
        self.assertIn("does not prove", self.fails(1, "explain", self.id))
        self.sql("update dispute set colour = 0 " + where)
        where += " and seq = 2"
        flip = "update event set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) " + where
        self.sql(flip)
        self.assertFalse(json.loads(self.run_yima("explain", "--json", self.id).stdout)["proven"])
        self.sql(flip)

    def test_unknown_and_mistyped(self):
        for verb in ("show", "explain", "code"):
            words = (verb, "--public-url", "HTTP://X") if verb == "code" else (verb,)
            self.assertIn("there is no dispute",
                          self.fails(1, *words, str(int(self.id) + (1 << 40))))
            wrong = self.number[:-1] + ("0" if self.number[-1] != "0" else "1")
            self.assertIn("check character", self.fails(1, *words, wrong))
            self.fails(2, verb)
            self.fails(2, verb, self.id, self.id)
        self.fails(2, "verify", "--from", "x")
        self.fails(2, "verify", "--max-errors", "0")


if __name__ == "__main__":
    unittest.main()
