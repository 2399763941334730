# SPDX-License-Identifier: Apache-2.0
"""From red to the court and back: what is missing, what the court wants, the number, the fee."""
import hashlib
import unittest

from casebed import COURT, SECRET, close_shared
from filingbed import SUBMIT, Filing, plain


class Way(Filing):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.token("--role", "court_clerk", "--body", COURT)

    def lacks(self, packet):
        return {m["code"]: m["severity"] for m in packet["missing"]}

    def test_there_and_back(self):
        dispute = self.red()
        claimant = self.party(dispute, 0)
        packet = self.packet(dispute, claimant)
        self.assertFalse(packet["ready"])
        self.assertEqual({k: v for k, v in self.lacks(packet).items() if v == "stops"},
                         {"claims": "stops", "facts": "stops", "court": "stops"})
        self.assertTrue(all(m["source"] for m in packet["missing"]))
        # Before anything is submitted it prints with lines to write on.
        status, text = self.document(dispute, "filing_packet", claimant)
        self.assertEqual(status, 200)
        self.assertIn("＿＿＿＿＿＿", text)
        self.assertIn("证据清单", text)

        self.command(dispute, claimant, SUBMIT)
        packet = self.packet(dispute, claimant)
        self.assertTrue(packet["ready"])
        self.assertEqual((packet["court"]["id"], packet["filer"], packet["copies"]), (COURT, 0, 2))
        self.assertEqual(packet["claims"], SUBMIT["claims"])
        # The party reads its own data in full, the court everybody's, the party nobody else's.
        court = self.packet(dispute, self.clerk)
        self.assertEqual(court["parties"][0]["identity"], packet["parties"][0]["identity"])
        self.assertNotIn("*", str(court["parties"]))
        self.assertIsNone(packet["parties"][1]["identity"])
        masked = self.packet(dispute, self.mediator)["parties"][0]["identity"]
        self.assertIn("*", masked or "*")

        self.command(dispute, self.clerk, {"command": "ask_supplement", "reason": "请补充住址"})
        self.assertEqual(self.packet(dispute, claimant)["answer"]["reason"], "请补充住址")
        self.command(dispute, claimant, {"command": "supplement", "note": "住西兴街道一号"})
        self.assertEqual(self.packet(dispute, self.clerk)["supplements"][0]["text"],
                         "住西兴街道一号")
        self.assertIn("住西兴街道一号", self.document(dispute, "filing_packet", self.clerk)[1])
        self.command(dispute, self.clerk, {"command": "refuse_filing", "reason": "不属本院管辖"})
        packet = self.packet(dispute, claimant)
        self.assertEqual((packet["answer"]["command"]["code"], packet["answer"]["reason"]),
                         ("refuse_filing", "不属本院管辖"))

        self.command(dispute, claimant, {**SUBMIT, "facts": "更正后的事实。"})
        packet = self.packet(dispute, claimant)
        self.assertIsNone(packet["answer"])
        self.assertEqual(packet["facts"], "更正后的事实。")
        self.command(dispute, self.clerk, {
            "command": "register_court", "case_number": "（2026）浙0108民初565号",
            "court_procedure": "simplified"})
        self.assertEqual(self.packet(dispute, claimant)["case_number"], "(2026)浙0108民初565号")
        self.assertIn("案号：(2026)浙0108民初565号",
                      self.document(dispute, "filing_packet", claimant)[1])

    def test_an_agreement_in_force_is_sued_upon(self):
        dispute = self.settled()
        claimant = self.party(dispute, 0)
        self.assertIsNone(self.packet(dispute, claimant)["agreement"])
        self.command(dispute, claimant, {"command": "go_to_court"})
        packet = self.packet(dispute, claimant)
        self.assertEqual(packet["agreement"]["terms"], "被申请人支付3000元。")
        self.assertEqual(packet["agreement"]["obligations"][0]["amount_fen"], "300000")
        self.assertIn("据以起诉的调解协议", self.document(dispute, "filing_packet", claimant)[1])

    def test_who_asks(self):
        dispute = self.red()
        path = f"/api/v1/disputes/{dispute}/filing/packet"
        self.assertEqual(self.ask(path).status, 401)
        elsewhere = self.token("--role", "window_clerk", "--region", "330106")
        self.assertEqual(self.ask(path, elsewhere).status, 404)
        self.assertEqual(self.ask(path, self.clerk).status, 404)  # not yet its court
        reads = f"select count(*) from person_access where dispute_id = {self.id_of(dispute)}"
        before = int(self.sql(reads))
        self.packet(dispute, self.party(dispute, 0))
        self.assertEqual(int(self.sql(reads)), before + 1)

    def id_of(self, dispute):
        return self.sql("select dispute_id from dispute order by dispute_id desc limit 1")

    def test_performance_is_proved(self):
        dispute = self.settled()
        party = self.party(dispute, 1)
        listed = {d["document"] for d in
                  self.ask(f"/api/v1/disputes/{dispute}/documents", party).json["items"]}
        self.assertNotIn("performance_proof", listed)
        self.assertIn("agreement", listed)
        self.command(dispute, self.mediator, {"command": "record_performance", "obligation": 0,
                                              "result": "fulfilled"})
        status, text = self.document(dispute, "performance_proof", party, "zh+en")
        self.assertEqual(status, 200, text)
        for word in ("履行证明", "Proofofperformance", "自动履行", "3,000.00元", "按期履行"):
            self.assertIn(word, text)
        status, text = self.document(dispute, "agreement", party)
        self.assertIn("本协议已于", text)
        self.assertIn("签署方式", text)

    def test_sealed_papers(self):
        """A packet and a proof of performance bear the code under which anybody can check them."""
        red = self.red()
        self.note(red, self.mediator, "undisputed")
        self.note(red, self.mediator, "concession")
        settled = self.settled()
        self.command(settled, self.mediator, {"command": "record_performance", "obligation": 0,
                                              "result": "fulfilled"})
        for dispute, document in ((red, "filing_packet"), (settled, "performance_proof")):
            party = self.party(dispute, 0)
            made = self.post(f"/api/v1/disputes/{dispute}/sealed", party, {"document": document})
            self.assertIn(made.status, (200, 201), made.text)
            again = self.post(f"/api/v1/disputes/{dispute}/sealed", party, {"document": document})
            self.assertEqual(again.json["sha256"], made.json["sha256"])
            code = made.json["document_code"]
            status, pdf = self.fetch(f"/api/v1/disputes/{dispute}/sealed/{code}", party)
            self.assertEqual(status, 200)
            self.assertEqual(hashlib.sha256(pdf).hexdigest(), made.json["sha256"])
            text = plain(pdf)
            self.assertIn("文书验证码：" + made.json["document_code_text"], text)
            self.assertIn("验证码" + made.json["document_code_text"] + "第1页", text)
            self.assertIn(made.json["verify_url"], text)
            self.assertEqual(SECRET["undisputed"] in text, document == "filing_packet")
            self.assertNotIn(SECRET["concession"], text)
            told = self.ask(f"/api/v1/seals/{code}")
            self.assertEqual(told.status, 200, told.text)
        # Nothing to prove yet.
        early = self.settled()
        none = self.post(f"/api/v1/disputes/{early}/sealed", self.party(early, 0),
                         {"document": "performance_proof"})
        self.assertEqual(none.status, 422, none.text)


if __name__ == "__main__":
    unittest.addModuleCleanup(close_shared)
    unittest.main()
