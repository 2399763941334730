# SPDX-License-Identifier: Apache-2.0
"""The bytes of a report, read by programs that are not ours."""
import csv
import html.parser
import io
import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SAMPLE = os.environ["SAMPLE"]
XHTML = "{http://www.w3.org/1999/xhtml}"


def printed(how):
    return subprocess.run([SAMPLE, how], check=True, capture_output=True, timeout=300).stdout


class Page(html.parser.HTMLParser):
    """Checks that a page is well formed while it is read."""

    VOID = {"meta"}

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes, self.charts = [], set(), set(), 0

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.charts += tag == "svg"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()


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
        """The text can be searched, and every line lies on the paper."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(printed("pdf"))
            file.flush()
            root = ElementTree.fromstring(subprocess.run(
                ["pdftotext", "-bbox-layout", file.name, "-"], check=True, capture_output=True,
                timeout=300).stdout)
        words = [word.text for word in root.iter(XHTML + "word")]
        self.assertIn("2026年8月矛盾纠纷调解工作统计月报", words)
        self.assertIn("2,666,880.00", words)
        self.assertIn("\u22122.36%", words)
        for line in root.iter(XHTML + "line"):
            left, top, right, bottom = (float(line.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))
            self.assertTrue(60 < left <= right < 535 and 20 < top <= bottom < 830,
                            ElementTree.tostring(line, encoding="unicode")[:300])

    def test_page(self):
        """Every element that is begun ends in its turn, and nothing is loaded or run."""
        page = Page()
        page.feed(printed("html").decode("utf-8"))
        page.close()
        self.assertEqual(page.open, [])
        self.assertEqual(page.seen & {"script", "link", "img", "iframe", "object", "form", "a"}, set())
        self.assertEqual(page.charts, 8)
        self.assertEqual(page.attributes & {"style", "onclick", "onload", "href", "src"}, set())


if __name__ == "__main__":
    unittest.main()
