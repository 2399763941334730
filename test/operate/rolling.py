#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A rolling restart of two nodes under load loses no request.

    rolling.py YIMA SAMPLES ports     each node listens on a port of its own; the client goes round
    rolling.py YIMA SAMPLES socket    both accept from one socket that was handed over to them, as a
                                      service manager does; the client knows one address

Each node in turn is stopped by SIGTERM and started again, YM_ROLL_TIMES (2) times. The client is what
a careful balancer is: it keeps connections alive, and sends a request again only when connecting was
refused, or when the answer was a 503 with Retry-After. Before it uses a connection again it looks
whether the server has ended it. Anything else that goes wrong with any request fails the test; and at
the end the log holds each acknowledged event once and nothing else, and `yima verify` finds nothing.
"""
import fcntl
import http.client
import os
import pathlib
import random
import select
import shutil
import socket
import subprocess
import sys
import threading
import time

import kill
import ledger
import service

THREADS = 6
BETWEEN_S = 0.4      # of load between two restarts
DRAIN_MS = 1500      # long enough that as a rule every connection is used once meanwhile
PATIENCE_S = 120     # one request, over all its attempts: past it something hangs
RETRY_S = 0.02


class Node(service.Yima):
    """A node whose socket may have been handed over."""

    def __init__(self, binary, name, folder, options, listener):
        super().__init__(binary, name, folder, options)
        self.listener = listener

    def start(self):
        if self.listener is None:
            super().start()
            return
        # sd_listen_fds(3): sockets from descriptor 3 on, for the process that LISTEN_PID names.
        fd = self.listener.fileno()
        assert 3 < fd < 10, "the shell knows descriptors of one digit"
        plain = self.command
        self.command = ["sh", "-c", f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@" 3<&{fd} {fd}<&-',
                        *plain]
        popen = subprocess.Popen
        try:
            subprocess.Popen = lambda *a, **k: popen(*a, pass_fds=(fd,), **k)
            super().start()
        finally:
            subprocess.Popen = popen
            self.command = plain


class Failure(AssertionError):
    """A request failed for a reason that a client cannot mend."""


class Balancer:
    """One thread's connections to all nodes; each request goes to the next one."""

    def __init__(self, nodes, token):
        self.nodes = nodes
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connections = {}
        self.used = {}  # when what each brought a reply to was sent; None: it has brought none yet
        self.turn = 0
        self.refused = self.busy = self.ended = 0

    def close(self):
        for connection in self.connections.values():
            connection.close()

    def _connection(self, node):
        """Alive as far as one can see, or new. Raises ConnectionError."""
        connection = self.connections.get(node)
        if connection is not None:
            # Its sock is None after a reply with Connection: close.
            if connection.sock is not None and connection.port == node.port:
                readable, _, _ = select.select([connection.sock], [], [], 0)
                if not readable:
                    return connection
            connection.close()
            self.ended += 1
        connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=PATIENCE_S)
        self.connections[node] = connection
        connection.connect()
        self.used[node] = None
        return connection

    def ask(self, request):
        body = ledger.encode(request.members)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            node = self.nodes[self.turn % len(self.nodes)]
            self.turn += 1
            try:
                connection = self._connection(node)
            except ConnectionError:  # refused; or reset, in the moment in which the listener closes
                self.refused += 1
                time.sleep(RETRY_S)
                continue
            try:
                used = self.used[node]
                sent = time.monotonic()
                connection.request("POST", request.path(), body,
                                   {**self.headers, "Idempotency-Key": request.key})
                reply = connection.getresponse()
                answer = reply.read()
                self.used[node] = sent
            except (OSError, http.client.HTTPException) as why:
                # A slow machine may leave a connection unused for the whole drain, and one may be
                # made in the moment in which the last are taken; then the server closes it before
                # it has read the request, as HTTP allows. None that brought a reply meanwhile: we
                # measure no less time than the server did, however slow we are.
                if used is not None and (time.monotonic() - used) * 1000 < DRAIN_MS:
                    raise Failure(f"{request.key} at {node.name}: {why!r}") from why
                connection.close()
                self.ended += 1
                continue
            if reply.status == 503 and reply.headers.get("Retry-After"):
                self.busy += 1
                time.sleep(RETRY_S)
                continue
            if not request.accepted(reply.status):
                raise Failure(f"{request.key} at {node.name}: {reply.status} {answer!r}")
            request.settle(answer)
            return
        raise Failure(f"{request.key}: no answer in {PATIENCE_S} s")


