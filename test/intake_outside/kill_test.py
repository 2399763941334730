# SPDX-License-Identifier: Apache-2.0
"""kill -9 while a work order is being taken, between any two of its steps: when its sender has sent
it again there is one dispute, with every number that was given.

Where it is cut is no matter of luck. The test holds the table that the step writes or reads,
waits until a statement of the service stands before that lock, drops that statement and kills the
service: what was written before stands, and nothing behind it."""
import contextlib
import http.client
import os
import signal
import subprocess
import threading
import unittest

from orders_bed import Bed, person
from served import HANG_S, environment

# A reader's lock lets what only reads go by.
WRITES, ALL = "share", "access exclusive"
ROW = "row"
NOTHING, TAKEN, MADE, REFERRED, ENDED = range(5)
# Before which table it is cut, and what stands by then.
STEPS = (
    ("the message is noted", "exchange_receipt", WRITES, NOTHING),
    ("its class is asked for", "outside_map", ALL, NOTHING),
    ("it is taken down", "outside_order", WRITES, NOTHING),
    ("its phones are looked for", "outside_phone", ALL, TAKEN),
    ("its persons are looked for", "party", ALL, TAKEN),
    ("who is like it is looked at", "dispute_detail", ALL, TAKEN),
    ("it is registered", "event", WRITES, TAKEN),
    ("its number is put to the dispute", "dispute_reference", WRITES, MADE),
    ("its phones are remembered", "outside_phone", WRITES, REFERRED),
    ("what became of it is written", "outside_order", ROW, REFERRED),
    ("the message is put down", "exchange_message", WRITES, ENDED),
)
JOINS = [step for step in STEPS if step[3] >= MADE]


