# SPDX-License-Identifier: Apache-2.0
"""A place to run the program in: a private PostgreSQL that `yima serve` keeps up, which every other
subcommand joins."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "pg"))
import template  # noqa: E402  pylint: disable=wrong-import-position

YIMA = os.environ["YIMA"]
DATA = os.environ["YIMA_DATA"]
HANG_S = 180  # longer than any machine needs: then it hangs


def environment():
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    env["LC_ALL"] = "C.UTF-8"
    return env


def yima(*words, timeout=HANG_S):
    """Run the program; bytes of stdout and stderr as text."""
    return subprocess.run([YIMA, *words], capture_output=True, env=environment(), timeout=timeout,
                          text=True, errors="surrogateescape", check=False)


def until(question):
    """Ask until the answer is true; the answer."""
    end = time.monotonic() + HANG_S
    while time.monotonic() < end:
        got = question()
        if got:
            return got
        time.sleep(0.1)
    raise AssertionError("it never came")


class Place(unittest.TestCase):
    """Each class has one database for all its tests."""

    serves = True

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.mkdtemp(prefix="yima-cli-", dir="/tmp")
        os.chmod(cls.home, 0o755)
        cls.data = os.path.join(cls.home, "data")
        cls.server = None
        if cls.serves:
            template.lay(cls.data, "empty")
            cls.start()

    @classmethod
    def start(cls):
        # The socket lies beside the data: a directory that is not empty would be refused.
        with open(os.path.join(cls.home, "serve.log"), "ab") as log:
            cls.server = subprocess.Popen(
                [YIMA, "serve", "--data", cls.data, "--listen", "unix:" + cls.home + "/http"],
                stdout=log, stderr=log, env=environment())
        for _ in range(HANG_S * 10):
            if os.path.exists(cls.home + "/http"):
                return
            if cls.server.poll() is not None:
                break
            time.sleep(0.1)
        with open(cls.home + "/serve.log", encoding="utf-8") as f:
            raise AssertionError("yima serve did not start: " + f.read())

    @classmethod
    def tearDownClass(cls):
        if cls.server is not None:
            cls.server.send_signal(signal.SIGTERM)
            cls.server.wait(HANG_S)
        shutil.rmtree(cls.home)

    def run_yima(self, *words):
        return yima(words[0], "--data", self.data, *words[1:])

    def done(self, *words):
        """Run it, it must succeed; its stdout."""
        got = self.run_yima(*words)
        self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
        return got.stdout

    def fails(self, code, *words):
        """Run it, it must exit with this code and say something; stderr and stdout."""
        got = self.run_yima(*words)
        self.assertEqual(got.returncode, code, got.stdout + got.stderr)
        self.assertTrue(got.stderr or got.stdout, "it failed without a word")
        return got.stderr + got.stdout

    def reasoned(self, reason="新规施行"):
        """Words that say why a migration is done and who has it done."""
        cls = type(self)
        if not getattr(cls, "has_mover", False):
            self.done("account", "add", "--login", "mover", "--name", "迁移", "--role", "admin")
            cls.has_mover = True
        return ("--reason", reason, "--by", "mover")

    def conninfo(self):
        return "host=%s user=yima dbname=yima" % self.data

    def sql(self, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              self.conninfo()],
                             capture_output=True, env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def path(self, name, text=None):
        """A file beside the data; written when there is text."""
        path = os.path.join(self.home, name)
        if text is not None:
            with open(path, "wb") as f:
                f.write(text if isinstance(text, bytes) else text.encode())
        return path

    def load_reference(self):
        for name in ("regions-hangzhou", "bodies", "staff"):
            self.done("import", os.path.join(DATA, name + ".csv"))


def sample(n):
    """Header and first n rows of the sample disputes."""
    with open(os.path.join(DATA, "disputes.csv"), encoding="utf-8") as f:
        return [next(f) for _ in range(n + 1)]
