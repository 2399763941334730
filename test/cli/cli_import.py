# SPDX-License-Identifier: Apache-2.0
"""yima import: everything once, nothing by halves, and what is wrong is named by its line."""
import contextlib
import csv
import json
import os
import signal
import subprocess
import unittest

from place import DATA, HANG_S, YIMA, Place, environment, sample, until

CALENDAR = os.path.join(os.path.dirname(__file__), "..", "..", "engine", "calendars", "cn.json")

HEAD = sample(0)[0].strip()
COLUMNS = HEAD.split(",")
ROW_MAX = 131072  # bytes of one row


def row(**changes):
    """A sound row with some cells changed."""
    cells = dict(zip(COLUMNS, next(csv.reader([sample(1)[1]]))))
    cells.update(changes)
    return ",".join('"%s"' % cells[c].replace('"', '""') for c in COLUMNS)


class Import(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_reference(cls())

    def count(self):
        return int(self.sql("select count(*) from dispute"))

    def rejects(self, path):
        with open(path + ".rejects.csv", encoding="utf-8", errors="surrogateescape",
                  newline="") as f:
            return list(csv.DictReader(f))

    def refused(self, name, text, *options):
        """Import text that must be rejected in part; {line: reason}."""
        path = self.path(name, text)
        before = self.count()
        said = self.fails(1, "import", "--as", "disputes", *options, path)
        self.assertIn("rejected", said)
        lines = {int(r["line"]): r["reason"] for r in self.rejects(path)}
        good = int(said.split("disputes: ")[1].split(" new")[0])
        self.assertEqual(self.count(), before + good)
        self.assertIn("%d rejected" % len(self.rejects(path)), said)
        return lines

    def test_all_samples_twice(self):
        path = os.path.join(DATA, "disputes.csv")
        with open(path, encoding="utf-8") as f:
            n = len(f.readlines()) - 1
        before = self.count()
        said = self.done("import", "--quiet", path)
        self.assertIn("%d new, 0 already there, 0 rejected" % n, said)
        self.assertEqual(self.count(), before + n)
        said = self.done("import", "--quiet", "--as", "disputes", path)
        self.assertIn("0 new, %d already there, 0 rejected" % n, said)
        self.assertEqual(self.count(), before + n)
        # Another name of the batch is another request, but a number that the channel gave is known.
        head, *rows = sample(3)
        known = self.path("known.csv", head + "".join(rows))
        self.assertIn("3 rejected", self.fails(1, "import", "--batch", "a", known))
        for reject in self.rejects(known):
            self.assertIn("registered a dispute under this number before", reject["reason"])
        three = self.path("three.csv", head + "".join("," + r.split(",", 1)[1] for r in rows))
        self.assertIn("3 new", self.done("import", "--batch", "a", three))
        self.assertIn("3 new", self.done("import", "--batch", "b", three))
        self.assertIn("3 already there", self.done("import", "--batch", "a", three))

    def test_words_are_stored(self):
        path = self.path("one.csv", HEAD + "\n" + row(
            external_ref="ONE-1", title='He said "no", twice', description="a\nb"))
        self.done("import", path)
        got = self.sql("select title, description, amount_fen from dispute_detail "
                       "where external_ref = 'ONE-1'")
        self.assertEqual(got, 'He said "no", twice|a\nb|17057000')

    def test_each_fault_has_its_line(self):
        rows = [
            row(external_ref="OK-1"),                                    # 2
            row(type="quarrel"),                                         # 3
            row(amount_fen="-1"),                                        # 4
            row(harm="4"),                                               # 5
            row(harm="x"),                                               # 6
            row(claimant_identity="330102190210068739"),                 # 7: check character
            row(respondent_identity="91330108MA22H61U3C"),               # 8
            row(region="3301x"),                                         # 9
            row(body="999999"),                                          # 10
            row(title=""),
            row(title="x" * 201),
            row(claimant_phone="abc12345"),
            row(channel=""),                                             # 14
            row(description="two\nlines", scope="9"),                    # 15 and 16
            "only,three,fields",                                         # 17
            row() + ",more",                                             # 18
            'a"b,' + row(),                                              # 19
            row(external_ref="OK-2"),                                    # 20
        ]
        lines = self.refused("faults.csv", HEAD + "\n" + "\n".join(rows) + "\n")
        want = {
            3: "type", 4: "amount_fen", 5: "harm", 6: "harm", 7: "claimant_identity",
            8: "respondent_identity", 9: "region", 10: "body", 11: "title", 12: "title",
            13: "claimant_phone", 14: "channel", 15: "scope", 17: "fewer fields",
            18: "more fields", 19: "quote",
        }
        self.assertEqual(sorted(lines), sorted(want))
        for line, word in want.items():
            self.assertIn(word, lines[line], line)
        self.assertEqual(self.sql("select count(*) from dispute_detail "
                                  "where external_ref in ('OK-1', 'OK-2')"), "2")

    def test_rejects_can_be_mended_and_imported(self):
        path = self.path("mend.csv", "\n".join([HEAD, row(external_ref="M-1", type="quarrel"),
                                                row(external_ref="M-2", harm="7"), ""]))
        self.fails(1, "import", path)
        self.assertEqual(os.stat(path + ".rejects.csv").st_mode & 0o777, 0o600)
        with open(path + ".rejects.csv", encoding="utf-8") as f:
            text = f.read().replace('"quarrel"', '"contract"').replace('"7"', '"1"')
        self.assertIn("2 new", self.done("import", self.path("mended.csv", text)))

    def test_stray_quote_spoils_one_row_only(self):
        text = "\n".join([HEAD, row(external_ref="Q-1"), '"' + row(external_ref="Q-2")[1:-1],
                          row(external_ref="Q-3"), row(external_ref="Q-4"), ""])
        lines = self.refused("quote.csv", text)
        self.assertEqual(list(lines), [3])
        open_end = "\n".join([HEAD, row(external_ref="Q-5"), '"never closed', row(external_ref="Q-6"),
                              ""])
        self.assertEqual(list(self.refused("open.csv", open_end)), [3])
        self.assertEqual(self.sql("select string_agg(external_ref, ',' order by external_ref) "
                                  "from dispute_detail where external_ref like 'Q-%'"),
                         "Q-1,Q-3,Q-4,Q-5,Q-6")

    def test_bytes_that_are_no_text(self):
        text = (HEAD + "\n").encode() + row(title="T").encode().replace(b'"T"', b'"\xff\xfe"') + b"\n"
        self.assertIn("UTF-8", self.refused("bytes.csv", text)[2])
        nul = (HEAD + "\n").encode() + row(title="T").encode().replace(b'"T"', b'"a\0b"') + b"\n"
        self.assertEqual(list(self.refused("nul.csv", nul)), [2])

    def test_line_ends_and_mark(self):
        text = "\ufeff" + "\r\n".join([HEAD, "", row(external_ref="E-1"), "", row(
            external_ref="E-2", type="x")])
        lines = self.refused("ends.csv", text)
        self.assertEqual(list(lines), [5])

    def test_row_at_its_limit(self):
        fits = row(external_ref="L-1")
        # Spaces after the last quote belong to the row, not to the field.
        fits = fits + " " * (ROW_MAX - len(fits.encode()) - 1)
        over = row(external_ref="L-2")
        over = over + " " * (ROW_MAX - len(over.encode()))
        lines = self.refused("limit.csv", "\n".join([HEAD, fits, over, row(external_ref="L-3"), ""]))
        self.assertEqual(list(lines), [3])
        self.assertIn("longer", lines[3])

    def test_header(self):
        for name, head, word in (
                ("missing", HEAD.replace("harm,", ""), "harm"),
                ("unknown", HEAD + ",colour", "colour"),
                ("twice", HEAD + ",title", "twice"),
                ("many", ",".join("c%d" % i for i in range(65)), "fields"),
                ("empty", "", "empty")):
            with self.subTest(name):
                path = self.path("head-%s.csv" % name, head + ("\n" if head else ""))
                self.assertIn(word, self.fails(1, "import", "--as", "disputes", path))

    def test_json_lines(self):
        body = {"title": "t", "description": "", "type": "contract", "channel": "window",
                "source": "applied", "region": "330108", "body": "1030", "harm": 0, "urgency": 0,
                "scope": 0, "parties": [{"side": "claimant", "kind": "natural", "name": "甲"},
                                        {"side": "respondent", "kind": "natural", "name": "乙"},
                                        {"side": "third", "kind": "natural", "name": "丙"}]}
        bad = dict(body, colour="red")
        text = "\n".join([json.dumps(body), "", json.dumps(bad), "{", json.dumps(body), ""])
        path = self.path("lines.jsonl", text)
        said = self.fails(1, "import", path)
        self.assertIn("2 new, 0 already there, 2 rejected", said)
        self.assertEqual([r["line"] for r in self.rejects(path)], ["3", "4"])
        self.assertIn("colour", self.rejects(path)[0]["reason"])
        # The rows themselves lie beside it: mended, they are imported again.
        again = path + ".rejects.csv.jsonl"
        self.assertEqual(os.stat(again).st_mode & 0o777, 0o600)
        with open(again, encoding="utf-8") as f:
            rows = f.read().split("\n")
        self.assertEqual(rows, [json.dumps(bad), "{", ""])
        with open(again, "w", encoding="utf-8") as f:
            f.write(json.dumps({k: v for k, v in json.loads(rows[0]).items() if k != "colour"}))
        self.assertIn("1 new", self.done("import", again))

    def test_killed_and_resumed(self):
        rows = [row(external_ref="K-%d" % i) for i in range(6000)]
        path = self.path("kill.csv", HEAD + "\n" + "\n".join(rows) + "\n")
        for i in range(3):
            before = self.counted("K-%")
            with self.held("K-%d" % (2000 * i + 1000)):
                p = subprocess.Popen([YIMA, "import", "--data", self.data, "--quiet", path],
                                     env=environment(), stdout=subprocess.DEVNULL)
                until(lambda n=before, p=p: self.counted("K-%") > n or p.poll() is not None)
                p.send_signal(signal.SIGKILL)
                p.wait()
        stored = self.counted("K-%")
        self.assertGreater(stored, 0)
        self.assertLess(stored, 6000, "it was never killed in the middle")
        said = self.done("import", "--quiet", path)
        self.assertIn("0 rejected", said)
        self.assertEqual(self.counted("K-%"), 6000)
        self.assertEqual(self.sql("select count(distinct external_ref) from dispute_detail "
                                  "where external_ref like 'K-%'"), "6000")
        self.assertIn("clean", self.done("verify", "--quiet"))

    @contextlib.contextmanager
    def held(self, reference):
        """Somebody else registers this number and takes a while: the import cannot get past it."""
        other = subprocess.Popen(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.conninfo()],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                 env=environment())
        other.stdin.write("begin; insert into external_ref select b, c, '%s', 1 from "
                          "generate_series(0, 1023) b, generate_series(0, 20) c; select 'held';\n"
                          % reference)
        other.stdin.flush()
        self.assertEqual(other.stdout.readline(), "held\n")
        try:
            yield
        finally:
            other.communicate("rollback;\n", timeout=HANG_S)

    def counted(self, like):
        return int(self.sql("select count(*) from dispute_detail where external_ref like '%s'"
                            % like))

    def test_reference_data(self):
        path = self.path("bodies.csv", "id,name,kind,region,active\n"
                         "7001,甲,people_committee,330108,true\n"
                         "7002,乙,guild,330108,true\n"
                         "7003,,court,330108,\n"
                         "x,丁,court,330108,\n"
                         "7001,again,court,330108,\n"
                         "7005,戊,court,3301081,\n"
                         "7006,己,court,330108,maybe\n")
        said = self.fails(1, "import", path)
        self.assertIn("1 new or changed, 0 already there, 6 rejected", said)
        self.assertEqual({int(r["line"]) for r in self.rejects(path)}, {3, 4, 5, 6, 7, 8})
        self.assertEqual(self.sql("select name from body where body_id between 7001 and 7006"), "甲")
        days = self.path("days.csv", "day,works,name,source\n2026-10-01,false,国庆,国办通知（样例）\n"
                         "2026-10-10,true,,国办通知（样例）\n")
        self.assertIn("2 new or changed", self.done("import", "--as", "calendar", days))
        self.assertIn("2 already there", self.done("import", days))
        self.assertEqual(self.sql("select source from calendar_day where day = '2026-10-10'"), "国办通知（样例）")
        bare = self.path("bare.csv", "day,works\n2026-10-01,false\n")
        self.assertIn('column "source" is missing: it names the notice',
                      self.fails(1, "import", "--as", "calendar", bare))
        blank = self.path("blank.csv", "day,works,source\n2026-10-01,false,\n")
        self.assertIn("1 rejected", self.fails(1, "import", blank))
        self.done("import", "--as", "calendar", CALENDAR)
        self.assertEqual(self.sql("select source from calendar_day where day = '2026-10-01'"),
                         "国务院办公厅关于2026年部分节假日安排的通知,2025年11月4日")
        self.assertEqual(self.sql("select source from calendar_day where day = '2020-01-31'"),
                         "国务院办公厅关于2020年部分节假日安排的通知,国办发明电〔2019〕16号；"
                         "国务院办公厅关于延长2020年春节假期的通知,国办发明电〔2020〕1号")
        staff = self.path("staff.jsonl", '{"id":"7100","name":"庚","role":"mediator,body_manager",'
                                         '"body":"7001"}\n{"id":"7101","name":"辛"}\n')
        self.assertIn("1 new or changed, 0 already there, 1 rejected",
                      self.fails(1, "import", "--as", "staff", staff))
        nobody = self.path("nobody.csv", "id,name,role,body\n7200,壬,mediator,99999\n")
        self.fails(1, "import", nobody)
        self.assertEqual(self.sql("select count(*) from staff where staff_id = 7200"), "0")

    def test_population(self):
        head = "region,year,residents,floating,source\n"
        path = self.path("people.csv", head +
                         "330108,2025,520000,80000,公报（样例）\n"
                         "330108001,2025,190000,,公报（样例）\n"
                         "330108,2025,1,,again\n"
                         "330108,1948,1,,too early\n"
                         "330108,2024,0,,nobody\n"
                         "330108,2024,1,-1,less than nobody\n"
                         "330108,2024,1,,\n")
        said = self.fails(1, "import", path)
        self.assertIn("population: 2 new or changed, 0 already there, 5 rejected", said)
        self.assertEqual({int(r["line"]) for r in self.rejects(path)}, {4, 5, 6, 7, 8})
        good = self.path("people2.csv", head + "330108,2025,520000,80000,公报（样例）\n"
                         "330108,2024,510000,,年鉴（样例）\n")
        self.assertIn("population: 1 new or changed, 1 already there, 0 rejected",
                      self.done("import", "--as", "population", good))

    def test_auto_needs_columns_it_knows(self):
        self.assertIn("--as", self.fails(1, "import", self.path("what.csv", "a,b\n1,2\n")))

    def test_wrong_usage(self):
        path = self.path("u.csv", HEAD + "\n")
        self.fails(2, "import")
        self.fails(2, "import", path, path)
        self.fails(2, "import", "--as", "wishes", path)
        self.fails(2, "import", "--node", "32", path)
        self.fails(2, "import", "--batch", "x" * 201, path)
        self.assertIn("cannot read", self.fails(1, "import", self.home + "/none.csv"))
        self.assertIn("--rejects", self.fails(1, "import", "--rejects", path, path))
        self.assertIn("0 new", self.done("import", "--batch", "x" * 200, path))


if __name__ == "__main__":
    unittest.main()