class Holder:
    """A session of PostgreSQL that holds locks until the service is dead."""

    def __init__(self, data):
        self.process = subprocess.Popen(
            ["psql", "-XAtqn", "-v", "ON_ERROR_STOP=1", f"host={data} user=yima dbname=yima"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment())
        self.ask("begin")

    def ask(self, text):
        """Say it; what it answers."""
        self.process.stdin.write(text + ";\n\\echo .\n")
        self.process.stdin.flush()
        got = []
        for line in iter(self.process.stdout.readline, ""):
            if line == ".\n":
                return "".join(got)
            got.append(line)
        raise AssertionError("the session ended: " + text)

    def lock(self, table, mode):
        self.ask(f"lock table {table} in {mode} mode")

    def ask_waiting(self, what, table):
        """Of the statements that stand before a lock on it."""
        return self.ask(
            f"select {what} from pg_locks w where not w.granted and exists "
            "(select from pg_locks l where l.pid = w.pid and (l.relation = w.relation "
            f"or w.relation is null) and (l.relation = '{table}'::regclass or l.relation in "
            f"(select relid from pg_partition_tree('{table}'::regclass))))")

    def waits(self, table):
        return self.ask_waiting("count(*) > 0", table) == "t\n"

    def drop(self, table):
        """Whatever waits there never happens."""
        self.ask_waiting("pg_terminate_backend(w.pid)", table)

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(HANG_S)


class Falls(Bed):
    partner = "hz-12345"  # who sends what is cut

    def cut(self, order, table, mode):
        """Send it, and kill the service before that table."""
        self.answers = []
        first, last = Holder(self.data), None
        first.lock(*(("dispute_reference", WRITES) if mode == ROW else (table, mode)))
        sending = threading.Thread(target=self.try_once, args=(order,))
        sending.start()
        try:
            if mode == ROW:
                self.until("it has a row", lambda: first.waits("dispute_reference"))
                last = Holder(self.data)
                last.ask(f"select from {table} where reference = '{order['external_ref']}' "
                         "for update")
                first.ask("commit")
                self.until("its row waits", lambda: last.waits(table))
            else:
                self.until("it waits", lambda: first.waits(table))
            os.kill(self.process.pid, signal.SIGSTOP)  # it never learns of what comes
            (last or first).drop(table)
            self.until("it waits no more", lambda: not (last or first).waits(table))
        finally:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(HANG_S)
            sending.join(HANG_S)
            for holder in filter(None, (first, last)):
                holder.close()
        type(self).start()

    def try_once(self, order):
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.answers.append(self.send(order, self.partner,
                                          name="msg-" + order["external_ref"]))

    def stands(self, order, disputes):
        """How far it had come; disputes: as many as there were before."""
        ref = order["external_ref"]
        rows = self.sql(f"select state from outside_order where reference = '{ref}'").split()
        if not rows:
            return NOTHING
        if rows != ["0"]:
            return ENDED
        if self.sql(f"select count(*) from dispute_reference where reference = '{ref}'") != "0":
            return REFERRED
        return TAKEN if self.disputes() == disputes else MADE

    def disputes(self):
        return int(self.sql("select count(*) from dispute"))

    def again(self, order, name):
        """Its sender goes on until it is told."""
        reply = self.until("it is taken", lambda: (lambda r: r if r.status == 200 else None)(
            self.send(order, self.partner, name=name)))
        self.assertEqual(reply.json["status"], "accepted", reply.text)
        return reply.json["body"]

    def check(self, order, outcome, dispute=None):
        """Under the same message, and under a new one: one order, one dispute."""
        ref = order["external_ref"]
        self.assertEqual(self.answers, [], "it was answered before it was cut")
        made = self.again(order, "msg-" + ref)
        self.assertEqual(made["outcome"], outcome)
        if dispute is not None:
            self.assertEqual(made["dispute"], dispute)
        self.assertEqual(self.again(order, "msg-" + ref), made)
        anew = self.again(order, "new-" + ref)
        self.assertEqual((anew["dispute"], anew["outcome"], anew["known"]),
                         (made["dispute"], outcome, True))
        self.assertEqual(self.found(ref), {made["dispute"]})
        rows = self.sql(f"select count(*) from outside_order where reference = '{ref}'")
        self.assertEqual(rows, "1")
        self.assertIsNone(self.work(ref, task="unfinished"))
        return made

    def quiet(self, parties):
        """Whoever sent it is told nothing, so that no other message goes by these tables."""
        return self.order(parties=parties, status_wanted=False)

    def test_registering(self):
        for n, (what, table, mode, stands) in enumerate(STEPS):
            with self.subTest(what):
                one, other, third = (person(3 * n + i) for i in range(3))
                self.taken(self.quiet(self.pair(one, other)))  # like enough to be looked at
                order = self.quiet(self.pair(one, third, phone=f"1390000{n:04d}"))
                before = self.disputes()
                self.cut(order, table, mode)
                self.assertEqual(self.stands(order, before), stands)
                made = self.check(order, "registered")
                self.assertEqual(made["tasks"], ["duplicate"])
                self.assertEqual(self.disputes(), before + 1)
                self.assertEqual(self.references(made["dispute"]),
                                 {("hz-12345", order["external_ref"], "registered")})

    def test_joining(self):
        for n, (what, table, mode, stands) in enumerate(JOINS, 100):
            with self.subTest(what):
                pair = self.pair(person(3 * n), person(3 * n + 1), phone=f"1390000{n:04d}")
                first, order = self.quiet(pair), self.quiet(pair)
                theirs = self.taken(first, "hz-110")
                before = self.disputes()
                self.cut(order, table, mode)
                # It makes no dispute: what stands before its number is that it was taken down.
                self.assertEqual(self.stands(order, before), TAKEN if stands == MADE else stands)
                self.check(order, "attached", theirs["dispute"])
                self.assertEqual(self.disputes(), before)
                self.assertEqual(self.references(theirs["dispute"]),
                                 {("hz-110", first["external_ref"], "registered"),
                                  ("hz-12345", order["external_ref"], "attached")})

    def test_two_senders_that_count_alike(self):
        """The second is registered under a number of its own, and is no double of itself."""
        theirs = self.quiet(self.pair(person(601), person(602)))
        first = self.taken(theirs)
        order = theirs | {"parties": self.pair(person(603), person(604))}
        self.partner = "xs-12345"
        before = self.disputes()
        self.cut(order, "dispute_reference", WRITES)
        self.assertEqual(self.disputes(), before + 1)
        made = self.again(order, "msg-" + order["external_ref"])
        self.assertEqual((made["outcome"], made["tasks"]), ("registered", []))
        self.assertEqual(self.disputes(), before + 1)
        self.assertNotEqual(made["dispute"], first["dispute"])
        self.assertEqual(self.references(made["dispute"]),
                         {("xs-12345", order["external_ref"], "registered")})


del Bed

if __name__ == "__main__":
    unittest.main()
