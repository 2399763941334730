# SPDX-License-Identifier: Apache-2.0
"""Documents of a dispute as people print them: what stands in them, and what is refused."""
import json
import os
import pwd
import re
import subprocess
import unittest

from cli_nodes import Connection
from place import DATA, Place, sample, yima


class Documents(Place):
    def setUp(self):
        self.load_reference()
        self.done("import", self.path("one.csv", "".join(sample(1))))
        self.id = self.sql("select dispute_id from dispute order by dispute_id limit 1")
        self.number = json.loads(self.done("show", "--json", self.id))["number"]

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
        packet = self.text("filing_packet")
        self.assertIn("＿＿＿＿＿＿", packet)
        self.assertIn("证件号码：＿＿＿＿＿＿", packet)
        # A gloss goes along only when one asks for it.
        self.assertNotIn("Receiptofarequest", receipt)
        self.assertIn("Receiptofarequest", self.text("receipt", "--lang", "zh+en"))

    def test_who_read_is_logged(self):
        """Whoever may run the program reads past every role: it is known who did, and what."""
        def seen():
            return self.sql("select reader, what, dispute_id from person_access where "
                            "reader like 'cli:%' order by access_id").splitlines()
        before = len(seen())
        self.text("receipt")
        self.done("show", self.id)
        self.done("export")
        self.done("export", "--format", "xes", "--anonymous")  # names nobody
        self.fails(1, "show", "1")  # and this shows nothing
        who = "cli:" + pwd.getpwuid(os.getuid()).pw_name
        self.assertEqual(sorted(seen()[before:]), sorted(
            [f"{who}|6|{self.id}", f"{who}|0|{self.id}", f"{who}|4|0"]))

    def test_refused_while_something_is_missing(self):
        said = self.fails(1, "document", self.id, "agreement", "--output", self.path("never.pdf"))
        self.assertIn("terms (协议内容) is not known", said)
        said = self.fails(1, "document", self.id, "transfer_slip", "--output",
                          self.path("never.pdf"))
        self.assertIn("makes no sense yet", said)
        self.assertFalse(os.path.exists(self.path("never.pdf")))

    def ask(self, path, *options):
        """GET as whoever the token is for: status, type, bytes."""
        token = self.done("token", "create", *options).split()[-1]
        connection = Connection(self.path("http"))
        connection.request("GET", f"/api/v1/disputes/{self.number}/documents{path}",
                           headers={"Authorization": "Bearer " + token})
        answer = connection.getresponse()
        got = answer.status, answer.getheader("Content-Type"), answer.read()
        connection.close()
        return got

    def test_over_http(self):
        clerk = ("--role", "dispatcher", "--region", "3301")
        status, _, body = self.ask("", *clerk)
        self.assertEqual(status, 200, body)
        items = {item["document"]: item for item in json.loads(body)["items"]}
        self.assertTrue(items["receipt"]["ready"])
        # What makes no sense yet is not offered.
        self.assertEqual(set(items), {"receipt", "rights_notice", "code_label"})
        looks = "select count(*) from person_access where dispute_id = " + self.id
        before = int(self.sql(looks))
        status, media, body = self.ask("/receipt", *clerk)
        self.assertEqual((status, media), (200, "application/pdf"))
        self.assertEqual(body[:5], b"%PDF-")
        # Each print is a read of personal data, and is logged.
        self.assertEqual(int(self.sql(looks)), before + 1)
        status, _, body = self.ask("/agreement", *clerk)
        self.assertEqual(status, 422)
        self.assertIn("协议内容", json.loads(body)["detail"])
        status, _, body = self.ask("/transfer_slip", *clerk)
        self.assertEqual(status, 422)
        self.assertIn("makes no sense yet", json.loads(body)["detail"])
        self.assertEqual(self.ask("/receipt?lang=zh%2Ben", *clerk)[0], 200)
        self.assertEqual(self.ask("/receipt?lang=en", *clerk)[0], 400)
        for name in ("wish", "confirm_ruling"):
            self.assertEqual(self.ask("/" + name, *clerk)[0], 404)

    def test_minutes_are_for_those_who_mediate(self):
        """人民法院在线调解规则 18: what was conceded while talking goes to no court and no watcher."""
        region = ("--region", "3301")
        for role, where, reads in [
                ("window_clerk", region, True), ("dispatcher", region, True),
                ("centre", region, True), ("supervisor", region, False), ("dpo", region, False),
                ("auditor", region, False), ("grid_worker", region, False),
                ("admin", (), False), ("job", (), False)]:
            with self.subTest(role):
                caller = ("--role", role, *where)
                status, _, body = self.ask("", *caller)
                self.assertEqual(status, 200, body)
                listed = {item["document"] for item in json.loads(body)["items"]}
                self.assertIn("receipt", listed)
                for name in ("record", "back_cover"):
                    status = self.ask("/" + name, *caller)[0]
                    if reads:
                        self.assertIn(status, (200, 422), name)
                    else:
                        self.assertEqual(status, 404, name)

    def test_what_parties_may_print(self):
        """Not what was said in sessions, nor the sealed fields of others."""
        party = ("--role", "party", "--dispute", self.number, "--seat", "0")
        items = [item["document"] for item in json.loads(self.ask("", *party)[2])["items"]]
        self.assertIn("receipt", items)
        for name in ("record", "transfer_slip", "back_cover"):
            self.assertNotIn(name, items)
            self.assertEqual(self.ask("/" + name, *party)[0], 404)
        region = self.sql("select region from dispute where dispute_id = " + self.id)[:6]
        elsewhere = "330106" if region != "330106" else "330108"
        stranger = ("--role", "dispatcher", "--region", elsewhere)
        self.assertEqual(self.ask("", *stranger)[0], 404)

    def test_wrong_usage(self):
        for words in ((self.id,), (self.id, "wish"), (self.id, "confirm_ruling"), ("list", "more"),
                      (self.id, "receipt", "--lang", "en")):
            with self.subTest(words):
                self.fails(2, "document", *words)
        names = yima("document", "list").stdout.split("\n")
        self.assertEqual(len(names) - 1, len(os.listdir(os.path.join(
            DATA, "..", "..", "adapters", "document", "forms"))))


if __name__ == "__main__":
    unittest.main()
