# SPDX-License-Identifier: Apache-2.0
"""The private server: a subcommand starts and stops it, or joins the one that runs."""
import os
import signal
import subprocess
import time
import unittest

from place import HANG_S, Place, YIMA, environment, sample


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
        self.server.wait(HANG_S)
        self.assertIn("clean", self.done("verify"))
        os.unlink(self.home + "/http")
        self.start()
        self.assertIn("clean", self.done("verify"))


class AtOnce(Place):
    """Several programs start on one directory at the same moment: one owns the server, the others
    join it, whatever state the directory is in."""

    serves = False
    PROGRAMS = 4

    def start_all(self, round_):
        servers = []
        for i in range(self.PROGRAMS):
            name = self.path("%d-%d" % (round_, i))
            with open(name + ".log", "wb") as log:
                servers.append((name, subprocess.Popen(
                    [YIMA, "serve", "--data", self.data, "--listen", "unix:" + name + ".http"],
                    stdout=log, stderr=log, env=environment())))
        for name, server in servers:
            for _ in range(HANG_S * 10):
                if os.path.exists(name + ".http") or server.poll() is not None:
                    break
                time.sleep(0.1)
            with open(name + ".log", encoding="utf-8") as f:
                self.assertIsNone(server.poll(), f.read())
            self.assertTrue(os.path.exists(name + ".http"), "it does not listen")
        return [server for _, server in servers]

    def owner(self, servers):
        with open(self.data + "/yima-data", encoding="ascii") as f:
            pid = int(f.read())
        owners = [s for s in servers if s.pid == pid]
        self.assertEqual(len(owners), 1)
        return owners[0]

    def stop(self, servers, how):
        """The owner last, so that the others can take leave."""
        owner = self.owner(servers)
        for server in [s for s in servers if s is not owner] + [owner]:
            server.send_signal(how)
            server.wait(HANG_S)

    def test_all_come_up(self):
        for round_, how in enumerate((signal.SIGTERM, signal.SIGKILL, signal.SIGTERM)):
            servers = self.start_all(round_)
            self.assertEqual(
                self.sql("select count(*) from node_lease where until > now() and label like any "
                         "(array[%s])" % ",".join("'%% %d'" % s.pid for s in servers)),
                str(self.PROGRAMS))
            self.stop(servers, how)


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
