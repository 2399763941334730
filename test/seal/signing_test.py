# SPDX-License-Identifier: Apache-2.0
"""Signing on the page: the paper is sealed once, a party proves itself and signs, anybody checks."""
import concurrent.futures
import copy
import hashlib
import http.client
import json
import os
import re
import signal
import subprocess
import unittest

from casebed import MEDIATOR, Casefile
from served import INTAKE, YIMA, environment

IDENTITY = ("11010519491231002X", "330108199003077758")
TERMS = "被申请人分期支付赔偿款三千元。"
SECRETS = ("张三丰", "李四光", *IDENTITY, "分期支付", "300000", "3000", "滨江区江南大道100号")


def checked(number):
    """A citizen number with its right check character (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(w * int(d) for w, d in zip(weights, number)) % 11]


IDENTITY = (IDENTITY[0], checked(IDENTITY[1]))


class Signing(Casefile):
    """A server of its own: entering codes is throttled by address."""

    SHARES = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.window = cls.token("--role", "window_clerk", "--region", "330108")

    @classmethod
    def intake(cls):
        body = copy.deepcopy(INTAKE)
        body["parties"][0].update(identity=IDENTITY[0], phone="13912345678",
                                  address="滨江区江南大道100号")
        body["parties"][1].update(identity=IDENTITY[1])
        return body

    @classmethod
    def agreed(cls, intake=None):
        """A dispute whose agreement waits to be signed."""
        dispute = cls.register(cls.manager, cls.key(), intake or cls.intake())
        for token, body in (
                (cls.manager, {"command": "accept"}),
                (cls.manager, {"command": "assign", "mediator": MEDIATOR}),
                (cls.mediator, {"command": "accept_case"}),
                (cls.mediator, {"command": "reach_agreement", "terms": TERMS, "obligations": [
                    {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})):
            cls.command(dispute, token, body)
        return dispute

    def paper(self, dispute, token=None):
        reply = self.ask(f"/api/v1/disputes/{dispute}/agreement/paper", token or self.mediator)
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def pdf(self, dispute, code, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", f"/api/v1/disputes/{dispute}/sealed/{code}",
                           headers={"Authorization": "Bearer " + (token or self.mediator)})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        self.assertEqual(reply.status, 200, data[:500])
        return data, reply.headers

    def sign(self, dispute, token, paper, digits=None, key=None, **changes):
        body = {"document_code": paper["document_code"], "sha256": paper["sha256"]}
        if digits is not None:
            body["digits"] = digits
        return self.post(f"/api/v1/disputes/{dispute}/agreement/signature", token,
                         {**body, **changes}, key)

    def all_signed(self):
        dispute = self.agreed()
        paper = self.paper(dispute)
        for seat in (0, 1):
            reply = self.sign(dispute, self.party(dispute, seat), paper, IDENTITY[seat][-6:])
            self.assertEqual(reply.status, 200, reply.text)
        for token in (self.mediator, self.manager):
            reply = self.sign(dispute, token, paper)
            self.assertEqual(reply.status, 200, reply.text)
        return dispute, paper

    def yima_says(self, *words):
        got = subprocess.run([YIMA, *words], capture_output=True, env=environment(), text=True,
                             check=False)
        return got.returncode, got.stdout + got.stderr

    def save(self, name, data):
        path = os.path.join(self.home, name)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path


class Story(Signing):
    def test_all_sign_on_the_page(self):
        dispute, paper = self.all_signed()
        data, headers = self.pdf(dispute, paper["document_code"], self.party(dispute, 1))
        self.assertTrue(data.startswith(b"%PDF-"))
        self.assertEqual(hashlib.sha256(data).hexdigest(), paper["sha256"])
        self.assertEqual(len(data), paper["size"])
        self.assertEqual(headers["Content-Type"], "application/pdf")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        # The document shows its code and where to check it, and of a person what both may see.
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True,
                              check=True).stdout.decode()
        self.assertIn(paper["document_code_text"], text)
        self.assertIn("/V/" + paper["document_code"], re.sub(r"\s", "", text))
        self.assertIn(TERMS, text)
        for seat in (0, 1):
            self.assertIn(IDENTITY[seat][:6] + "*", text)
            self.assertNotIn(IDENTITY[seat][6:], text)
        self.assertNotIn("13912345678", text)
        # The events name the document and its hash, so the chain holds both.
        events = self.ask(f"/api/v1/disputes/{dispute}/events", self.mediator).json["items"]
        signed = [e["payload"]["detail"] for e in events
                  if e["command"] in ("sign", "sign_mediator", "seal")]
        self.assertEqual(len(signed), 4)
        for detail in signed:
            self.assertEqual((detail["signing"], detail["document_code"], detail["sha256"]),
                             ("page", paper["document_code"], paper["sha256"]))
        for secret in (IDENTITY[0][-6:], IDENTITY[1][-6:]):
            self.assertNotIn(secret, json.dumps(events))
        after = self.paper(dispute)
        self.assertEqual((after["state"]["code"], after["document_code"]),
                         ("in_force", paper["document_code"]))
        agreement = next(e["payload"] for e in events if e["command"] == "reach_agreement")
        terms = json.dumps(agreement["detail"], ensure_ascii=False, separators=(",", ":"),
                           sort_keys=True)
        self.assertEqual(hashlib.sha256(terms.encode()).hexdigest(), paper["terms_sha256"])
        readers = self.ask(f"/api/v1/disputes/{dispute}/readers", self.manager).json["items"]
        self.assertIn("print", [r["what"]["code"] for r in readers])

    def test_first_sealing_is_the_only_one(self):
        dispute = self.agreed()
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            papers = list(pool.map(lambda _: self.paper(dispute), range(6)))
        self.assertEqual(len({p["document_code"] for p in papers}), 1)
        self.assertEqual(len({p["sha256"] for p in papers}), 1)
        self.assertEqual(self.sql("select count(*) from sealed_document where dispute_id = "
                                  f"(select dispute_id from sealed_document where code = "
                                  f"'{papers[0]['document_code']}')"), "1")
        self.assertEqual(self.sql("select count(*) from sealed_part p where not exists (select "
                                  "from sealed_document s where s.code = p.code)"), "0")

    def test_a_crash_between_sealing_and_signing_doubles_nothing(self):
        dispute = self.agreed()
        paper = self.paper(dispute)
        party, key = self.party(dispute, 0), self.key()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(120)
        self.start()
        self.assertEqual(self.paper(dispute)["document_code"], paper["document_code"])
        first = self.sign(dispute, party, paper, IDENTITY[0][-6:], key)
        self.assertEqual(first.status, 200, first.text)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(120)
        self.start()
        again = self.sign(dispute, party, paper, IDENTITY[0][-6:], key)
        self.assertEqual(again.status, 200, again.text)
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        self.assertEqual(again.json["version"], first.json["version"])
        other = self.sign(dispute, party, paper, IDENTITY[0][-6:])
        self.assertEqual((other.status, other.json["reason"]), (409, "already"), other.text)

    def test_changed_terms_must_be_read_anew(self):
        dispute = self.agreed()
        old = self.paper(dispute)
        self.command(dispute, self.mediator, {
            "command": "vary", "reason": "更正金额", "terms": "改为四千元。",
            "obligations": [{"payer": 1, "payee": 0, "amount_fen": "400000", "due": "2030-01-31"}]})
        reply = self.sign(dispute, self.party(dispute, 0), old, IDENTITY[0][-6:])
        self.assertEqual((reply.status, reply.json["reason"]), (409, "replaced"), reply.text)
        new = self.paper(dispute)
        self.assertNotEqual(new["document_code"], old["document_code"])
        reply = self.sign(dispute, self.party(dispute, 0), new, IDENTITY[0][-6:])
        self.assertEqual(reply.status, 200, reply.text)
        state = self.ask(f"/api/v1/seals/{old['document_code']}").json["state"]["code"]
        self.assertEqual(state, "replaced")

    def test_a_change_after_effect_is_sealed_beside_the_old_one(self):
        dispute, old = self.all_signed()
        self.command(dispute, self.mediator, {
            "command": "vary", "reason": "宽限一个月", "terms": "改为二月底前付清。",
            "obligations": [{"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-02-28"}]})
        new = self.paper(dispute)
        states = lambda: [self.ask(f"/api/v1/seals/{p['document_code']}").json for p in (old, new)]
        self.assertEqual([s["state"]["code"] for s in states()], ["in_force", "pending"])
        self.assertEqual([(s["signatures_given"], s["signatures_needed"]) for s in states()],
                         [(4, 4), (0, 4)])
        kept = self.save("kept.pdf", self.pdf(dispute, old["document_code"])[0])
        status, said = self.yima_says("verify", "--document", kept, "--data", self.data)
        self.assertEqual((status, "holds: " in said), (0, True), said)
        # The old document is still there to be read; it is the new one that waits to be signed.
        reply = self.sign(dispute, self.party(dispute, 0), old, IDENTITY[0][-6:])
        self.assertEqual((reply.status, reply.json["reason"]), (409, "replaced"), reply.text)
        for seat in (0, 1):
            reply = self.sign(dispute, self.party(dispute, seat), new, IDENTITY[seat][-6:])
            self.assertEqual(reply.status, 200, reply.text)
        for token in (self.mediator, self.manager):
            reply = self.sign(dispute, token, new)
            self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual([s["state"]["code"] for s in states()], ["replaced", "in_force"])
        status, said = self.yima_says("verify", "--document", kept, "--data", self.data)
        self.assertEqual((status, "replaced: " in said), (1, True), said)

    def test_documents_of_others(self):
        one, two = self.agreed(), self.agreed()
        paper, other = self.paper(one), self.paper(two)
        reply = self.sign(one, self.party(one, 0), other, IDENTITY[0][-6:])
        self.assertEqual((reply.status, reply.json["reason"]), (404, "unknown"), reply.text)
        reply = self.sign(one, self.party(one, 0), paper, IDENTITY[0][-6:], sha256="0" * 64)
        self.assertEqual((reply.status, reply.json["reason"]), (409, "other_bytes"), reply.text)
        self.assertEqual(self.ask(f"/api/v1/disputes/{one}/sealed/{other['document_code']}",
                                  self.party(one, 0)).status, 404)
        self.assertEqual(self.ask(f"/api/v1/disputes/{two}/agreement/paper",
                                  self.party(one, 0)).status, 404)
        self.assertEqual(self.sign(two, self.party(one, 0), other, IDENTITY[0][-6:]).status, 404)

    def test_wrong_digits_lock_the_seat_until_somebody_saw_the_person(self):
        dispute = self.agreed()
        paper, party = self.paper(dispute), self.party(dispute, 1)
        for left in (4, 3, 2, 1):
            reply = self.sign(dispute, party, paper, "000000")
            self.assertEqual((reply.status, reply.json["reason"], reply.json["left"]),
                             (403, "wrong", left), reply.text)
        reply = self.sign(dispute, party, paper, "000000")
        self.assertEqual((reply.status, reply.json["reason"]), (403, "locked"), reply.text)
        # Locked is locked, right or wrong, after a restart, and for this seat alone.
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)
        self.start()
        reply = self.sign(dispute, party, paper, IDENTITY[1][-6:])
        self.assertEqual((reply.status, reply.json["reason"]), (403, "locked"), reply.text)
        reply = self.sign(dispute, self.party(dispute, 0), paper, IDENTITY[0][-6:])
        self.assertEqual(reply.status, 200, reply.text)
        issued = self.post(f"/api/v1/disputes/{dispute}/access-codes", self.window, {"seat": 1})
        self.assertEqual(issued.status, 201, issued.text)
        reply = self.sign(dispute, party, paper, IDENTITY[1][-6:].lower())
        self.assertEqual(reply.status, 200, reply.text)
        for secret in ("000000", IDENTITY[0][-6:], IDENTITY[1][-6:]):
            self.assertNotIn(f'"{secret}"', self.log())

    def test_a_right_try_starts_the_count_anew_and_shapes_cost_nothing(self):
        dispute = self.agreed()
        paper, party = self.paper(dispute), self.party(dispute, 0)
        for digits in ("", "1234567", None):
            reply = self.sign(dispute, party, paper, digits)
            self.assertEqual((reply.status, reply.json["reason"]), (422, "digits"), reply.text)
        self.assertEqual(self.sign(dispute, party, paper, "111111").json["left"], 4)
        self.assertEqual(self.sign(dispute, party, paper, IDENTITY[0][-6:]).status, 200)
        self.assertEqual(self.sign(dispute, party, paper, "111111").json["left"], 4)

    def test_who_cannot_prove_himself_signs_on_paper(self):
        intake = self.intake()
        del intake["parties"][0]["identity"]
        intake["parties"][1] = {"side": "respondent", "kind": "legal", "name": "钱二公司",
                                "identity": "91350100M000100Y43"}
        dispute = self.agreed(intake)
        paper = self.paper(dispute)
        for seat, digits in ((0, "31002X"), (1, "00Y43X")):
            self.assertEqual(self.paper(dispute, self.party(dispute, seat))["proof"], "paper")
            reply = self.sign(dispute, self.party(dispute, seat), paper, digits)
            self.assertEqual((reply.status, reply.json["reason"]), (409, "paper"), reply.text)
            self.assertIn("paper", reply.json["detail"])
        agent = self.party(dispute, 0, "agent")
        self.assertEqual(self.sign(dispute, agent, paper, "31002X").status, 403)
        for seat in (0, 1):
            self.command(dispute, self.mediator,
                         {"command": "sign", "seat": seat, "signing": "paper"})
        self.assertEqual(len(self.paper(dispute)["signatures"]), 2)

    def test_what_may_not_be_signed_electronically(self):
        intake = self.intake()
        intake["type"] = "marriage"
        dispute = self.agreed(intake)
        paper = self.paper(dispute)
        self.assertFalse(paper["esign"]["allowed"])
        for token, digits in ((self.party(dispute, 0), IDENTITY[0][-6:]), (self.mediator, None)):
            reply = self.sign(dispute, token, paper, digits)
            self.assertEqual((reply.status, reply.json["reason"]), (409, "paper"), reply.text)
            self.assertIn("print", reply.json["detail"])
        for token, body in ((self.mediator, {"command": "sign", "seat": 0, "signing": "fingerprint"}),
                            (self.mediator, {"command": "sign", "seat": 1, "signing": "paper"}),
                            (self.mediator, {"command": "sign_mediator", "signing": "paper"}),
                            (self.manager, {"command": "seal", "signing": "stamp"})):
            self.command(dispute, token, body)
        self.assertEqual(self.paper(dispute)["state"]["code"], "in_force")

    def test_nobody_signs_on_a_page_by_a_bare_command(self):
        dispute = self.agreed()
        paper = self.paper(dispute)
        for token in (self.party(dispute, 0), self.mediator):
            reply = self.post(f"/api/v1/disputes/{dispute}/commands", token, {
                "command": "sign", "seat": 0, "signing": "page",
                "document_code": paper["document_code"], "sha256": paper["sha256"]})
            self.assertEqual(reply.status, 403, reply.text)
            self.assertIn("agreement/signature", reply.json["detail"])

    def test_anybody_checks_and_learns_nothing_personal(self):
        dispute, paper = self.all_signed()
        code = paper["document_code"]
        number = self.ask(f"/api/v1/disputes/{dispute}", self.mediator).json["number"]
        reply = self.ask(f"/api/v1/seals/{code}")
        self.assertEqual(reply.status, 200, reply.text)
        got = reply.json
        self.assertEqual((got["holds"], got["state"]["code"], got["sha256"]),
                         (True, "in_force", paper["sha256"]))
        self.assertEqual((got["signatures_given"], got["signatures_needed"]), (4, 4))
        statement = json.loads(got["statement"])
        self.assertEqual(got["statement"], json.dumps(statement, separators=(",", ":"),
                                                      sort_keys=True))
        whose = f"{code}:{number.replace('-', '')}"
        self.assertEqual(statement["dispute_sha256"], hashlib.sha256(whose.encode()).hexdigest())
        page = self.ask(f"/v/{code}")
        shown = self.ask("/V/" + paper["document_code_text"].lower())
        self.assertEqual((page.status, shown.status), (200, 200))
        self.assertIn("封存真实有效", page.text)
        self.assertIn(paper["sha256"], page.text)
        file = self.ask(f"/api/v1/seals/{code}/file")
        keys = self.ask("/api/v1/seals/keys")
        for text in (reply.text, page.text, file.text, keys.text):
            for secret in (*SECRETS, number, number.replace("-", ""), dispute):
                self.assertNotIn(secret, text)

    def test_unknown_codes_answer_alike(self):
        made = self.paper(self.agreed())["document_code"]
        answers = set()
        for code in ("0" * 20, made[:-1] + ("0" if made[-1] != "0" else "1"), "x", made + "0"):
            reply = self.ask(f"/api/v1/seals/{code}")
            problem = {k: v for k, v in reply.json.items() if k != "instance"}
            answers.add((reply.status, json.dumps(problem, sort_keys=True)))
            self.assertEqual(self.ask(f"/v/{code}").status, 404)
        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(next(iter(answers))[0], 404)

    def test_offline_and_by_hash(self):
        dispute, paper = self.all_signed()
        code = paper["document_code"]
        data, _ = self.pdf(dispute, code)
        pdf = self.save("a.pdf", data)
        altered = self.save("altered.pdf", data[:-10] + bytes([data[-10] ^ 1]) + data[-9:])
        seal = self.save("a.seal.json", self.ask(f"/api/v1/seals/{code}/file").text)
        keys = self.save("keys.json", self.ask("/api/v1/seals/keys").text)
        offline = lambda d, s, k: self.yima_says("verify", "--document", d, "--seal", s, "--keys", k)
        status, said = offline(pdf, seal, keys)
        self.assertEqual(status, 0, said)
        self.assertIn("holds: ", said)
        status, said = offline(altered, seal, keys)
        self.assertEqual((status, "not the bytes" in said), (1, True), said)
        other = self.paper(self.agreed())
        foreign = self.save("b.seal.json",
                            self.ask(f"/api/v1/seals/{other['document_code']}/file").text)
        status, said = offline(pdf, foreign, keys)
        self.assertEqual((status, "not the bytes" in said), (1, True), said)
        made = json.loads(self.ask("/api/v1/seals/keys").text)
        made["items"][0]["public_key"] = "11" * 32
        status, said = offline(pdf, seal, self.save("wrong.json", json.dumps(made)))
        self.assertEqual((status, "not that of the server" in said), (1, True), said)
        status, said = offline(pdf, seal, self.save("none.json", '{"items":[]}'))
        self.assertEqual((status, "never had the key" in said), (1, True), said)
        file = json.loads(self.ask(f"/api/v1/seals/{code}/file").text)
        for what, by in (("agreement", "receipt"), (f'"version":{paper["event"]}', '"version":1'),
                         (code, other["document_code"])):
            forged = {**file, "statement": file["statement"].replace(what, by)}
            self.assertNotEqual(forged, file)
            status, said = offline(pdf, self.save("forged.json", json.dumps(forged)), keys)
            self.assertEqual((status, "not that of the server" in said), (1, True), said)
        status, said = self.yima_says("verify", "--document", pdf, "--data", self.data)
        self.assertEqual((status, "holds: " in said), (0, True), said)
        status, said = self.yima_says("verify", "--document", altered, "--data", self.data)
        self.assertEqual((status, "unknown: " in said), (1, True), said)
        self.assertEqual(self.yima_says("verify", "--seal", seal)[0], 2)
        self.assertEqual(self.yima_says("verify", "--document", pdf, "--seal", seal)[0], 2)
        self.assertEqual(offline(self.home + "/none", seal, keys)[0], 1)


class Keys(Signing):
    def test_rotation_keeps_old_seals_and_verify_finds_what_is_altered(self):
        old, paper = self.all_signed()
        pdf = self.save("old.pdf", self.pdf(old, paper["document_code"])[0])
        seal = self.save("old.json",
                         self.ask(f"/api/v1/seals/{paper['document_code']}/file").text)
        self.assertTrue(self.yima("seal-key", "list").startswith("1  "))
        self.yima("seal-key", "rotate")
        self.assertEqual(len(self.yima("seal-key", "list").splitlines()), 2)
        young = self.agreed()
        fresh = self.paper(young)
        by = lambda code: self.ask(f"/api/v1/seals/{code}").json
        self.assertEqual([by(p["document_code"])["key"]["number"] for p in (paper, fresh)], [1, 2])
        self.assertTrue(by(paper["document_code"])["holds"])
        self.assertTrue(by(fresh["document_code"])["holds"])
        keys = self.save("keys.json", self.ask("/api/v1/seals/keys").text)
        status, said = self.yima_says("verify", "--document", pdf, "--seal", seal, "--keys", keys)
        self.assertEqual((status, "under key 1" in said), (0, True), said)
        status, said = self.yima_says("verify", "--data", self.data)
        self.assertEqual((status, re.search(r"[2-9] sealed documents", said) is not None),
                         (0, True), said)
        # Whoever alters the database is found, whatever he alters.
        code = paper["document_code"]
        where = f"where code = '{code}'"
        forge = ("update seal_key set public_key = set_byte(public_key, 9, "
                 "get_byte(public_key, 9) # 1) where number = 2")
        for change, back, says in (
                (f"update sealed_document set sha256 = sha256('x'::bytea) {where}",
                 f"update sealed_document set sha256 = '\\x{paper['sha256']}' {where}",
                 "not that of the server"),
                (f"update sealed_document set version = version + 1 {where}",
                 f"update sealed_document set version = version - 1 {where}",
                 "not that of the server"),
                (f"update sealed_document set key_number = 2 {where}",
                 f"update sealed_document set key_number = 1 {where}", "not that of the server"),
                (f"update sealed_part set body = set_byte(body, 99, get_byte(body, 99) # 1) {where}",
                 f"update sealed_part set body = set_byte(body, 99, get_byte(body, 99) # 1) {where}",
                 "a part was altered"),
                (forge, forge, "not the one that the key file makes")):
            self.sql(change)
            status, said = self.yima_says("verify", "--data", self.data)
            self.assertEqual((status, says in said), (1, True), change + said)
            self.sql(back)
        status, said = self.yima_says("verify", "--data", self.data)
        self.assertEqual(status, 0, said)
        self.sql(f"delete from sealed_document {where}")
        status, said = self.yima_says("verify", "--data", self.data)
        self.assertEqual((status, said.count("no such document is sealed")), (1, 4), said)

    def test_strangers_are_counted(self):
        code, statuses = self.paper(self.agreed())["document_code"], []
        for _ in range(400):
            statuses.append(self.ask(f"/api/v1/seals/{code}").status)
            if statuses[-1] == 429:
                break
        self.assertEqual((statuses[0], statuses[-1]), (200, 429))
        self.assertEqual(self.ask(f"/v/{code}").status, 429)
        self.assertEqual(self.ask(f"/api/v1/seals/{code}", self.mediator).status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
