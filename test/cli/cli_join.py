# SPDX-License-Identifier: Apache-2.0
"""The private server: a subcommand starts and stops it, or joins the one that runs."""
import os
import signal
import unittest

from place import Place, sample


class Alone(Place):
    serves = False

    def test_starts_and_stops(self):
        self.assertRegex(self.done("migrate", "--status"), "pending [1-9]")
        self.assertIn("partitions", self.done("migrate"))
        self.assertIn("pending 0", self.done("migrate", "--status"))
        self.assertFalse(os.path.exists(self.data + "/pg/postmaster.pid"))
        self.load_reference()
        self.done("import", self.path("two.csv", "".join(sample(2))))
        self.assertIn("2 disputes", self.done("verify"))
        self.assertFalse(os.path.exists(self.data + "/pg/postmaster.pid"))

    def test_foreign_directory(self):
        os.mkdir(self.home + "/full")
        with open(self.home + "/full/file", "w", encoding="ascii") as f:
            f.write("x")
        self.data, kept = self.home + "/full", self.data
        try:
            self.assertIn("--data", self.fails(1, "verify"))
        finally:
            self.data = kept


class Joined(Place):
    def test_joins(self):
        self.load_reference()
        self.done("import", self.path("two.csv", "".join(sample(2))))
        self.assertIn("2 disputes", self.done("verify"))
        self.assertIsNone(self.server.poll(), "a subcommand stopped the server of another")
        self.assertIn("2 disputes", self.done("verify"))

    def test_survives_a_killed_owner(self):
        self.done("version")
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(30)
        self.assertIn("clean", self.done("verify"))
        os.unlink(self.home + "/http")
        self.start()
        self.assertIn("clean", self.done("verify"))


class Foreign(Place):
    """A server named with --db, as a database of one's own would be: it brings no keys."""

    def test_first_keys(self):
        where = ("--db", f"host={self.data} user=yima dbname=yima")
        keys = ("--keys", self.home + "/keys")
        two = self.path("two.csv", "".join(sample(2)))
        self.load_reference()
        self.sql("delete from keyring_check")  # the server's own yima has brought its keys
        self.assertIn("yima migrate --new-keys", self.fails(1, "import", *where, *keys, two))
        self.assertFalse(os.path.exists(keys[1]))
        self.assertIn("made", self.done("migrate", *where, *keys, "--new-keys"))
        self.assertEqual(os.stat(keys[1]).st_mode & 0o777, 0o600)
        self.assertIn("2 new", self.done("import", *where, *keys, two))
        # What other keys seal could not be opened with these, so other keys are refused.
        other = ("--keys", self.data + "/yima.keys")
        self.assertIn("not those of this database", self.fails(1, "import", *where, *other, two))
        with open(keys[1], "rb") as file:
            made = file.read()
        self.assertIn("already", self.done("migrate", *where, *keys, "--new-keys"))
        with open(keys[1], "rb") as file:
            self.assertEqual(file.read(), made)
        os.unlink(keys[1])
        self.assertIn("restore", self.fails(1, "migrate", *where, *keys, "--new-keys"))
        self.assertFalse(os.path.exists(keys[1]))


if __name__ == "__main__":
    unittest.main()
