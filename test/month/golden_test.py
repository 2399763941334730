# SPDX-License-Identifier: Apache-2.0
"""Published months come out figure by figure.

Huangshi, August 2016 (黄石市司法局, t20210204_763413) is loaded as single disputes over HTTP, by the
commands that people would send, and drawn by `yima report`. Ids begin in 2020 and the procedure is
valid from 2025, so it is loaded into August 2026, ten years later. The year and the month before are
loaded as so many disputes that were accepted and withdrawn, since no more was published of them than
what follows from the changes. A second month, made up, of quite other proportions goes the same way
through the same code: nothing is special about the first.

A file of figures says: accepted by type and by source, settled, failed and ended in another way (the
rest stays open), the amount of the agreements, and how many were accepted in the other two months."""
import csv
import datetime
import json
import os
import pathlib
import random
import subprocess
import time
import unittest

from served import Served, YIMA, environment

HERE = pathlib.Path(__file__).resolve().parent
DAY = 86400
ROWS = 256                 # commands in one request
BODIES = {"1011": ("5027", "5028", "330108001001"), "1012": ("5032", "5033", "330108002001"),
          "1013": ("5037", "5038", "330108003001")}
ORAL_IS_NOT_ENOUGH = ("labour", "medical")


def figures(name):
    """The file as {figure: {code: n}}."""
    found = {}
    with open(HERE / name, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["figure"], {})[row["code"]] = int(row["n"])
    return found


def one(found, figure):
    return found.get(figure, {}).get("", 0)


def dealt(counts):
    return [code for code, n in counts.items() for _ in range(n)]


