#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 during a load: nothing acknowledged is lost, nothing happens twice.

    kill.py YIMA SAMPLES yima       kill yima, at times its PostgreSQL in the same instant
    kill.py YIMA SAMPLES postgres   kill its PostgreSQL, at times one backend; yima brings it back
    kill.py YIMA SAMPLES nodes      three yima on one external PostgreSQL race on the same disputes
                                    and with the same keys; kill one, all, or the server
    kill.py YIMA SAMPLES failover   two of them on a primary with a synchronous standby: the
                                    primary is killed, or frozen, or frozen and awake again after
                                    the standby was promoted in its place

YIMA is the program, SAMPLES the folder with bodies.csv and staff.csv. YM_KILL_ROUNDS (30 for yima,
else 12; of failover it is YM_FAILOVER_ROUNDS, 3), YM_KILL_SECONDS (0.3: the longest load before a
kill) and YM_KILL_SEED (the clock) change a run; the seed is printed. After each round every request
without an answer is sent again under its key, and some that have one; then the log of what was
touched must hold each acknowledged event once and nothing else. At the end all disputes are looked
at, and `yima verify` must find nothing. Exit status 0 when all of this held; otherwise the folder
with databases and logs stays."""
import hashlib
import os
import pathlib
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import ledger
import pair
import service

THREADS = 6
BATCH_ROWS = 8
CHECKED = 10      # disputes looked at after each round
EXTRA = 5         # every so many rounds come two kinds of kill
AFTER_KILL_S = 0.2  # for which the load goes on when somebody is left to ask


class Load:
    """Threads that ask and ask. What they find wrong is raised by stop()."""

    def __init__(self, book, nodes, seed):
        self.book = book
        self.nodes = nodes
        self.ended = threading.Event()
        self.wrong = []
        self.threads = [threading.Thread(target=self._run, args=(random.Random(f"{seed} {i}"), i))
                        for i in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        if self.wrong:
            raise self.wrong[0]

    def _run(self, rng, i):
        at = i % len(self.nodes)
        while not self.ended.is_set():
            try:
                self._serve(rng, at)
            except ledger.LOST:
                # The node is gone; the next one may be there.
                at = (at + 1) % len(self.nodes)
                self.ended.wait(0.02)
            except Exception as error:  # pylint: disable=broad-except  # raised by stop()
                self.wrong.append(error)
                return

    def _serve(self, rng, at):
        clients = [ledger.Client(node, self.book.token)
                   for node in self.nodes[at:] + self.nodes[:at]]
        try:
            while not self.ended.is_set():
                if not self._ask(rng, clients):
                    self.ended.wait(0.02)
        finally:
            for client in clients:
                client.close()

    def _ask(self, rng, clients):
        """Something or other. False: it was not answered, and is in doubt."""
        kind = rng.random()
        if kind < 0.04 or not self.book.open:
            return self._open(clients[0])
        if kind < 0.25:
            rows = [self.book.command(rng) for _ in range(rng.randint(1, BATCH_ROWS - 1))]
            return clients[0].ask_together([self.book.intake(), *rows] if kind < 0.06 else rows)
        request = self.book.command(rng)
        if len(clients) > 1 and kind < 0.45:
            return self._race(clients, request)
        return clients[0].ask(request)

    def _open(self, client):
        intake = self.book.intake()
        if not client.ask(intake):
            return False
        accept = self.book.acceptance(intake.dispute)
        if not client.ask(accept):
            return False
        self.book.opened(intake.dispute)
        return True

    @staticmethod
    def _race(clients, request):
        """The same request to all nodes in one instant: one acts, all say the same."""
        for client in clients:
            client.send(request)
        return all([client.receive(request) for client in clients])


class Place:
    """A folder of its own with what is to be killed in it. nodes: how many yima, beside an external
    server; serve: words for them alone; env: their environment, beyond this program's; inside:
    where the folder is made."""

    # pylint: disable-next=too-many-arguments
    def __init__(self, binary, samples, mode, *, nodes=2, serve=(), env=(), inside="/tmp"):
        self.binary = binary
        self.samples = samples
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yima-kill-", dir=inside))
        self.folder.chmod(0o755)  # PostgreSQL may run as another user
        self.postgres = None
        self.where = ["--data", str(self.folder / "data")]
        if mode == "nodes":
            self.postgres = service.Postgres(self.folder / "pg")
            self.postgres.start()
        if mode == "failover":
            self.postgres = pair.Pair(self.folder / "pg")
        if self.postgres is not None:
            self.where = ["--db", self.postgres.conninfo(), "--keys", str(self._make_keys())]
        count = 1 if self.postgres is None else nodes
        self.nodes = [service.Yima(binary, f"node{i}", self.folder, [*self.where, *serve], env)
                      for i in range(count)]

    def _make_keys(self):
        """A key file as crypto/keyring.h describes it."""
        path = self.folder / "keys"
        line = f"1 {secrets.token_hex(32)}\n"
        digest = hashlib.blake2b(line.encode(), digest_size=16).hexdigest()
        path.touch(0o600)
        path.write_text(f"{line}sum {digest}\n", encoding="ascii")
        return path

    def yima(self, *words):
        done = subprocess.run([self.binary, *words, *self.where], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              env=service.clean_env())
        assert done.returncode == 0, \
            f"yima {' '.join(words)}: {done.returncode}: {(done.stdout + done.stderr).decode()}"
        return done.stdout.decode().strip()

    def prepare(self):
        """The sample bodies and staff, the services, a token."""
        self.yima("migrate")
        for name in ("regions-hangzhou", "bodies", "staff"):
            self.yima("import", str(self.samples / f"{name}.csv"))
        token = self.yima("token", "create", "--role", "body_manager", "--body", ledger.BODY)
        for node in self.nodes:
            node.start()
        return token

    def private_pid(self):
        return service.postmaster_of(self.folder / "data" / "pg")

    def close(self):
        for node in self.nodes:
            node.stop()

    def clients(self, token):
        return [ledger.Client(node, token) for node in self.nodes]

    def discard(self):
        """Whatever happened, nothing that was started here goes on."""
        for node in self.nodes:
            if node.is_running():
                node.kill()
        if self.postgres is not None:
            self.postgres.stop()


# ---- What is killed, and how it comes back: one function a mode ----

def kill_yima(place, rng, number):
    """yima brings its PostgreSQL up again when it starts."""
    node = place.nodes[0]
    both = number % EXTRA == EXTRA - 1
    pid = place.private_pid()
    if both:
        service.kill(pid)
    node.kill()
    del rng
    return ("yima and PostgreSQL" if both else "yima"), node.start


def kill_postgres(place, rng, number):
    """yima goes on; it says 503 until its server is back."""
    pid = place.private_pid()
    backends = service.children_of(pid)
    node = place.nodes[0]

    def wait_for_another():
        until = time.monotonic() + service.READY_S
        while place.private_pid() in (None, pid):
            assert node.is_running(), f"yima died with its server; see {node.log_path}"
            assert time.monotonic() < until, "yima did not bring its PostgreSQL up again"
            time.sleep(0.01)

    if number % EXTRA == EXTRA - 1 and backends:
        service.kill(rng.choice(backends))
        return "a process of PostgreSQL", lambda: None
    service.kill(pid)
    return "PostgreSQL", wait_for_another


def kill_node(place, rng, number):
    del number
    one_by_one = [f"node {i}" for i in range(len(place.nodes))]
    what = rng.choice((*one_by_one, "all nodes", "PostgreSQL"))
    if what == "PostgreSQL":
        place.postgres.kill()
        return what, place.postgres.start
    doomed = place.nodes if what == "all nodes" else [place.nodes[one_by_one.index(what)]]
    for node in doomed:
        node.kill()

    def start():
        for node in doomed:
            node.start()
    return what, start


def lose_primary(place, rng, number):
    """The standby takes its place; the old one is made anew as its standby afterwards."""
    servers = place.postgres
    what = ("killed", "frozen", "frozen, and woke up")[number % 3]
    frozen = []
    if what == "killed":
        servers.kill()
    else:
        frozen = servers.freeze()
    time.sleep(rng.uniform(0, AFTER_KILL_S))
    servers.promote()
    if what.endswith("woke up"):
        servers.thaw(frozen)
        time.sleep(AFTER_KILL_S)  # whoever asks it still must not be told that anything was done

    def renew():
        servers.fence(frozen)
        for node in place.nodes:
            node.wait_ready()
        servers.replicate()
    return f"primary ({what})", renew


NODES = {"nodes": 3, "failover": 2}  # yima beside an external server
MODES = {"yima": kill_yima, "postgres": kill_postgres, "nodes": kill_node,
         "failover": lose_primary}
# A PostgreSQL that dies often is started again ever later.
ROUNDS = {"yima": 30, "postgres": 12, "nodes": 12, "failover": 3}


def wait_for_load(book):
    """Until every thread has asked for something, however slow the machine is."""
    until = time.monotonic() + service.READY_S
    while len(book.requests) < book.settled + 2 * THREADS:
        assert time.monotonic() < until, "the load does not begin"
        time.sleep(0.005)


def one_round(place, book, strike, rng, number):
    """Load, a strike in its midst, and every doubt settled. Returns what was struck, and the
    disputes that were touched."""
    load = Load(book, place.nodes, rng.random())
    delay = rng.uniform(0.05, float(os.environ.get("YM_KILL_SECONDS", "0.3")))
    try:
        wait_for_load(book)
        time.sleep(delay)
        what, bring_back = strike(place, rng, number)
        if any(node.is_running() for node in place.nodes):
            time.sleep(AFTER_KILL_S)  # what do the others say meanwhile?
    finally:
        load.stop()
    began = time.monotonic()
    bring_back()
    for node in place.nodes:
        node.wait_ready()
    ready = time.monotonic() - began
    clients = place.clients(book.token)
    fresh, doubtful, touched = book.settle(clients)
    for client in clients:
        client.close()
    print(f"round {number + 1}: {what} killed after {delay:.3f} s; {fresh} requests, "
          f"{doubtful} in doubt, back after {ready:.2f} s", file=sys.stderr, flush=True)
    return what, touched


def finish(place, book):
    """Look at every dispute, end all in good order, prove every chain. Returns what was lost and
    what happened too often."""
    client = ledger.Client(place.nodes[0], book.token)
    lost, doubled = book.compare(client, book.disputes())
    client.close()
    place.close()
    place.yima("verify")
    return lost, doubled


def run(place, mode, rounds, seed):
    rng = random.Random(seed)
    book = ledger.Ledger(seed, place.prepare())
    for number in range(rounds + (rounds // EXTRA if place.postgres is None else 0)):
        _, touched = one_round(place, book, MODES[mode], rng, number)
        client = ledger.Client(place.nodes[0], book.token)
        book.check(client, set(rng.sample(sorted(touched), min(CHECKED, len(touched)))))
        client.close()
    lost, doubled = finish(place, book)
    assert not lost and not doubled, f"lost: {lost[:5]}; too many: {doubled[:5]}"
    assert book.settled > rounds and book.doubts > 0, "the kills met no load: nothing was proved"
    print(f"{mode}: {book.settled} requests on {len(book.disputes())} disputes, {book.doubts} were "
          f"in doubt; each happened once")


def main():
    if len(sys.argv) != 4 or sys.argv[3] not in MODES:
        print(__doc__, file=sys.stderr)
        return 2
    mode = sys.argv[3]
    seed = int(os.environ.get("YM_KILL_SEED", time.time_ns() % 1000000))
    print(f"YM_KILL_SEED={seed}", flush=True)
    place = Place(sys.argv[1], pathlib.Path(sys.argv[2]), mode, nodes=NODES.get(mode, 1))
    try:
        given = "YM_FAILOVER_ROUNDS" if mode == "failover" else "YM_KILL_ROUNDS"
        run(place, mode, int(os.environ.get(given, ROUNDS[mode])), seed)
    except BaseException:
        print(f"databases and logs stay in {place.folder}", file=sys.stderr)
        place.discard()
        raise
    place.discard()
    shutil.rmtree(place.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
