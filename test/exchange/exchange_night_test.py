#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The nights of the exchange: two programs on one database, their clock in a file. Each night one of
them compares with a partner, once, and what has had its time is forgotten."""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from exchange_test import (  # noqa: E402  pylint: disable=wrong-import-position
    CODE, HANG_S, YIMA, Exchange, bed, environment)

DAY, HOUR, SHANGHAI = 86400, 3600, 8 * 3600
AT = 2 * HOUR + 1800
RECEIPT_DAYS, PAYLOAD_DAYS = 400, 730
COMPARED = '"compared with a partner"'


class Nights(Exchange):
    OPTIONS = ("--webhook-allow", "127.0.0.1", "--reconcile-at", "02:30")

    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-night-clock-{os.getpid()}"
        cls.other = None
        # 01:00 in Shanghai, tomorrow: nothing is due.
        now = int(time.time()) + SHANGHAI
        cls.offset = (now // DAY + 1) * DAY + HOUR - now
        cls.move(0)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        cls.stop_other()
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def move(cls, seconds):
        cls.offset += seconds
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def begin_other(cls):
        """A second program on the same database."""
        conninfo = f"host={cls.data} user=yima dbname=yima"
        cls.other_log = cls.home + "/other.log"
        with open(cls.other_log, "ab") as log:
            cls.other = subprocess.Popen(
                [YIMA, "serve", "--data", cls.data, "--db", conninfo, "--listen", "127.0.0.1:0",
                 *cls.OPTIONS], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=environment(**cls.ENVIRONMENT))
        bed.until("the other listens", lambda: "listens on 127.0.0.1:" in cls.log_of_other())

    @classmethod
    def stop_other(cls):
        if cls.other is not None and cls.other.poll() is None:
            cls.other.send_signal(signal.SIGTERM)
            cls.other.wait(HANG_S)
        cls.other = None

    @classmethod
    def log_of_other(cls):
        return pathlib.Path(cls.other_log).read_text(encoding="utf-8")

    @classmethod
    def compared(cls):
        """How often, by either."""
        return sum(len(re.findall(COMPARED, text)) for text in (cls.log(), cls.log_of_other()))

    def old(self, name, days, seconds):
        """A receipt and a finished message, and an open one, so old for the programs."""
        at = int(time.time()) + self.offset - days * DAY - seconds
        self.psql(
            "insert into exchange_receipt select 1, 1, '{0}', decode(repeat('00', 32), 'hex'),"
            " to_timestamp({1}), null;"
            "insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out, verb,"
            " kind, state, name, made_at, payload) select 1, {1}::bigint * 10 + s, 0, 1, false, 0, 0, s,"
            " '{0}' || s, to_timestamp({1}), '\\x01' from unnest(array[0, 1, 2, 3]) s".format(
                name, at))

    def kept(self):
        return (set(self.psql("select name from exchange_receipt where partner_id = 1").split()),
                set(self.psql("select name from exchange_message where partner_id = 1 and payload"
                              " is not null").split()))

    def test_nights(self):
        self.begin_other()
        self.old("within", RECEIPT_DAYS, -DAY)
        self.old("receipt", RECEIPT_DAYS, DAY)
        self.old("payload-within", PAYLOAD_DAYS, -DAY)
        self.old("payload", PAYLOAD_DAYS, DAY)
        self.assertEqual(self.compared(), 0, "before its time")
        every = {n + s for n in ("within", "receipt", "payload-within", "payload") for s in "0123"}
        # 03:00: either is the first; the other finds it done and forgets all the same.
        self.move(2 * HOUR)
        bed.until("it is compared", lambda: self.compared() == 1)
        bed.until("it is forgotten", lambda: self.kept() == (
            {"within"}, every - {"payload2", "payload3"}))
        # By day a program starts anew. It has nothing to make up, and says so by forgetting.
        self.stop_other()
        self.move(12 * HOUR)
        self.old("noon", RECEIPT_DAYS, DAY)
        self.begin_other()
        bed.until("it has looked", lambda: "noon" not in self.kept()[0])
        self.assertEqual(self.compared(), 1, "once a night")
        # The next night, again once, by whichever.
        self.move(12 * HOUR)
        bed.until("it is compared", lambda: self.compared() == 2)
        self.old("late", RECEIPT_DAYS, 3 * DAY)
        self.stop_other()
        self.begin_other()
        bed.until("it has looked", lambda: "late" not in self.kept()[0])
        self.assertEqual(self.compared(), 2, "once a night")
        self.once_more_the_same_night()
        self.assertEqual(self.psql(
            f"select count(*) from exchange_turn t join partner p using (partner_id)"
            f" where p.code = '{CODE}' and t.ran_at is not null"), "1")

    @contextlib.contextmanager
    def held(self):
        """Meanwhile no receipt is forgotten."""
        with subprocess.Popen(
                ["psql", "-XAtq", f"host={self.data} user=yima dbname=yima"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, env=environment(), text=True) as holder:
            holder.stdin.write("begin; lock table exchange_receipt in share mode; select 'held';\n")
            holder.stdin.flush()
            self.assertEqual(holder.stdout.readline().strip(), "held")
            yield

    def knows_the_hour(self):
        """Until the program reads the time that the clock was moved to."""
        def knows():
            self.ask("/api/v1/bodies?limit=1", self.admin)
            at = time.gmtime(time.time() + SHANGHAI + self.offset)
            return time.strftime('"ts":"%Y-%m-%dT%H:', at) in self.log()
        bed.until("it knows the hour", knows)

    def failed(self):
        return sum(text.count('"could not compare with a partner"')
                   for text in (self.log(), self.log_of_other()))

    def once_more_the_same_night(self):
        """The partner does not answer at its time: it is asked again later, three times at most."""
        self.stop_other()  # its tries would be counted, too
        known = self.failed()
        self.partner.is_away = True
        with self.held():
            self.move(DAY)
            bed.until("try 1", lambda: self.failed() == known + 1)
            # However long it takes to forget, a later try is due so long after this one.
            self.move(2 * HOUR)
            self.knows_the_hour()
        for n in (2, 3):
            bed.until(f"try {n}", lambda: self.failed() == known + n)  # pylint: disable=cell-var-from-loop
            self.partner.is_away = n < 3
            self.move(2 * HOUR)
        bed.until("it is compared", lambda: self.compared() == 3)
        self.assertEqual(self.failed(), known + 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
