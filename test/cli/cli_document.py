# SPDX-License-Identifier: Apache-2.0
"""Documents of a dispute as people print them: what stands in them, and what is refused."""
import json
import os
import re
import subprocess
import unittest

from place import DATA, Place, sample, yima


class Documents(Place):
    def setUp(self):
        self.load_reference()
        self.done("import", self.path("one.csv", "".join(sample(1))))
        self.id = self.sql("select dispute_id from dispute order by dispute_id limit 1")

    def text(self, document, *words):
        path = self.path(document + ".pdf")
        self.done("document", self.id, document, "--output", path, *words)
        with open(path, "rb") as f:
            self.assertEqual(f.read(5), b"%PDF-")
        got = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
        return re.sub(r"\s", "", got.stdout.decode())

    def test_what_stands_in_them(self):
        shown = json.loads(self.done("show", "--json", self.id))
        receipt = self.text("receipt", "--public-url", "HTTPS://YIMA.EXAMPLE.GOV.CN")
        for word in ("纠纷登记回执", shown["number"], re.sub(r"\s", "", shown["title"]),
                     shown["parties"][0]["name"], "诉讼时效自提出请求之日起中断"):
            self.assertIn(word, receipt)
        # A page of A4 with its number on it; sealed numbers print as lines to write on.
        self.assertIn("第1页共1页", receipt)
        self.assertIn("＿＿＿＿＿＿", self.text("record"))

    def test_refused_while_something_is_missing(self):
        said = self.fails(1, "document", self.id, "agreement", "--output", self.path("never.pdf"))
        self.assertIn("terms (协议内容) is not known", said)
        self.assertFalse(os.path.exists(self.path("never.pdf")))

    def test_wrong_usage(self):
        for words in ((self.id,), (self.id, "wish"), (self.id, "confirm_ruling"), ("list", "more")):
            with self.subTest(words):
                self.fails(2, "document", *words)
        names = yima("document", "list").stdout.split("\n")
        self.assertEqual(len(names) - 1, len(os.listdir(os.path.join(
            DATA, "..", "..", "adapters", "document", "forms"))))


if __name__ == "__main__":
    unittest.main()