class Load:
    """Threads that ask until they are told to stop; the first failure is raised by stop()."""

    def __init__(self, book, nodes, seed):
        self.book = book
        self.ended = threading.Event()
        self.wrong = []
        self.balancers = [Balancer(nodes, book.token) for _ in range(THREADS)]
        self.threads = [threading.Thread(target=self._run, args=(random.Random(f"{seed} {i}"), b))
                        for i, b in enumerate(self.balancers)]
        for thread in self.threads:
            thread.start()

    def _open(self, balancer):
        intake = self.book.intake()
        balancer.ask(intake)
        balancer.ask(self.book.acceptance(intake.dispute))
        self.book.opened(intake.dispute)

    def _run(self, rng, balancer):
        try:
            self._open(balancer)
            while not self.ended.is_set():
                if rng.random() < 0.05:
                    self._open(balancer)
                else:
                    balancer.ask(self.book.command(rng))
        except Exception as why:  # pylint: disable=broad-except  # raised by stop()
            self.wrong.append(why)

    def answered(self):
        return sum(request.answer is not None for request in list(self.book.requests))

    def wait_for(self, more):
        """Until so many more requests were answered: the load goes on."""
        target = self.answered() + more
        until = time.monotonic() + PATIENCE_S
        while self.answered() < target and not self.wrong:
            if time.monotonic() > until:
                raise Failure(f"no {more} answers in {PATIENCE_S} s")
            time.sleep(RETRY_S)

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        for balancer in self.balancers:
            balancer.close()
        if self.wrong:
            raise self.wrong[0]


class Place(kill.Place):
    """Two nodes on a PostgreSQL of their own."""

    def __init__(self, binary, samples, mode):
        super().__init__(binary, samples, "nodes")
        self.listener = None
        if mode == "socket":
            with socket.create_server(("127.0.0.1", 0), backlog=511) as made:
                self.listener = socket.socket(fileno=fcntl.fcntl(made, fcntl.F_DUPFD_CLOEXEC, 4))
        options = [*self.where, "--drain-ms", str(DRAIN_MS)]
        self.nodes = [Node(binary, f"node{i}", self.folder, [*options, "--node", str(i)],
                           self.listener) for i in range(2)]


def ready(node):
    """Its own word, as a balancer asks for it before it sends anything."""
    node.wait_ready()


def restart(place, node, load):
    node.process.terminate()
    load.wait_for(50)  # the other one carries on, and this one while it drains
    status = node.process.wait(service.STOP_S)
    assert status == 0, f"{node.name} stopped with status {status}; see {node.log_path}"
    load.wait_for(50)
    node.start()
    if place.listener is None:
        ready(node)
    load.wait_for(50)


def run(place, times, seed):
    book = ledger.Ledger(seed, place.prepare())
    for node in place.nodes:
        ready(node)
    load = Load(book, place.nodes[:1] if place.listener is not None else place.nodes, seed)
    try:
        for _ in range(times):
            for node in place.nodes:
                restart(place, node, load)
                time.sleep(BETWEEN_S)
    finally:
        load.stop()
    missing = [request.key for request in book.requests if request.answer is None]
    assert not missing, f"never answered: {missing}"
    book.settled = len(book.requests)
    client = ledger.Client(place.nodes[0], book.token)
    book.check(client, {request.dispute for request in book.requests})
    client.close()
    refused, busy, ended = (sum(getattr(b, what) for b in load.balancers)
                            for what in ("refused", "busy", "ended"))
    place.close()
    print(place.yima("verify"))
    assert ended > 0, "no connection ever ended: nothing was proved"
    if place.listener is not None:
        assert refused == 0, f"{refused} connections were refused though somebody held the socket"
    print(f"{len(book.requests)} requests over {2 * times} restarts, each acknowledged once; "
          f"{ended} connections ended, {refused} refused, {busy} told to wait")


def main():
    if len(sys.argv) != 4 or sys.argv[3] not in ("ports", "socket"):
        print(__doc__, file=sys.stderr)
        return 2
    seed = int(os.environ.get("YM_KILL_SEED", time.time_ns() % 1000000))
    print(f"YM_KILL_SEED={seed}", flush=True)
    place = Place(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3])
    try:
        run(place, int(os.environ.get("YM_ROLL_TIMES", "2")), seed)
    except BaseException:
        print(f"databases and logs stay in {place.folder}", file=sys.stderr)
        place.discard()
        raise
    place.discard()
    shutil.rmtree(place.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
