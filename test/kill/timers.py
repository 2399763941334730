#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Deadlines and deliveries of several nodes that are killed: each deadline fires once, each event
arrives under the same id and with the same words, however often.

    timers.py YIMA SAMPLES

Three yima on one PostgreSQL register disputes and are given a clock that steps over the deadlines
of those before, so that all of them fire at once, on all nodes; in the midst of it one node, all, or
the server are killed. A receiver of webhooks takes note of everything and refuses or drops some of
it. YM_TIMERS_ROUNDS (2) and YM_KILL_SEED (the clock) change a run. Exit status 0 when every deadline
fired once and every event arrived; otherwise the folder with databases and logs stays."""
import collections
import datetime
import hashlib
import http.server
import itertools
import json
import os
import pathlib
import random
import shutil
import sys
import threading
import time

import kill
import ledger
import service

NODES = 3
BATCH_ROWS = 4
STEP_S = 6 * 86400    # past three working days, a weekend between them or not
LEASE_S = 61          # past the time for which a dead node holds what it wanted to deliver
ROUNDS_MAX = 40       # the clock ends within the year for which the calendar knows the holidays
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFUSED, DROPPED = 0.05, 0.1  # of the posts; what is left of them is taken
SERVE = ("--webhook-allow", "127.0.0.1", "--webhook-retry", "1", "--webhook-attempts", "100",
         "--keep-feed", "3000")


def stored_id(dispute):
    """The 64-bit id: Crockford's Base32 without the check character."""
    value = 0
    for c in dispute[:13]:
        value = value * 32 + CROCKFORD.index(c)
    return value


class Receiver:
    """Takes note of every post, and answers most of them well."""

    def __init__(self, seed):
        self.random = random.Random(f"{seed} receiver")
        self.lock = threading.Lock()
        self.posts = collections.defaultdict(collections.Counter)  # id: digests of what it said
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    pass  # the node that was posting is gone

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outcome = receiver.take(self.headers["webhook-id"], body)
                if outcome is None:
                    self.close_connection = True  # without a word
                    return
                self.send_response(outcome)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def take(self, message, body):
        """The status to answer with, or None for none. What is refused was not taken."""
        with self.lock:
            fate = self.random.random()
            if fate >= REFUSED:
                self.posts[message][hashlib.sha256(body).digest()] += 1
        return 500 if fate < REFUSED else None if fate < DROPPED else 204

    def seen(self):
        with self.lock:
            return {message: dict(texts) for message, texts in self.posts.items()}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Intakes(kill.Load):
    """Nothing but registrations: of each dispute exactly one deadline will end."""

    def _ask(self, rng, clients):
        return clients[0].ask_together([self.book.intake()
                                        for _ in range(rng.randint(1, BATCH_ROWS))])


def judge(dispute, events):
    """The deadline of whoever is to accept a dispute: it ends, and begins anew for three working
    days. So there is one end at least, and two of them lie days apart."""
    at = [datetime.datetime.fromisoformat(event["at"]) for event in events]
    lost = [] if events else [f"{dispute}: its deadline did not end"]
    return lost, [f"{dispute}: its deadline ended at {b} and already at {a}"
                  for a, b in zip(at, at[1:]) if b - a < datetime.timedelta(days=1)]