def shares(total, n):
    """n amounts that differ and add up to the total."""
    if n == 0:
        return []
    each = total // n
    amounts = [each + (i - n // 2) * (each // (2 * n)) for i in range(n)]
    amounts[-1] += total - sum(amounts)
    return amounts


class Golden(Served):
    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-month-clock-{os.getpid()}"
        cls.keys = 0
        cls.move(datetime.date(2025, 3, 10))
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        cls.tokens, cls.mediators = (
            {body: cls.token("--role", role, "--staff", staff[i]) for body, staff in BODIES.items()}
            for i, role in enumerate(("body_manager", "mediator")))

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    # ---- The clock ----

    @classmethod
    def move(cls, day):
        """To this day, for us now and for the server soon."""
        today = datetime.datetime.fromtimestamp(time.time() + 8 * 3600, datetime.timezone.utc).date()
        cls.day = day
        cls.offset = (day - today).days * DAY
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset}\n")
        os.replace(cls.clock + ".new", cls.clock)

    def go_to(self, day):
        self.move(day)

        def is_there():
            got = self.register(self.tokens["1011"], self.key(), self.intake("1011", "other", "applied"))
            told = self.ask(f"/api/v1/disputes/{got}", self.tokens["1011"]).json
            return told["received_at"][:10] == day.isoformat()
        self.until("the server knows the day", is_there)
        # What passed on the way has passed before anything happens on this day.
        for token in self.tokens.values():
            self.until("no deadline waits to be fired", lambda token=token: self.ask(
                "/api/v1/disputes?overdue=true&limit=1", token).json["items"] == [])

    # ---- Loading ----

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"m-{cls.keys}"

    @staticmethod
    def intake(body, kind, source):
        return {"type": kind, "channel": "window", "source": source, "region": BODIES[body][2],
                "body": body, "title": "月报样例纠纷", "description": "", "harm": 0, "urgency": 1,
                "scope": 0,
                "parties": [{"side": "claimant", "kind": "natural", "name": "样例甲"},
                            {"side": "respondent", "kind": "natural", "name": "样例乙"}]}

    def send(self, token, rows):
        """Rows in order; their verdicts."""
        verdicts = []
        for at in range(0, len(rows), ROWS):
            reply = self.ask("/api/v1/commands", token, "POST",
                             {"commands": rows[at:at + ROWS]})
            self.assertEqual(reply.status, 200, reply.text)
            verdicts += reply.json["items"]
        for row, verdict in zip(rows, verdicts):
            self.assertIn(verdict["status"], (200, 201), (row, verdict))
        return verdicts

    def register_all(self, kinds, sources):
        """Disputes of these types and sources, dealt to the bodies in turn: [(body, id, type)]."""
        bodies = sorted(BODIES)
        cases = []
        for i, body in enumerate(bodies):
            mine = list(zip(kinds, sources))[i::len(bodies)]
            rows = [{"key": self.key(), "register": self.intake(body, kind, source)}
                    for kind, source in mine]
            cases += [(body, verdict["id"], kind)
                      for verdict, (kind, _) in zip(self.send(self.tokens[body], rows), mine)]
        return cases

    def command_all(self, cases, commands):
        """commands(n, kind, body) are those of case n, in order. What the mediator alone may do
        parts what the manager does before from what it does behind it."""
        for body in BODIES:
            before, own, behind = [], [], []
            for n, (its_body, case, kind) in enumerate(cases):
                rows = before
                for command in commands(n, kind, body) if its_body == body else ():
                    row = {"key": self.key(), "id": case, **command}
                    if command["command"] == "sign_mediator":
                        own.append(row)
                        rows = behind
                    else:
                        rows.append(row)
            self.send(self.tokens[body], before)
            self.send(self.mediators[body], own)
            self.send(self.tokens[body], behind)

    def totals_only(self, day, n):
        """A month of which no more is told than how many were accepted."""
        self.go_to(day)
        cases = self.register_all(["other"] * n, ["applied"] * n)
        self.command_all(cases, lambda *_: [
            {"command": "accept"}, {"command": "withdraw", "seat": 0, "reason": "已自行和解"}])

    def settling(self, kind, body, fen):
        day = (self.day + datetime.timedelta(days=60)).isoformat()
        terms = {"terms": "双方自愿达成协议。",
                 "obligations": [{"payer": 1, "payee": 0, "amount_fen": str(fen), "due": day,
                                  "manner": "银行转账"}]}
        begin = [{"command": "accept"}, {"command": "assign", "mediator": BODIES[body][1]},
                 {"command": "accept_case"}]
        if kind not in ORAL_IS_NOT_ENOUGH:
            return begin + [{"command": "reach_oral_agreement", **terms}]
        return begin + [{"command": "reach_agreement", **terms},
                        {"command": "sign", "seat": 0, "signing": "paper"},
                        {"command": "sign", "seat": 1, "signing": "paper"},
                        {"command": "sign_mediator", "signing": "paper"},
                        {"command": "seal", "signing": "stamp"}]

    def load(self, found, day):
        self.go_to(day)
        kinds, sources = dealt(found["accepted_by_type"]), dealt(found["accepted_by_source"])
        self.assertEqual(len(kinds), len(sources), "the file's figures do not add up")
        # Sources and ends are dealt over the types, so that no line is of one kind alone.
        dice = random.Random(2016)
        dice.shuffle(sources)
        ends = (["settled"] * one(found, "settled") + ["failed"] * one(found, "failed")
                + ["ended"] * one(found, "ended"))
        ends += ["open"] * (len(kinds) - len(ends))
        dice.shuffle(ends)
        fen = iter(shares(one(found, "amount_yuan") * 100, one(found, "settled")))
        cases = self.register_all(kinds, sources)
        paid = {n: next(fen) for n, end in enumerate(ends) if end == "settled"}

        def commands(n, kind, body):
            if ends[n] == "settled":
                return self.settling(kind, body, paid[n])
            if ends[n] == "failed":
                return [{"command": "accept"},
                        {"command": "refuse_mediation", "seat": 1, "reason": "不接受调解"}]
            if ends[n] == "ended":
                return [{"command": "accept"},
                        {"command": "withdraw", "seat": 0, "reason": "已自行和解"}]
            return [{"command": "accept"}]
        self.command_all(cases, commands)

    # ---- Drawing ----

    def report(self, month, how="json", *words):
        out = f"{self.home}/{month}.{how}"
        got = subprocess.run(
            [YIMA, "report", "--data", self.data, month, "--format", how, "--out", out, *words],
            capture_output=True, text=True, check=False,
            env=environment(YIMA_TEST_CLOCK_OFFSET_S=str(self.offset)))
        self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
        return pathlib.Path(out).read_bytes()

    def check(self, found, month):
        """Every figure of the file, from the report's JSON; then what people read of it."""
        raw = self.report(month)
        report = json.loads(raw)
        cells = {code: i for i, code in enumerate(report["cells"])}
        total = {code: int(report["total"][i]) for code, i in cells.items()}
        for dimension in ("type", "source"):
            lines = {line["code"]: line["n"][cells["accepted"]]
                     for line in report["by"][dimension]["lines"]}
            wanted = found[f"accepted_by_{dimension}"]
            self.assertEqual({code: n for code, n in lines.items() if n}, wanted)
        accepted = sum(found["accepted_by_type"].values())
        self.assertEqual(total["accepted"], accepted)
        for figure in ("settled", "failed", "ended"):
            self.assertEqual(total[figure], one(found, figure), figure)
        self.assertEqual(total["amount_fen"], 100 * one(found, "amount_yuan"))
        self.assertEqual(total["carried"] + total["accepted"] + total["reopened"],
                         total["settled"] + total["failed"] + total["ended"] + total["open"])
        for dimension, table in report["by"].items():
            for code, i in cells.items():
                self.assertEqual(sum(int(line["n"][i]) for line in table["lines"]), total[code],
                                 (dimension, code))
        for key, then in (("change_year", one(found, "accepted_year_before")),
                          ("change_month", one(found, "accepted_month_before"))):
            change = next(c for c in report["indicators"][key] if c["cell"] == "accepted")
            self.assertEqual(int(change["by"]), accepted - then)
            self.assertEqual(change["per_mille"], round(1000 * (accepted - then) / then))
        rate = report["indicators"]["rates"]["success_a"]
        self.assertEqual((rate["part"], rate["whole"]), (one(found, "settled"), accepted))
        self.assertEqual(rate["per_mille"], round(1000 * one(found, "settled") / accepted))
        self.assertEqual(self.report(month), raw)   # frozen: the same bytes for ever
        return report, self.report(month, "csv").decode("utf-8-sig")

    def test_months(self):
        huangshi, made_up = figures("huangshi-2016-08.csv"), figures("made-up.csv")
        self.totals_only(datetime.date(2025, 3, 12), one(made_up, "accepted_year_before"))
        self.totals_only(datetime.date(2025, 8, 12), one(huangshi, "accepted_year_before"))
        self.totals_only(datetime.date(2026, 2, 10), one(made_up, "accepted_month_before"))
        self.load(made_up, datetime.date(2026, 3, 10))
        self.totals_only(datetime.date(2026, 7, 14), one(huangshi, "accepted_month_before"))
        self.load(huangshi, datetime.date(2026, 8, 11))
        self.move(datetime.date(2026, 9, 2))
        for month in ("2025-03", "2025-08", "2026-02", "2026-07"):
            self.report(month, "json", "--population", "none")
        people = self.home + "/people.csv"
        pathlib.Path(people).write_text("region,year,residents,floating,source\n"
                                        "330108,2025,520000,80000,样例\n", encoding="utf-8")
        self.yima("import", people)

        with self.subTest("made up"):
            report, text = self.check(made_up, "2026-03")
            self.assertEqual(report["indicators"]["rates"]["success_b"],
                             {"part": 88, "whole": 152, "per_mille": 579})
        with self.subTest("Huangshi, August 2016"):
            report, text = self.check(huangshi, "2026-08")
            changes = {key: next(c for c in report["indicators"][key] if c["cell"] == "accepted")
                       for key in ("change_year", "change_month")}
            # As they were published: −159 and −15.5 %, +29 and +3.5 %, 96.9 %, 28.738 million yuan.
            self.assertEqual((changes["change_year"]["by"], changes["change_year"]["per_mille"]),
                             ("-159", -155))
            self.assertEqual((changes["change_month"]["by"], changes["change_month"]["per_mille"]),
                             ("29", 35))
            self.assertEqual(report["indicators"]["rates"]["success_a"]["per_mille"], 969)
            self.assertIn("本月共受理纠纷869件，同比减少159件（−15.5%），环比增加29件（+3.5%）；"
                          "调解成功842件，占受理数的96.9%", text)
            self.assertIn("协议涉及金额2,873.80万元", text)
            self.assertEqual(report["people"][0]["residents"], 520000)
            self.assertTrue(self.report("2026-08", "pdf").startswith(b"%PDF-"))
            self.assertIn("−15.5%", self.report("2026-08", "html").decode())


if __name__ == "__main__":
    unittest.main()
