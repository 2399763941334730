# SPDX-License-Identifier: Apache-2.0
"""Who decides something at the command line proves to be that person: the password of --by, typed where
nobody sees it or on standard input, and the code of an app; not faster than one try at a time."""
import os
import pty
import re
import subprocess
import time
import unittest

from people import PASSWORD, People, totp
from place import HANG_S, YIMA, environment, until

DPO = {"role": "dpo", "region": "330108"}
NO_KEY = "no key 9"  # what `privacy retire 9` says to who may ask


class Person(People):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim_admin()
        cls("settle").settle()

    def settle(self):
        self.make("guard", DPO)
        with open(self.data + "/yima.keys", "rb") as f:
            type(self).before = f.read()

    def tearDown(self):
        """Whatever was tried and refused, no key has gone."""
        with open(self.data + "/yima.keys", "rb") as f:
            self.assertEqual(f.read(), self.before)

    def retire(self, said, *more, by="guard", **how):
        """Retire a key that there is not; what the program says when `said` is its input."""
        got = subprocess.run([YIMA, "privacy", "retire", "9", "--data", self.data, "--by", by, *more],
                             input=said, text=True, capture_output=True, env=environment(),
                             timeout=HANG_S, check=False, **how)
        self.assertEqual(got.stdout, "")
        return got.returncode, got.stderr

    def says(self, part, got, code=1):
        self.assertEqual(got[0], code, got[1])
        self.assertIn(part, got[1])
        self.assertNotIn(PASSWORD, got[1])

    def test_right_wrong_and_missing(self):
        self.says(NO_KEY, self.retire(PASSWORD + "\n", "--password-stdin"))
        self.says(NO_KEY, self.retire(PASSWORD, "--password-stdin"))  # without the end of a line
        self.says("password of guard is wrong", self.retire("wrong password\n", "--password-stdin"))
        for nothing in ("", "\n", "x" * 300 + "\n"):
            self.says("is no password", self.retire(nothing, "--password-stdin"), code=2)
        # Without a terminal, what is on standard input is not taken for a password unasked.
        self.says("--password-stdin", self.retire(PASSWORD + "\n", start_new_session=True), code=2)
        self.says("there is no account nobody", self.retire(PASSWORD, "--password-stdin", by="nobody"))
        self.make("mere", {"role": "mediator", "staff": "5012"})
        self.says("may not do this", self.retire(PASSWORD, "--password-stdin", by="mere"))
        self.done("account", "add", "--login", "fresh", "--name", "x", "--role", "dpo", "--region",
                  "330108")
        self.says("has no password yet", self.retire(PASSWORD, "--password-stdin", by="fresh"))

    def test_one_try_at_a_time(self):
        """Somebody else is at it, or was wrong a moment ago: then nobody looks at the password."""
        account = self.sql("select account_id from account where login = 'guard'")
        holder = subprocess.Popen(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.conninfo()],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                  env=environment())
        try:
            holder.stdin.write(f"begin; select pg_advisory_xact_lock({0x79696d << 40 | int(account)});\n"
                               "select 'held';\n")
            holder.stdin.flush()
            self.assertIn("held\n", iter(holder.stdout.readline, ""))  # which ends with psql
            for words in (PASSWORD, "wrong password"):
                self.says("wait a few seconds", self.retire(words, "--password-stdin"))
        finally:
            holder.communicate("rollback;\n", timeout=HANG_S)
        self.says(NO_KEY, self.retire(PASSWORD, "--password-stdin"))

    def test_killed_it_waits_all_the_same(self):
        """The server holds the place after a wrong password, though who gave it is gone."""
        waits = "select count(*) from pg_stat_activity where query like '%pg_sleep(%' and pid <> pg_backend_pid()"
        wrong = subprocess.Popen([YIMA, "privacy", "retire", "9", "--data", self.data, "--by", "guard",
                                  "--password-stdin"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=environment())
        wrong.stdin.write(b"wrong password\n")
        wrong.stdin.close()
        until(lambda: self.sql(waits) == "1" or wrong.poll() is not None)
        wrong.kill()
        wrong.wait(HANG_S)
        wrong.stderr.close()
        until(lambda: self.sql(waits) == "0")
        self.says(NO_KEY, self.retire(PASSWORD, "--password-stdin"))

    def test_codes_of_an_app(self):
        self.make("factored", DPO)
        browser = self.enter("factored")
        made = browser.ask("POST", "/account/totp", {"password": PASSWORD}).json
        reply = browser.ask("PUT", "/account/totp", {"code": totp(made["secret"], time.time())})
        self.assertEqual(reply.status, 200, reply.bytes)
        code = totp(made["secret"], time.time() + 30)
        ask = ("--password-stdin",)
        self.says("second line", self.retire(PASSWORD + "\n", *ask, by="factored"), code=2)
        self.says("wrong, or the code is",
                  self.retire("wrong password\n" + code + "\n", *ask, by="factored"))
        old = totp(made["secret"], time.time() - 300)
        self.says("wrong, or the code is", self.retire(f"{PASSWORD}\n{old}\n", *ask, by="factored"))
        code = totp(made["secret"], time.time() + 30)
        self.says(NO_KEY, self.retire(f"{PASSWORD}\n{code}\n", *ask, by="factored"))
        self.says("wrong, or the code is",  # it is used up
                  self.retire(f"{PASSWORD}\n{code}\n", *ask, by="factored"))

    def type(self, typed):
        """At a terminal: what it shows, and how the program ends."""
        child, tty = pty.fork()
        if child == 0:
            os.execve(YIMA, [YIMA, "privacy", "retire", "9", "--data", self.data, "--by", "guard"],
                      environment())
        shown = b""
        try:
            while b"guard: " not in shown:
                shown += os.read(tty, 4096)
            os.write(tty, typed)
            while True:
                shown += os.read(tty, 4096)
        except OSError:  # the other end is gone
            pass
        finally:
            os.close(tty)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode("utf-8")

    def test_at_a_terminal(self):
        code, shown = self.type(PASSWORD.encode() + b"\n")
        self.assertEqual(code, 1)
        self.assertIn(NO_KEY, shown)
        self.assertNotIn(PASSWORD, shown)
        for given_up in (b"\n", b"half a pass\x03"):
            code, shown = self.type(given_up)
            self.assertEqual(code, 2)
            self.assertIn("no password was given", shown)
            self.assertIsNone(re.search("half", shown))


if __name__ == "__main__":
    unittest.main()
