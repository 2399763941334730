# SPDX-License-Identifier: Apache-2.0
"""Hundreds who connect and ask nothing: sessions of other people in PostgreSQL, and connections of
HTTP; and then so many sessions that PostgreSQL takes no more, when the program starts and later."""
import contextlib
import os
import signal
import socket
import subprocess
import time

import bed
import service

RATE = 100
FULL = "53300"  # too_many_connections


class Outcome:
    def __init__(self):
        self.took = {}  # what -> how long each command took
        self.sessions = self.connections = 0

    def text(self):
        parts = [f"{what} {bed.quantile(took, 0.99) * 1000:.1f} ms"
                 for what, took in self.took.items()]
        return (f"{self.sessions} sessions and {self.connections} connections; p99 "
                + ", ".join(parts))


def http_connections(node, count):
    """Half of them asked something once; all are silent now."""
    made = []
    for i in range(count):
        made.append(socket.create_connection(("127.0.0.1", node.port), timeout=bed.HANG_S))
        if i % 2 == 0:
            made[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert made[-1].recv(4096).startswith(b"HTTP/1.1 200"), "it did not answer"
    return made


def fill(site):
    """Sessions until PostgreSQL takes no more."""
    made = []
    while True:
        one = bed.Idle(site)
        if one.refusal is not None:
            assert one.refusal == FULL, one.refusal
            one.close()
            return made
        made.append(one)


def measure(outcome, load, what, seconds):
    load.take()
    time.sleep(seconds)
    outcome.took[what] = load.take()
    assert outcome.took[what], f"no command was answered beside {what}"


def take_all(site, keeper):
    """Every session that PostgreSQL has to give, those of the programs included. They stand still
    meanwhile, or they would be faster now and then."""
    others = fill(site)
    for node in site.nodes:
        os.kill(node.process.pid, signal.SIGSTOP)
    try:
        keeper.ask("select count(pg_terminate_backend(pid)) from pg_stat_activity "
                   "where application_name = 'yima' and pid <> pg_backend_pid();")
        bed.until("its sessions are gone", lambda: keeper.ask(
            "select count(*) from pg_stat_activity where application_name = 'yima';") == "0")
        others += fill(site)
    finally:
        for node in site.nodes:
            os.kill(node.process.pid, signal.SIGCONT)
    return others


def none_left(site, load):
    """PostgreSQL is full, and the program has lost its own sessions: it says so, and comes back by
    itself when there is room."""
    keeper = bed.Session(site, "select 1;")  # to act when nobody else can come in
    others = []
    try:
        others = take_all(site, keeper)
        for node in site.nodes:
            bed.until("it says that it is not ready", lambda n=node: bed.ready_status(n) == 503)
        refuses_to_start(site)
    finally:
        for one in others:
            one.close()
        keeper.close()
    for node in site.nodes:
        node.wait_ready()
    load.take()
    bed.until("commands are taken again", load.take)


def refuses_to_start(site):
    """A program that starts now ends with 1 and says why."""
    done = subprocess.run([site.binary, "serve", "--listen", "127.0.0.1:0", *site.where],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env=service.clean_env(), timeout=bed.HANG_S)
    assert done.returncode == 1, done.stderr
    assert "too many clients" in done.stderr, done.stderr


def run(site, book, seed, count, seconds):
    """count: of each kind. PostgreSQL must take some more than that."""
    outcome = Outcome()
    node = site.nodes[0]
    bed.open_disputes(book, node, 40)
    load = bed.Steady(book, [node], RATE, seed)
    try:
        measure(outcome, load, "alone", seconds)
        with contextlib.ExitStack() as held:
            for _ in range(count):
                session = bed.Idle(site)
                held.callback(session.close)
                assert session.refusal is None, session.refusal
            outcome.sessions = count
            measure(outcome, load, "beside sessions", seconds)
            for one in http_connections(node, count):
                held.callback(one.close)
            outcome.connections = count
            measure(outcome, load, "beside both", seconds)
        none_left(site, load)
    finally:
        load.stop()
    return outcome
