# SPDX-License-Identifier: Apache-2.0
"""A database that the program before this one made: its disputes stay under the version that they
began under, its rows are read as they were packed, and everything is proven as before."""
import os
import unittest

from cli_shared import Shared
from place import DATA

MEDIATOR = "5038"  # of the body that registers
BEFORE = os.path.join(DATA, "..", "..", "test", "rule", "before")


class Upgrade(Shared):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        for name in sorted(n for n in os.listdir(BEFORE) if n.endswith("-1.0.json")):
            self.done("procedure", "import", os.path.join(BEFORE, name))
        # As it was: the versions of then, under the numbers that they had.
        self.sql("delete from procedure_version where version = '1.2'")
        self.sql("update procedure_version set number = number - 2")

    def act(self, node, dispute, command, status=200, **fields):
        got = self.ask(node, "POST", f"/disputes/{dispute['id']}/commands",
                       {"command": command, **fields})
        self.assertEqual(got[0], status, got)
        return got[1]

    def settled(self, node, **members):
        """A dispute with an oral agreement of two payments."""
        manager = self.token
        if members:  # only a job may name a version
            self.token = self.done("token", "create", "--role", "job").split()[-1]
        made = self.register(node, **members)
        self.token = manager
        self.act(node, made, "accept")
        self.act(node, made, "assign", mediator=MEDIATOR)
        self.act(node, made, "accept_case")
        due = self.sql("select (now() at time zone 'Asia/Shanghai')::date + 10").strip()
        last = self.sql("select (now() at time zone 'Asia/Shanghai')::date + 30").strip()
        self.act(node, made, "reach_oral_agreement", terms="分两期给付",
                 obligations=[{"payer": 1, "payee": 0, "amount_fen": "100", "due": day}
                              for day in (due, last)])
        return made

    def version_of(self, node, dispute):
        p = self.ask(node, "GET", "/disputes/" + dispute["id"])[1]["procedure"]
        return "%(id)s/%(version)s" % p

    def is_proven(self, dispute):
        said = self.done("verify")
        self.assertIn("clean", said)
        got = self.ask("now", "GET", f"/disputes/{dispute['id']}/explain")[1]
        self.assertTrue(got["proof"]["fold_equals_stored"], got["proof"])

    def test_goes_on(self):
        self.start_other("now")  # registers what it brings along beside what is there
        said = self.done("procedure", "list")
        self.assertRegex(said, r"\* +4  zhejiang-2025/1.2")
        self.assertRegex(said, r" +2  zhejiang-2025/1.0")
        old = self.settled("now", procedure="zhejiang-2025/1.0")
        new = self.settled("now")
        self.assertEqual(self.version_of("now", old), "zhejiang-2025/1.0")
        self.assertEqual(self.version_of("now", new), "zhejiang-2025/1.2")
        self.is_proven(new)
        # The row as that program packed it: without what stands behind the clocks.
        behind = 5  # overdue, appeared, signed on a page, and the two due days
        where = "where dispute_id = %d" % old["stored"]
        kept = self.sql("select encode(substr(state, octet_length(state) - %d), 'hex') "
                        "from dispute %s" % (behind - 1, where))
        self.assertRegex(kept, "^000000[0-9a-f]{2}00$")
        self.sql("update dispute set state = '\\x02' || substr(state, 2, octet_length(state) - %d) %s"
                 % (1 + behind, where))
        self.start_other("later")
        self.is_proven(old)
        self.act("later", old, "record_performance", obligation=0, result="fulfilled")
        self.assertEqual(self.sql("select get_byte(state, 0) from dispute " + where), "3")
        self.is_proven(old)
        # What it never knew goes with it to another version, where days are asked for.
        self.assertIn("1 moved", self.done(
            "procedure", "migrate", "--from", "zhejiang-2025/1.0", "--to", "zhejiang-2025/1.2",
            "--dispute", str(old["stored"]), *self.reasoned("改用新版")))
        self.is_proven(old)
        got = self.act("later", old, "record_performance", obligation=1, result="fulfilled")
        self.assertEqual(got["states"]["perform"]["name"], "PERFORM_DONE")
        self.is_proven(old)


if __name__ == "__main__":
    unittest.main(defaultTest="Upgrade")
