# SPDX-License-Identifier: Apache-2.0
"""A database is dumped and restored into another cluster, and goes on there."""
import os
import signal
import subprocess
import unittest

from cli_shared import Shared
from place import HANG_S, YIMA, environment, until


class Restored(Shared):
    def setUp(self):
        super().setUp()
        self.elsewhere = self.path("elsewhere")
        self.second = None

    def tearDown(self):
        super().tearDown()
        if self.second is not None:
            self.second.send_signal(signal.SIGTERM)
            self.second.wait(HANG_S)

    def start_elsewhere(self):
        """Another cluster, made by another private server."""
        with open(self.path("elsewhere.log"), "ab") as log:
            self.second = subprocess.Popen(
                [YIMA, "serve", "--data", self.elsewhere, "--listen",
                 "unix:" + self.path("elsewhere.http")],
                stdout=log, stderr=log, env=environment())
        until(lambda: os.path.exists(self.path("elsewhere.http"))
              or self.second.poll() is not None)
        self.assertIsNone(self.second.poll(), self.log("elsewhere"))

    def there(self, text, database="yima"):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              "host=%s user=yima dbname=%s" % (self.elsewhere, database)],
                             capture_output=True, env=environment(), text=True, check=False)
        self.assertEqual(got.returncode, 0, got.stderr)
        return got.stdout.strip()

    def copy(self):
        dump = subprocess.run(["pg_dump", "-d", self.database()], capture_output=True,
                              env=environment(), check=False, timeout=HANG_S)
        self.assertEqual(dump.returncode, 0, dump.stderr)
        self.there("create database moved")
        got = subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1",
                              "host=%s user=yima dbname=moved" % self.elsewhere],
                             input=dump.stdout, capture_output=True, env=environment(),
                             check=False, timeout=HANG_S)
        self.assertEqual(got.returncode, 0, got.stderr)

    def test_the_feed_goes_on(self):
        # Burn transaction numbers, so that those of the dump lie beyond those of the new cluster.
        self.sql("create procedure burn() language plpgsql as $$ begin for i in 1..20000 loop "
                 "perform pg_current_xact_id(); commit; end loop; end $$")
        self.sql("call burn()")
        made = [self.register("http") for _ in range(5)]
        self.sql("insert into subscription (subscription_id, url, label, topics, region, body_id, "
                 "secret, is_active, stopped, created_at, made_by, fingerprint, cursor_xid, "
                 "cursor_dispute, cursor_seq) select 1, 'https://example.org/', '', 0, 0, 0, '', "
                 "false, 1, now(), decode(md5('a'), 'hex'), decode(md5('b'), 'hex'), o.xid, "
                 "o.dispute_id, o.seq from outbox o where o.dispute_id = %d" % made[2]["stored"])
        self.start_elsewhere()
        self.copy()
        behind = ("select count(*) from outbox o, subscription s where (o.xid, o.dispute_id, o.seq)"
                  " > (s.cursor_xid, s.cursor_dispute, s.cursor_seq)")
        unread = self.sql(behind)
        self.assertGreaterEqual(int(unread), 2)
        self.assertEqual(self.there("select count(*) from outbox where xid >= "
                                    "pg_snapshot_xmin(pg_current_snapshot())", "moved"), "5")
        self.start_other("moved", database="host=%s user=yima dbname=moved" % self.elsewhere)
        self.assertIn("restored from another cluster", self.log("moved"))
        self.assertEqual(self.there("select count(*) from outbox where xid >= "
                                    "pg_snapshot_xmin(pg_current_snapshot())", "moved"), "0")
        self.assertEqual(self.there(behind, "moved"), unread)
        for dispute in made:
            status, got = self.ask("moved", "POST", f"/disputes/{dispute['id']}/commands",
                                   {"command": "accept"})
            self.assertEqual(status, 200, got)
        self.assertEqual(int(self.there(behind, "moved")), int(unread) + 5)
        # Nothing happens again at the next start, nor where the database came from.
        self.others[-1][1].send_signal(signal.SIGTERM)
        self.others[-1][1].wait(HANG_S)
        self.start_other("again", database="host=%s user=yima dbname=moved" % self.elsewhere)
        self.start_other("home")
        for name in ("again", "home"):
            self.assertNotIn("restored", self.log(name))


if __name__ == "__main__":
    unittest.main()
