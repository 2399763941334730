# SPDX-License-Identifier: Apache-2.0
"""Help, usage, exit codes; token and user; code."""
import os
import re
import subprocess
import unittest

from place import HANG_S, YIMA, Place, environment, sample, yima

COMMANDS = ("serve", "migrate", "procedure", "import", "export", "show", "explain", "code", "verify",
            "user", "token", "version")


class Words(unittest.TestCase):
    def test_help(self):
        top = yima("--help")
        self.assertEqual((top.returncode, top.stderr), (0, ""))
        for command in COMMANDS:
            with self.subTest(command):
                self.assertIn("\n  " + command + " ", top.stdout)
                got = yima(command, "--help")
                self.assertEqual((got.returncode, got.stderr), (0, ""))
                self.assertIn("usage: yima " + command, got.stdout)
                for option in ("--db CONNINFO", "--data DIR", "--quiet", "--help"):
                    self.assertIn(option, got.stdout)

    def test_wrong_usage(self):
        for words in ((), ("wish",), ("show",), ("version", "more"), ("verify", "--no-such"),
                      ("token",), ("token", "forge"), ("user", "add"), ("user", "disable", "x"),
                      ("procedure",), ("procedure", "draw", "a", "b"), ("procedure", "migrate"),
                      ("code", "x", "--format", "gif"), ("export", "--format"),
                      ("report", "2026-10", "--pace", "4"), ("report", "2026-10", "--pace", "101"),
                      ("credit", "run", "2026-10", "--by", "x", "--pace", "4"),
                      ("credit", "run", "2026-10", "--by", "x", "--pace", "half")):
            with self.subTest(words):
                got = subprocess.run([YIMA, *words], capture_output=True, env=environment(),
                                     text=True, check=False)
                self.assertEqual(got.returncode, 2, got.stderr)
                self.assertTrue(got.stderr)
                self.assertEqual(got.stdout, "")

    def test_version(self):
        got = yima("version")
        self.assertEqual(got.returncode, 0)
        self.assertRegex(got.stdout, r"\Ayima [0-9]+\.[0-9]+\.[0-9]+\nschema [0-9]+ \(")
        self.assertEqual(yima("--version").stdout, got.stdout)

    def test_paces_that_are_allowed(self):
        for words in (("report", "2026-10"), ("credit", "run", "2026-10", "--by", "x")):
            for pace in ("5", "100"):
                with self.subTest(words, pace=pace):
                    got = yima(*words, "--pace", pace, "--db", "host=/nowhere dbname=x")
                    self.assertEqual(got.returncode, 3)  # a fault that may be over later
                    self.assertIn("cannot connect to PostgreSQL", got.stderr)

    def test_jobs_of_a_month_tell_a_fault_from_a_refusal(self):
        for command in ("report", "assess"):
            with self.subTest(command):
                got = yima(command, "2026-10", "--db", "host=/nowhere dbname=x")
                self.assertEqual(got.returncode, 3, got.stderr)

    def test_failure_says_what_to_do(self):
        got = yima("verify", "--db", "host=/nowhere dbname=x")
        self.assertEqual(got.returncode, 1)
        self.assertIn("cannot connect to PostgreSQL", got.stderr)
        got = yima("verify", "--db", "host=")
        self.assertEqual(got.returncode, 1)
        got = yima("verify", "--data", "/dev/null/x")
        self.assertEqual(got.returncode, 1)
        self.assertIn("/dev/null", got.stderr)