class Timers:
    """The clock of the nodes, which is moved, and what is to happen by it."""

    def __init__(self, binary, samples, seed, inside="/tmp"):
        self.random = random.Random(seed)
        self.receiver = Receiver(seed)
        self.clock = pathlib.Path(inside) / f"clock-{os.getpid()}"
        self.offset = 0
        self._set_clock(0)
        self.site = kill.Place(binary, samples, "nodes", nodes=NODES, serve=SERVE,
                               env={"YIMA_TEST_CLOCK_FILE": str(self.clock)}.items(),
                               inside=inside)
        self.struck = 0
        self.fired = 0  # known when all is finished

    def _set_clock(self, seconds):
        """In one step: a reader sees the old text or the new one."""
        self.offset += seconds
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(self.offset), encoding="ascii")
        fresh.replace(self.clock)

    def prepare(self, seed):
        book = ledger.Ledger(seed, self.site.prepare())
        self.site.yima("subscription", "add", "--url", self.receiver.url(), "--from-beginning")
        return book

    def due(self):
        now = f"to_timestamp({time.time() + self.offset})"
        return int(self.site.postgres.sql(
            f"select count(*) from deadline where due_at <= {now}"))

    @staticmethod
    def _wait(is_so, what, at_times=lambda: None):
        until = time.monotonic() + service.READY_S
        turns = itertools.count(1)
        while not is_so():
            assert time.monotonic() < until, what
            time.sleep(0.1)
            if next(turns) % 50 == 0:
                at_times()

    def one_round(self, book):
        """The deadlines of the disputes before end, new ones come, and something is killed."""
        load = Intakes(book, self.site.nodes, self.random.random())
        try:
            time.sleep(self.random.uniform(0.1, 0.4))
            self._set_clock(STEP_S)
            time.sleep(self.random.uniform(0.05, 0.5))
            what, bring_back = kill.kill_node(self.site, self.random, self.struck)
            time.sleep(kill.AFTER_KILL_S)
        finally:
            load.stop()
        self.struck += 1
        bring_back()
        for node in self.site.nodes:
            node.wait_ready()
        clients = self.site.clients(book.token)
        fresh, doubtful, _ = book.settle(clients)
        for client in clients:
            client.close()
        self._wait(lambda: self.due() == 0, "a deadline that is due does not fire")
        print(f"round {self.struck}: {what} killed; {fresh} disputes, {doubtful} in doubt",
              file=sys.stderr, flush=True)

    def _judge(self, dispute, events):
        self.fired += len(events)
        return judge(dispute, events)

    def told(self):
        rows = self.site.postgres.sql("select dispute_id, seq from outbox").split("\n")
        return {tuple(map(int, row.split("|"))) for row in rows}

    def arrived(self):
        return {(stored_id(message), int(message.rsplit(".", 1)[1]))
                for message in self.receiver.seen()}

    def finish(self, book):
        """All that is left fires and arrives. Returns what was lost and what was doubled."""
        self._set_clock(STEP_S)
        self._wait(lambda: self.due() == 0, "a deadline that is due does not fire")
        told = self.told()
        try:
            # Whoever was killed holds some deliveries for a while.
            self._wait(lambda: told <= self.arrived(), "", lambda: self._set_clock(LEASE_S))
        except AssertionError:
            pass  # it is counted below
        client = ledger.Client(self.site.nodes[0], book.token)
        lost, doubled = book.compare(client, book.disputes(), self._judge)
        client.close()
        lost += [f"event {seq} of {dispute} did not arrive"
                 for dispute, seq in told - self.arrived()]
        doubled += [f"event {seq} of {dispute} arrived and never happened"
                    for dispute, seq in self.arrived() - told]
        doubled += [f"{message} arrived in {len(texts)} versions"
                    for message, texts in self.receiver.seen().items() if len(texts) > 1]
        self.site.close()
        self.site.yima("verify")
        return lost, doubled

    def figures(self):
        """Events that arrived, and posts that brought them."""
        seen = self.receiver.seen()
        return len(seen), sum(sum(texts.values()) for texts in seen.values())

    def discard(self):
        self.site.discard()
        self.receiver.close()
        self.clock.unlink(missing_ok=True)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    seed = int(os.environ.get("YM_KILL_SEED", time.time_ns() % 1000000))
    print(f"YM_KILL_SEED={seed}", flush=True)
    timers = Timers(sys.argv[1], pathlib.Path(sys.argv[2]), seed)
    try:
        book = timers.prepare(seed)
        for _ in range(int(os.environ.get("YM_TIMERS_ROUNDS", "2"))):
            timers.one_round(book)
        lost, doubled = timers.finish(book)
        assert not lost and not doubled, json.dumps([lost[:5], doubled[:5]], ensure_ascii=False)
    except BaseException:
        print(f"databases and logs stay in {timers.site.folder}", file=sys.stderr)
        raise
    finally:
        timers.discard()
    shutil.rmtree(timers.site.folder)
    events, posts = timers.figures()
    print(f"{timers.fired} deadlines of {len(book.disputes())} disputes fired once each, {timers.struck} kills; {events} events "
          f"arrived in {posts} posts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
