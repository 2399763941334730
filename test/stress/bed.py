# SPDX-License-Identifier: Apache-2.0
"""What the experiments of this folder share: a load at a steady rate that is timed, sessions of
psql that stay, connections that do nothing, and figures of a running program.

site is test/kill's Place with an external PostgreSQL, book its ledger."""
import http.client
import os
import random
import re
import socket
import struct
import subprocess
import threading
import time

import ledger
import service

STEADY_THREADS = 8
HANG_S = 120  # for anything that must come


def until(what, condition, pause_s=0.05):
    """Ask again until it is so; the last answer."""
    end = time.monotonic() + HANG_S
    while True:
        got = condition()
        if got:
            return got
        assert time.monotonic() < end, f"in {HANG_S} s it never came: {what}"
        time.sleep(pause_s)


# ---- The database ----

def _psql(site, *words):
    return ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *words, site.postgres.conninfo()]


def sql(site, text):
    """One answer, as psql prints it."""
    done = subprocess.run(_psql(site, "-c", text), capture_output=True, env=service.clean_env(),
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def number(site, text):
    return int(sql(site, text))


class Session:
    """A session of psql that stays as it is until close()."""

    def __init__(self, site, text):
        """Run text, whose last statement gives one row, and stay."""
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(_psql(site), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True,
                                        env=service.clean_env())
        self.ask(text)

    def ask(self, text):
        """The one row that text gives."""
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        got = self.process.stdout.readline().strip()
        assert got, f"psql said nothing to: {text}"
        return got

    def close(self):
        self.process.communicate(timeout=HANG_S)


class Idle:
    """A connection to PostgreSQL that was opened and asks nothing. refusal: the SQLSTATE with which
    it was not opened, else None."""

    def __init__(self, site):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(HANG_S)
        self.socket.connect(str(site.postgres.folder / ".s.PGSQL.5432"))
        words = b"user\0yima\0database\0postgres\0application_name\0idle\0\0"
        self.socket.sendall(struct.pack("!ii", len(words) + 8, 3 << 16) + words)
        self.refusal = self._opened()

    def _opened(self):
        """Read up to ReadyForQuery, or to the error that stands in its place."""
        while True:
            kind, length = struct.unpack("!ci", self._bytes(5))
            body = self._bytes(length - 4)
            if kind == b"Z":
                return None
            if kind == b"E":
                fields = {field[:1]: field[1:] for field in body.split(b"\0")}
                return fields[b"C"].decode()

    def _bytes(self, n):
        got = b""
        while len(got) < n:
            more = self.socket.recv(n - len(got))
            assert more, "PostgreSQL hung up while a connection was opened"
            got += more
        return got

    def close(self):
        self.socket.close()


# ---- The program ----

def metric(node, name):
    """The value of a metric without labels, or None where it is not shown."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=service.REPLY_S)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    found = re.search(rf"^{name} (\S+)$", text, re.M)
    return float(found[1]) if found else None


def ready_status(node):
    """What /readyz answers."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=service.REPLY_S)
    connection.request("GET", "/readyz")
    status = connection.getresponse().status
    connection.close()
    return status


def logged(node, text):
    return text in node.log_path.read_text(encoding="utf-8", errors="replace")


# ---- A load that is timed ----

def quantile(values, share):
    """The value below which this share of them lies; of none, 0."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def open_disputes(book, node, count):
    """Registered and accepted, so that a load finds something to act on."""
    client = ledger.Client(node, book.token)
    for _ in range(count):
        intake = book.intake()
        until("the registration", lambda i=intake: client.ask(i))
        accept = book.acceptance(intake.dispute)
        until("the acceptance", lambda a=accept: client.ask(a))
        book.opened(intake.dispute)
    client.close()


class Steady:
    """Commands at a steady rate, spread over the nodes. What one takes counts from the moment at
    which it was due, so that a stall is charged to all that waited behind it."""

    def __init__(self, book, nodes, rate, seed):
        self.book = book
        self.nodes = nodes
        self.gap = STEADY_THREADS / rate
        self.took = []
        self.wrong = []
        self.unanswered = 0
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self._guarded,
                                         args=(random.Random(f"{seed} {i}"), i))
                        for i in range(STEADY_THREADS)]
        for thread in self.threads:
            thread.start()

    def take(self):
        """How long each took since the last call."""
        with self.lock:
            took, self.took = self.took, []
        return took

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        if self.wrong:
            raise self.wrong[0]

    def _guarded(self, rng, i):
        try:
            self._run(rng, i)
        except Exception as error:  # pylint: disable=broad-except  # raised by stop()
            self.wrong.append(error)

    def _run(self, rng, i):
        node = self.nodes[i % len(self.nodes)]
        client = ledger.Client(node, self.book.token)
        due = time.monotonic() + self.gap * i / STEADY_THREADS
        while not self.ended.wait(max(0.0, due - time.monotonic())):
            is_done = False
            try:
                is_done = client.ask(self.book.command(rng))
            except ledger.LOST:
                client.close()
                client = ledger.Client(node, self.book.token)
            with self.lock:
                if is_done:
                    self.took.append(time.monotonic() - due)
                else:
                    self.unanswered += 1
            # Nobody makes up for what was not asked while there was no answer.
            due = max(due + self.gap, time.monotonic() - HANG_S if is_done else time.monotonic())
        client.close()


def settled(site, book):
    """Every doubt settled; what is lost and what happened too often."""
    clients = site.clients(book.token)
    book.settle(clients)
    found = book.compare(clients[0], book.disputes())
    for client in clients:
        client.close()
    return found


def clock_file(folder, name, ahead_s=0):
    """A file that a program's clock follows. Returns its path."""
    path = folder / name
    fresh = folder / f"{name}.new"
    fresh.write_text(f"{ahead_s}\n", encoding="ascii")
    os.rename(fresh, path)
    return path
