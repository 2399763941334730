# SPDX-License-Identifier: Apache-2.0
"""The bytes of a report, read by programs that are not ours."""
import csv
import io
import json
import os
import subprocess
import unittest

SAMPLE = os.environ["SAMPLE"]


def printed(how):
    return subprocess.run([SAMPLE, how], check=True, capture_output=True, timeout=300).stdout


class Bytes(unittest.TestCase):
    def test_canonical(self):
        """RFC 8785: sorted members, no white space."""
        raw = printed("json")
        again = json.dumps(json.loads(raw), ensure_ascii=False, sort_keys=True,
                           separators=(",", ":"))
        self.assertEqual(raw.decode(), again)

    def test_every_dimension_adds_up(self):
        report = json.loads(printed("json"))
        for name, dimension in report["by"].items():
            sums = [sum(int(line["n"][i]) for line in dimension["lines"])
                    for i in range(len(report["cells"]))]
            self.assertEqual(sums, [int(v) for v in report["total"]], name)

    def test_indicators_follow(self):
        """Computed again here, by other code."""
        report = json.loads(printed("json"))
        total = dict(zip(report["cells"], map(int, report["total"])))
        told = report["indicators"]
        settled = total["settled"]
        self.assertEqual(told["rates"]["success_a"],
                         {"part": settled, "whole": total["accepted"],
                          "per_mille": round(1000 * settled / total["accepted"])})
        closed = settled + total["failed"] + total["ended"]
        self.assertEqual(told["rates"]["success_b"]["per_mille"], round(1000 * settled / closed))
        self.assertTrue(all((rate["per_mille"] is None) == (rate["whole"] == 0)
                            for rate in told["rates"].values()))
        days = [day for day, n in report["days"]["counts"] for _ in range(n)]
        self.assertEqual(told["days"], {"mean_tenths": round(10 * sum(days) / len(days)),
                                        "median": days[-(-len(days) // 2) - 1],
                                        "p90": days[-(-len(days) * 90 // 100) - 1]})
        people = {p["region"]: p["residents"] + p["floating"] for p in report["people"]}
        self.assertEqual(told["sued_per_10000_hundredths"],
                         round(1000000 * total["sued"] / people["330108000000"]))

    def test_table(self):
        """RFC 4180, and the sums of what it says of the types are its total."""
        rows = list(csv.reader(io.StringIO(printed("csv").decode("utf-8-sig"), newline=""),
                               strict=True))
        at = rows.index(["纠纷类型 By type"])
        lines = [row for row in rows[at + 2:rows.index([], at)] if len(row) > 1]
        self.assertEqual(lines[-1][0], "合计 total")
        self.assertEqual(len(lines), 19)
        for column in (1, 2, 4, 5, 6, 7):
            self.assertEqual(sum(int(line[column]) for line in lines[:-1]), int(lines[-1][column]))

    def test_pdf(self):
        self.assertTrue(printed("pdf").startswith(b"%PDF-"))


if __name__ == "__main__":
    unittest.main()
