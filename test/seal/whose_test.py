# SPDX-License-Identifier: Apache-2.0
"""Whose access code signs, and what a court reads of agreements."""
import unittest

import signing_test
from casebed import BODY, COLLEAGUE, COURT, MEDIATOR
from signing_test import IDENTITY


class Whose(signing_test.Signing):
    def test_whose_code_signs(self):
        """Not that of who mediates, sealed or registered it, in whatever role he issued it."""
        dispute = self.agreed()
        paper, party = self.paper(dispute), self.party(dispute, 1)
        both = self.token("--role", "body_manager", "--body", BODY)
        self.sql(f"update api_token set staff_id = {MEDIATOR} where token_id = '{both.split('_')[1]}'")
        sealer = self.token("--role", "body_manager", "--body", BODY)
        for token, reason in ((self.mediator, "mediator_code"), (both, "mediator_code"),
                              (self.manager, "registrar_code"), (sealer, "sealer_code"),
                              (self.window, None)):
            issued = self.post(f"/api/v1/disputes/{dispute}/access-codes", token, {"seat": 1})
            self.assertEqual(issued.status, 201, issued.text)
            if reason == "sealer_code":
                self.assertTrue(issued.json["signs"])  # so far
                self.assertEqual(self.sign(dispute, sealer, paper).status, 200)
            else:
                self.assertEqual((issued.json["signs"], (issued.json["bar"] or {}).get("code")),
                                 (reason is None, reason), issued.text)
            reply = self.sign(dispute, party, paper, IDENTITY[1][-6:])
            self.assertEqual((reply.status, reply.json.get("reason")),
                             (403 if reason else 200, reason), reply.text)
        # A code of which nobody wrote down who issued it.
        self.sql("update access_code set issued_staff = null where hash in (select c.hash from "
                 "access_code c order by c.issued_at desc limit 1)")
        reply = self.sign(dispute, party, paper, IDENTITY[1][-6:])
        self.assertEqual((reply.status, reply.json.get("reason")), (403, "unknown_code"), reply.text)

    def test_whoever_mediated_before_does_not_sign_either(self):
        dispute = self.register(self.manager, self.key(), self.intake())
        both = self.token("--role", "body_manager", "--body", BODY)
        self.sql(f"update api_token set staff_id = {MEDIATOR} where token_id = '{both.split('_')[1]}'")
        self.command(dispute, self.manager, {"command": "accept"})
        self.command(dispute, self.manager, {"command": "assign", "mediator": MEDIATOR})
        issued = self.post(f"/api/v1/disputes/{dispute}/access-codes", both, {"seat": 1})
        self.assertEqual((issued.status, issued.json["signs"]), (201, False), issued.text)
        self.command(dispute, self.manager, {"command": "assign", "mediator": COLLEAGUE})
        colleague = self.token("--role", "mediator", "--staff", COLLEAGUE)
        self.command(dispute, colleague, {"command": "accept_case"})
        self.command(dispute, colleague, {
            "command": "reach_agreement", "terms": signing_test.TERMS, "obligations": [
                {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})
        paper = self.paper(dispute, self.manager)
        reply = self.sign(dispute, self.party(dispute, 1), paper, IDENTITY[1][-6:])
        self.assertEqual((reply.status, reply.json.get("reason")), (403, "mediator_code"), reply.text)

    def test_a_court_reads_no_draft(self):
        """An offer that never bound is a concession; what binds it reads, and its bytes."""
        court = self.token("--role", "court_clerk", "--body", COURT)
        drafted = self.agreed()
        paper = self.paper(drafted)
        self.command(drafted, self.party(drafted, 0), {"command": "go_to_court"})
        self.command(drafted, self.party(drafted, 0), {
            "command": "submit_filing", "court": COURT, "claims": "请求赔偿。", "facts": "楼上漏水。"})
        bound, signed = self.all_signed()
        self.apply_for_confirmation(bound)
        for dispute, sealed, status in ((drafted, paper, 404), (bound, signed, 200)):
            path = f"/api/v1/disputes/{dispute}"
            self.assertEqual(self.ask(path, court).status, 200)
            code = sealed["document_code"]
            count = lambda d=dispute: len(self.ask(f"/api/v1/disputes/{d}/sealed", self.mediator)
                                          .json["items"])
            before = count()
            listed = self.ask(path + "/sealed", court)
            self.assertEqual(listed.status, 200, listed.text)
            self.assertEqual(code in [d["document_code"] for d in listed.json["items"]],
                             status == 200)
            if status == 200:
                self.assertTrue(self.pdf(dispute, code, court)[0].startswith(b"%PDF-"))
            else:
                self.assertEqual(self.ask(f"{path}/sealed/{code}", court).status, 404)
            self.assertEqual(self.ask(path + "/agreement/paper", court).status, status)
            self.assertEqual(count(), before)
            self.assertTrue(self.pdf(dispute, code)[0].startswith(b"%PDF-"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
