# SPDX-License-Identifier: Apache-2.0
"""Keys are replaced while a program serves: nobody meets a field that does not open, no party that is
not found, whoever is killed in between."""
import copy
import re
import signal
import subprocess
import threading
import time
import unittest

from casebed import Casefile, WINDOW
from served import HANG_S, INTAKE, YIMA, environment

PASSWORD = "correct horse battery"
BODY = {"kind": "neutral", "text": "密谈之词"}


def person(n):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    first = f"330108199001{n // 1000 % 28 + 1:02d}{n % 1000:03d}"
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, weights)) % 11]


class Keys(Casefile):
    SHARES = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account("dpo", "dpo", "--region", "330108")
        cls.window = cls.token("--role", "window_clerk", "--staff", WINDOW)
        cls.made = [cls.make(n) for n in range(6)]

    @classmethod
    def account(cls, login, role, *more):
        got = subprocess.run([YIMA, "account", "add", "--data", cls.data, "--login", login, "--name",
                              login, "--role", role, *more, "--password-stdin"],
                             input=PASSWORD + "\n", capture_output=True, text=True, check=False,
                             env=environment())
        assert got.returncode == 0, got.stderr

    @classmethod
    def make(cls, n):
        body = copy.deepcopy(INTAKE)
        body["parties"][0].update(identity=person(2 * n), phone=f"1391234{n:04d}",
                                  address=f"浦沿街道{n}号")
        body["parties"][1].update(identity=person(2 * n + 1))
        dispute = cls.register(cls.manager, cls.key(), body)
        made = cls.post(f"/api/v1/disputes/{dispute}/notes", cls.manager, BODY)
        assert made.status == 201, made.text
        return dispute

    def privacy(self, *words, code=0, by="dpo"):
        if words[0] == "retire":
            words = (*words, "--password-stdin")
        got = subprocess.run([YIMA, "privacy", "--data", self.data, "--quiet", "--by", by, *words],
                             input=PASSWORD + "\n", capture_output=True, text=True, check=False,
                             env=environment())
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        return got.stdout + got.stderr

    def key_file(self):
        with open(f"{self.data}/yima.keys", encoding="ascii") as f:
            return f.read()

    def under(self, column="party.identity"):
        """Key numbers of a column."""
        table, name = column.split(".")
        return set(self.sql(f"select distinct get_byte({name}, 0) from {table} "
                            f"where {name} is not null").split())

    def check_all(self, seeks=True):
        """What was sealed opens, and who is looked for is found: the first and the last, since
        nobody may look for many."""
        for n, dispute in enumerate(self.made):
            got = self.ask(f"/api/v1/disputes/{dispute}", self.manager).json
            self.assertEqual(got["parties"][0]["address"], f"浦沿街道{n}号")
            self.assertNotIn("unreadable", got["parties"][0])
            notes = self.ask(f"/api/v1/disputes/{dispute}/notes", self.manager).json["items"]
            self.assertEqual([x["text"] for x in notes], [BODY["text"]])
            if seeks and n in (0, len(self.made) - 1):
                self.assertIn(dispute, self.found(person(2 * n)))

    def found(self, identity):
        reply = self.post("/api/v1/duplicates", self.window,
                          {"type": "neighbour", "identities": [identity]})
        self.assertEqual(reply.status, 200, reply.text)
        return re.findall(r'"id":"(\w+)"', reply.text)

    # The tests run in this order.

    def test_1_who_may(self):
        self.assertIn("no account", self.privacy("rotate", code=1, by="nobody"))
        self.assertIn("usage", self.privacy("retire", code=2))
        self.assertIn("which key", self.privacy("retire", "x", code=2))
        self.assertIn("no key 9", self.privacy("retire", "9", code=1))
        for words in (("rotate",), ("reseal",), ("retire", "1"), ("rehash",)):
            self.assertIn("no --dry-run of " + words[0], self.privacy(*words, "--dry-run", code=2))
        status = self.privacy("status")
        self.assertIn("key file: seal 1 of 1; match 1 of 1", status)
        self.assertIn("party.identity", status)

    def test_2_rotation(self):
        self.assertEqual(self.under(), {"1"})
        self.assertIn("under key 2", self.privacy("rotate"))
        self.made.append(self.make(6))
        self.assertEqual(self.under(), {"1", "2"})  # the program that serves seals under the new one
        self.check_all()
        said = self.privacy("retire", "1", code=1)
        self.assertIn("fields are sealed under key 1", said)
        self.assertIn("sealed under key 2", self.privacy("retire", "2", code=1))

    def test_3_reseal_killed_and_resumed_while_it_serves(self):
        stop = threading.Event()
        faults = []

        def ask():
            while not stop.is_set():
                try:
                    self.check_all(seeks=False)
                    time.sleep(0.1)
                except AssertionError as e:
                    faults.append(e)
                    return
        reader = threading.Thread(target=ask)
        reader.start()
        try:
            for delay in (0.05, 0.3):
                run = subprocess.Popen([YIMA, "privacy", "reseal", "--data", self.data, "--quiet",
                                        "--by", "dpo"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=environment())
                time.sleep(delay)
                run.send_signal(signal.SIGKILL)
                run.wait(HANG_S)
            said = self.privacy("reseal")
        finally:
            stop.set()
            reader.join(HANG_S)
        self.assertEqual(faults, [])
        self.assertIn("0 are left under older keys", said)
        self.assertNotIn("key 1:", said)
        for column in ("party.identity", "party.phone", "party.address", "note.body"):
            self.assertEqual(self.under(column), {"2"})
        self.check_all()
        self.assertIn("0 fields were sealed anew", self.privacy("reseal"))

    def test_4_retire_key_1(self):
        """Also the first key goes, once nothing derives from it any more, and a person says so."""
        got = subprocess.run([YIMA, "privacy", "retire", "1", "--data", self.data, "--by", "dpo",
                              "--password-stdin"], input="wrong\n", capture_output=True, text=True,
                             check=False, env=environment())
        self.assertEqual((got.returncode, "is wrong" in got.stderr), (1, True), got.stderr)
        self.assertIn("seal 2 of 1 2", self.privacy("status"))
        self.yima("seal-key", "rotate")
        self.sql("update seal_key set ring = 1 where valid_until is null")
        self.assertIn("seal-key", self.privacy("retire", "1", code=1))
        self.sql("update seal_key set ring = 2 where valid_until is null")
        self.assertIn("key 1 is retired", self.privacy("retire", "1"))
        self.assertIn("seal 2 of 2; match 1 of 1", self.privacy("status"))
        self.check_all()
        self.made.append(self.make(7))
        self.check_all()
        self.assertIn("clean", self.yima("verify", "--files"))

    def test_5_hashes_anew_while_it_serves(self):
        before = self.sql("select encode(identity_hash, 'hex') from party where seat = 0 "
                          "order by dispute_id").split()
        stop = threading.Event()
        faults = []

        def ask():
            n = 8
            while not stop.is_set() and n < 14:
                try:
                    self.made.append(self.make(n))
                    self.check_all()
                    n += 1
                except (AssertionError, IndexError) as e:
                    faults.append(e)
                    return
        writer = threading.Thread(target=ask)
        writer.start()
        try:
            run = subprocess.Popen([YIMA, "privacy", "rehash", "--data", self.data, "--quiet", "--by",
                                    "dpo"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=environment())
            self.until("two generations", lambda: "match 2 " in self.key_file())
            run.send_signal(signal.SIGKILL)
            run.wait(HANG_S)
            said = self.privacy("rehash")
        finally:
            stop.set()
            writer.join(HANG_S)
        self.assertEqual(faults, [])
        self.assertIn("one generation is left", said)
        self.assertIn("match 2 of 2", self.privacy("status"))
        after = self.sql("select encode(identity_hash, 'hex') from party where seat = 0 "
                         "order by dispute_id").split()
        self.assertFalse(set(before) & set(after))
        self.check_all()

    def test_6_a_program_that_does_not_follow(self):
        """Somebody else's run, of which nobody hears which keys it uses."""
        self.sql("update node_lease set instance = decode(repeat('ab', 16), 'hex'), label = 'away-1', "
                 "until = now() + interval '1 hour' where node = 31")
        said = self.privacy("rotate", "--wait", "12", code=1)
        self.assertIn("away-1", said)
        self.made.append(self.make(50))
        self.assertEqual(self.under(), {"2"})  # the new key is read, and nobody seals under it yet
        self.sql("update node_lease set until = now() where node = 31")
        self.assertIn("under key 3", self.privacy("rotate"))
        self.made.append(self.make(51))
        self.assertEqual(self.under(), {"2", "3"})

    def test_7_a_field_that_does_not_open_is_told(self):
        self.sql("update note set body = set_byte(body, 30, get_byte(body, 30) # 1) where note_id = "
                 "(select min(note_id) from note)")
        said = self.privacy("reseal", code=1)
        self.assertIn("1 fields do not open", said)
        self.assertIn("1 are left under older keys", said)
        self.assertIn("1 fields are sealed under key 2", self.privacy("retire", "2", code=1))


if __name__ == "__main__":
    unittest.main()
