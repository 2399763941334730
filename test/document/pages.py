# SPDX-License-Identifier: Apache-2.0
"""Every shipped form, with few and with many long values, as poppler sees it: nothing lies outside
the paper or on something else, pages are numbered, the text can be searched, the code scans."""
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SAMPLE = os.environ["SAMPLE"]
FORMS = ("receipt", "rights_notice", "refusal_notice", "remedies_notice", "transfer_slip",
         "disclosure_form", "extension_consent", "record", "agreement", "confirm_application",
         "filing_packet", "performance_proof", "code_label", "back_cover",
         "voluntary_certificate")
LANGUAGES = ("zh", "zh+en")
WIDTH, HEIGHT = 595.28, 841.89
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, timeout=600, **more).stdout


class Pages(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory(prefix="yima-document-")
        self.addCleanup(self.place.cleanup)

    def make(self, form, parties, obligations, language="zh"):
        path = os.path.join(self.place.name, form + ".pdf")
        with open(path, "wb") as f:
            f.write(run(SAMPLE, form, str(parties), str(obligations), language))
        return path

    def lines(self, path):
        """For each page its lines: (xMin, yMin, xMax, yMax, text)."""
        root = ElementTree.fromstring(run("pdftotext", "-bbox-layout", path, "-"))
        for page in root.iter(NAMESPACE + "page"):
            yield [tuple(float(line.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")) +
                   ("".join(w.text or "" for w in line.iter(NAMESPACE + "word")),)
                   for line in page.iter(NAMESPACE + "line")]

    def test_nothing_overflows(self):
        for form in FORMS:
            for parties, obligations, language in ((2, 0, "zh"), (2, 2, "zh+en"), (32, 60, "zh"),
                                                   (32, 60, "zh+en")):
                with self.subTest(form, parties=parties, obligations=obligations,
                                  language=language):
                    pages = list(self.lines(self.make(form, parties, obligations, language)))
                    self.keep_together(pages)
                    for number, page in enumerate(pages, 1):
                        self.look_at(page)
                        foot = f"第{number}页共{len(pages)}页"
                        self.assertTrue(any(foot in line[4].replace(" ", "") for line in page),
                                        foot)

    def keep_together(self, pages):
        """No heading is the last on its page: what it heads stands below it."""
        for page in pages[:-1]:
            last = max((line for line in page if line[3] < HEIGHT - 70), key=lambda line: line[3])
            self.assertNotRegex(last[4], r"^[一二三四五]、", page)

    def look_at(self, page):
        for i, (x0, y0, x1, y1, text) in enumerate(page):
            self.assertGreaterEqual(x0, 0, text)
            self.assertLessEqual(x1, WIDTH - 50, text)
            self.assertLessEqual(y1, HEIGHT, text)
            for a0, b0, a1, b1, other in page[i + 1:]:
                # Boxes are as high as the font; ink of two lines touches only when more is shared.
                wide = min(x1, a1) - max(x0, a0)
                high = min(y1, b1) - max(y0, b0)
                self.assertFalse(wide > 2 and high > 0.5 * min(y1 - y0, b1 - b0), (text, other))

    def test_text_can_be_searched(self):
        text = run("pdftotext", "-layout", self.make("agreement", 3, 3), "-").decode()
        plain = re.sub(r"\s", "", text)
        for word in ("调解协议书", "编号：0SA6B-KHNG3-4EE2", "姓名或名称0", "金额2", "三十日内"):
            self.assertIn(word, plain)
        self.assertEqual(plain.count("款") - plain.count("付款"), 4000)
        self.assertEqual(plain.count("名" * 3) > 0, True)
        # Nothing of a cell higher than a page is lost.
        self.assertEqual(plain.count("行") - plain.count("履行") - plain.count("执行"), 4000)

    def test_the_code_scans(self):
        path = self.make("receipt", 2, 0)
        run("pdftoppm", "-r", "200", "-png", "-f", "1", "-l", "1", path, path)
        image = next(os.path.join(self.place.name, name)
                     for name in os.listdir(self.place.name) if name.endswith(".png"))
        self.assertEqual(run("zbarimg", "-q", "--raw", image).decode().strip(),
                         "HTTP://127.0.0.1:8080/M/0123456789ABCDEFGHJKMNPQRS")

    def test_the_same_bytes_in_another_process(self):
        self.assertEqual(run(SAMPLE, "agreement", "5", "7"), run(SAMPLE, "agreement", "5", "7"))


if __name__ == "__main__":
    unittest.main()
