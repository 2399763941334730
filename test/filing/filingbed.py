# SPDX-License-Identifier: Apache-2.0
"""Disputes on their way to court, and what is found in what they give out."""
import hashlib
import re
import subprocess

from casebed import COURT, Casefile

SUBMIT = {"command": "submit_filing", "claims": "判令被申请人返还押金三千元。",
          "facts": "租赁合同已经终止，押金没有返还。", "court": COURT}


def plain(pdf):
    """The text of a PDF without blanks."""
    got = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True,
                         check=True)
    return re.sub(r"\s", "", got.stdout.decode())


class Filing(Casefile):
    def packet(self, dispute, token):
        reply = self.ask(f"/api/v1/disputes/{dispute}/filing/packet", token)
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def fetch(self, path, token):
        """Status and bytes."""
        connection = self.connect()
        connection.request("GET", path, headers={"Authorization": "Bearer " + token})
        reply = connection.getresponse()
        got = reply.status, reply.read()
        connection.close()
        return got

    def document(self, dispute, name, token, lang="zh"):
        """Status and text of a document."""
        status, body = self.fetch(
            f"/api/v1/disputes/{dispute}/documents/{name}?lang={lang.replace('+', '%2B')}", token)
        return status, plain(body) if status == 200 else body.decode()

    def upload(self, dispute, token, name, content, **more):
        """A text file put on record; its id."""
        path = f"/api/v1/disputes/{dispute}/attachments"
        wish = {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                "purpose": "evidence", **more}
        begun = self.post(path, token, wish)
        self.assertEqual(begun.status, 201, begun.text)
        at = f"{path}/{begun.json['id']}"
        connection = self.connect()
        connection.request("PUT", f"{at}/parts/0", content, {
            "Authorization": "Bearer " + token, "Content-Type": "application/octet-stream"})
        reply = connection.getresponse()
        reply.read()
        connection.close()
        self.assertIn(reply.status, (200, 201, 204))
        done = self.ask(f"{at}/finish", token, "POST", Idempotency_Key=self.key())
        self.assertIn(done.status, (200, 201), done.text)
        return begun.json["id"]

    @classmethod
    def red(cls):
        """A dispute that a party has taken out of mediation."""
        dispute = cls.assigned()
        cls.command(dispute, cls.mediator, {"command": "accept_case"})
        cls.command(dispute, cls.party(dispute, 0), {"command": "go_to_court"})
        return dispute