class People(Place):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        cls.load_reference(self)
        self.done("import", self.path("some.csv", "".join(sample(2))))
        cls.number = self.sql("select dispute_id from dispute limit 1")

    def test_token(self):
        for binding in (("--role", "job"), ("--role", "admin", "--days", "1"),
                        ("--role", "mediator", "--staff", "5012"),
                        ("--role", "body_manager", "--body", "1030"),
                        ("--role", "court_clerk", "--body", "1009"),
                        ("--role", "dispatcher", "--region", "330108"),
                        ("--role", "auditor", "--body", "1002"),
                        ("--role", "body_manager", "--staff", "5100"),
                        ("--role", "court_clerk", "--staff", "5021"),
                        ("--role", "dispatcher", "--staff", "5010"),
                        ("--role", "party", "--dispute", self.number, "--seat", "0")):
            with self.subTest(binding):
                got = self.run_yima("token", "create", "--label", "of a test", *binding)
                self.assertEqual(got.returncode, 0, got.stderr)
                self.assertRegex(got.stdout, r"\Aym_[0-9a-z]{12}_[A-Za-z0-9_-]{43}\n\Z")
                secret = got.stdout[16:-1]
                row = self.sql("select * from api_token where token_id = '%s'" % got.stdout[3:15])
                self.assertNotIn(secret, row)
                self.assertIn("of a test", row)
        listed = self.done("token", "list")
        self.assertIn("in force", listed)
        token = self.done("token", "create", "--role", "job").strip()
        self.done("token", "revoke", token)
        self.assertRegex(self.done("token", "list"), token[3:15] + r" +job +revoked")
        self.done("token", "revoke", token[3:15])
        self.assertIn("token list", self.fails(1, "token", "revoke", "000000000000"))

    def test_token_needs_its_bindings(self):
        for words in ((), ("--role", "king"), ("--role", "mediator"), ("--role", "body_manager"),
                      ("--role", "court_clerk"), ("--role", "dispatcher"), ("--role", "party"),
                      ("--role", "party", "--dispute", self.number), ("--role", "clock"),
                      ("--role", "job", "--days", "0"), ("--role", "job", "--days", "3651"),
                      ("--role", "dispatcher", "--region", "3301x"),
                      ("--role", "party", "--dispute", self.number, "--seat", "32"),
                      ("--role", "job", "--label", "x" * 101)):
            with self.subTest(words):
                self.fails(2, "token", "create", *words)
        for words in (("--role", "mediator", "--staff", "1"), ("--role", "mediator", "--staff", "5001"),
                      ("--role", "mediator", "--staff", "5012", "--body", "1030"),
                      ("--role", "body_manager", "--body", "9"),
                      ("--role", "court_clerk", "--body", "1030"),
                      ("--role", "mediator", "--staff", "5012", "--body", "1009"),
                      ("--role", "dispatcher", "--region", "990108"),
                      ("--role", "party", "--dispute", str(int(self.number) + (1 << 40)), "--seat",
                       "0")):
            with self.subTest(words):
                self.assertNotIn("ym_", self.fails(1, "token", "create", *words))
        seats = int(self.sql("select count(*) from party where dispute_id = " + self.number))
        binding = ("--role", "party", "--dispute", self.number, "--seat")
        self.assertIn("seats 0 to %d" % (seats - 1),
                      self.fails(1, "token", "create", *binding, str(seats)))
        self.done("token", "create", *binding, str(seats - 1))
        self.done("token", "create", "--role", "job", "--days", "3650", "--label", "x" * 100)

    def test_jobs_of_a_month_that_are_refused(self):
        """A person must see to it: no timer tries that again."""
        for words in (("report", "2199-12", "--population", "none"), ("assess", "2199-12"),
                      ("credit", "run", "2199-12", "--by", "nobody")):
            with self.subTest(words):
                self.fails(1, *words)

    def test_user(self):
        self.assertIn("stored", self.done("user", "add", "--id", "6001", "--name", "新人", "--role",
                                          "mediator,window_clerk", "--body", "1030", "--phone", "1"))
        self.assertRegex(self.done("user", "list"), "6001 +新人 +active +window_clerk,mediator  1030")
        self.done("token", "create", "--role", "mediator", "--staff", "6001")
        self.assertIn("stored", self.done("user", "disable", "6001"))
        self.assertRegex(self.done("user", "list"), "6001 +新人 +disabled")
        self.fails(1, "token", "create", "--role", "mediator", "--staff", "6001")
        self.fails(1, "user", "disable", "6999")
        self.fails(1, "user", "add", "--id", "6002", "--name", "n", "--role", "mediator", "--body", "9")
        self.fails(2, "user", "add", "--id", "6002", "--name", "", "--role", "mediator", "--body", "1030")
        self.fails(2, "user", "add", "--id", "6002", "--name", "n" * 101, "--role", "mediator",
                   "--body", "1030")
        self.fails(2, "user", "add", "--id", "6002", "--name", "n", "--role", "king", "--body", "1030")

    def scan(self, path):
        got = subprocess.run(["zbarimg", "-q", "--raw", path], capture_output=True, check=False,
                             text=True)
        return got.stdout.strip()

    def test_code(self):
        token = self.sql("select token from code where dispute_id = " + self.number)
        png = self.path("code.png")
        origin = ("--public-url", "https://yima.example")
        self.assertIn("--public-url", self.fails(2, "code", "--format", "svg", self.number))
        self.done("code", "--format", "png", "--output", png, "--public-url", "https://yima.example/",
                  self.number)
        self.assertEqual(self.scan(png), "HTTPS://YIMA.EXAMPLE/M/" + token)
        svg = self.done("code", "--format", "svg", *origin, self.number)
        self.assertIn("<svg", svg)
        self.assertIn("cannot write", self.fails(1, "code", *origin, "--output", "/nowhere/x", self.number))
        self.fails(2, "code", "--public-url", "h" * 81, self.number)
        self.fails(2, "code", "--public-url", "http://一码", self.number)

    def test_code_on_a_terminal(self):
        """What the terminal shows, drawn as pixels, scans."""
        token = self.sql("select token from code where dispute_id = " + self.number)
        lines = self.done("code", "--public-url", "https://yima.example", self.number).split("\n")
        blocks = [x for x in lines if x and not re.search(r"[A-Za-z\u4e00-\u9fff]", x)]
        width = max(len(x) for x in blocks)
        rows = []
        for line in blocks:
            line = line.ljust(width)
            rows.append([c in "█▀" for c in line])
            rows.append([c in "█▄" for c in line])
        scale = 6
        with open(self.path("terminal.pbm"), "w", encoding="ascii") as f:
            f.write("P1\n%d %d\n" % (width * scale, len(rows) * scale))
            for row in rows:
                for _ in range(scale):
                    f.write(" ".join(("1 " if dark else "0 ") * scale for dark in row) + "\n")
        self.assertEqual(self.scan(self.path("terminal.pbm")), "HTTPS://YIMA.EXAMPLE/M/" + token)

    def test_revoked_code(self):
        self.sql("update code set revoked_at = now() where dispute_id = " + self.number)
        said = self.fails(1, "code", "--public-url", "HTTPS://X", self.number)
        self.sql("update code set revoked_at = null where dispute_id = " + self.number)
        self.assertIn("reissue_code", said)

    def test_progress_is_plain_without_a_terminal(self):
        got = self.run_yima("verify")
        self.assertIn("verifying  100 %", got.stderr)
        self.assertNotIn("\r", got.stderr)
        self.assertEqual(self.run_yima("verify", "--quiet").stderr, "")

    def test_progress_on_a_terminal(self):
        master, slave = os.openpty()
        with subprocess.Popen([YIMA, "verify", "--data", self.data], stderr=slave,
                              stdout=subprocess.DEVNULL, env=environment()) as p:
            p.wait(HANG_S)
            os.close(slave)
            text = os.read(master, 65536).decode()
        os.close(master)
        self.assertEqual(p.returncode, 0)
        self.assertIn("\rverifying", text)
        self.assertTrue(text.endswith("\r\033[K"), repr(text[-20:]))


class Nowhere(Place):
    """Where no database is, what only reads makes none."""
    serves = False

    def test_reading_makes_no_database(self):
        for words in (("show", "1"), ("explain", "1"), ("verify",), ("export",), ("token", "list"),
                      ("token", "revoke", "x"), ("user", "list"), ("user", "disable", "1"),
                      ("subscription", "list"), ("code", "--public-url", "HTTPS://X", "1")):
            with self.subTest(words):
                said = self.fails(1, *words)
                self.assertIn("there is no database in", said)
                self.assertIn("--db", said)
                self.assertEqual(os.listdir(self.home), [])
        # What the program brings along can be read without one.
        self.assertIn("zhejiang-2025/1.2", self.done("procedure", "list"))
        self.assertIn('"binjiang-2020"', self.done("procedure", "print", "binjiang-2020"))
        self.assertIn("stateDiagram", self.done("procedure", "draw"))
        self.assertEqual(os.listdir(self.home), [])
        self.done("migrate", "--quiet")
        self.assertIn("there is no dispute", self.fails(1, "show", "1" * 17))


if __name__ == "__main__":
    unittest.main()
