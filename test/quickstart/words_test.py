# SPDX-License-Identifier: Apache-2.0
"""What the quick start says to wrong words: exit 2, and nothing begun."""
import os
import shutil
import subprocess
import tempfile
import unittest

EXAMPLES = os.environ["YIMA_EXAMPLES"]


class Words(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="yima-words-", dir="/tmp")
        os.mkdir(self.home + "/examples")
        for name in ("quickstart.sh", "packages.sh"):
            shutil.copy(EXAMPLES + "/" + name, self.home + "/examples")

    def tearDown(self):
        shutil.rmtree(self.home)

    def call(self, *words):
        return subprocess.run([self.home + "/examples/quickstart.sh", *words], capture_output=True,
                              text=True, timeout=120, check=False)

    def test_wrong(self):
        for words in (["--port"], ["--port", "0"], ["--port", "65536"], ["--port", "123456"],
                      ["--port", "-1"], ["--port", "8o"], ["--data"], ["--frob"], ["x"]):
            with self.subTest(words=words):
                got = self.call(*words)
                self.assertEqual(got.returncode, 2, got.stderr)
                self.assertIn("--help", got.stderr)
                self.assertEqual(os.listdir(self.home), ["examples"])

    def test_help(self):
        got = self.call("--help")
        self.assertEqual(got.returncode, 0)
        for word in ("--port", "--data", "--foreground", "--stop", "begin anew"):
            self.assertIn(word, got.stdout)
        self.assertFalse(any(line.startswith("#") for line in got.stdout.split("\n")))
        self.assertNotIn("set -eu", got.stdout)

    def test_nothing_to_stop(self):
        got = self.call("--stop")
        self.assertEqual((got.returncode, got.stdout), (0, "nothing runs\n"))

    def test_spares_a_stranger(self):
        """A process id that was given to another program since then is not ours to end."""
        os.mkdir(self.home + "/yima-quickstart")
        stranger = subprocess.Popen(["sleep", "60"])
        try:
            with open(self.home + "/yima-quickstart/pid", "w", encoding="ascii") as file:
                file.write(f"{stranger.pid}\n")
            self.assertEqual(self.call("--stop").stdout, "nothing runs\n")
            self.assertIsNone(stranger.poll())
        finally:
            stranger.kill()
            stranger.wait()


if __name__ == "__main__":
    unittest.main()
