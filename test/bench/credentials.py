# SPDX-License-Identifier: Apache-2.0
"""Does the clock tell which logins, tokens and access codes there are?

    credentials.py YIMA [ROUNDS]

Asks a server of its own, turn about, for what is there and for what is not, so that whatever else
the machine does falls on all of them alike, and prints the medians with the share of pairs in which the
one took longer than the other: half of them, when nothing is told. It judges nothing: that the work is the
same is proved by counting it (test/attack/counting.py)."""
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

PASSWORD = "correct horse battery"


class Server:
    """A program with a database below a folder that goes away with it."""

    def __init__(self, yima):
        self.yima = yima
        self.home = tempfile.TemporaryDirectory(prefix="yima-credentials-")
        os.chmod(self.home.name, 0o755)
        self.data = self.home.name + "/data"
        self.log = open(self.home.name + "/log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([yima, "serve", "--data", self.data, "--listen", "127.0.0.1:0"],
                                        stdout=self.log, stderr=self.log)
        port = None
        while port is None:
            if self.process.poll() is not None:
                sys.exit("yima serve did not start:\n" + self.said())
            time.sleep(0.1)
            port = re.search(r"listens on 127\.0\.0\.1:(\d+)", self.said())
        self.http = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=120)
        self.keys = 0

    def said(self):
        with open(self.log.name, encoding="utf-8") as f:
            return f.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)
        self.log.close()
        self.home.cleanup()

    def run(self, *words, text=None):
        return subprocess.run([self.yima, words[0], "--data", self.data, *words[1:]], input=text,
                              capture_output=True, text=True, check=True).stdout

    def ask(self, method, path, token=None, body=None):
        """Microseconds, and the answer's status."""
        headers = {"Authorization": "Bearer " + token} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        if method != "GET":
            self.keys += 1
            headers["Idempotency-Key"] = f"c-{self.keys}"
        began = time.perf_counter_ns()
        self.http.request(method, path, body, headers)
        response = self.http.getresponse()
        response.read()
        return (time.perf_counter_ns() - began) / 1000, response.status


def compare(title, asks, rounds):
    """asks: name -> function that gives microseconds; the first is what is there."""
    took = {name: [] for name in asks}
    for _ in range(rounds):
        for name, ask in asks.items():
            took[name].append(ask())
    there = next(iter(asks))
    print(f"{title}, {rounds} rounds")
    for name, times in took.items():
        longer = sum(a > b for a, b in zip(times, took[there]))
        share = f"longer than '{there}' in {100 * longer // rounds} %" if name != there else ""
        print(f"  {name:24} median {statistics.median(times):9.1f} us   {share}")


def main():
    yima, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 400
    server = Server(yima)
    try:
        good = server.run("token", "create", "--role", "admin").split()[-1]
        other = server.run("token", "create", "--role", "admin").split()[-1]
        wrong = good[:-43] + other[-43:]
        unknown = re.sub("_[^_]*_", "_" + "0" * len(good.split("_")[1]) + "_", good, count=1)

        def token(text):
            return lambda: server.ask("GET", "/api/v1/session", text)[0]
        # A wrong login counts, ten at once and one a minute, so each round needs names of its own.
        there = [f"there-{i}" for i in range(min(rounds, 100) // 8 + 1)]
        for login in there:
            server.run("account", "add", "--login", login, "--name", "x", "--role", "admin",
                       "--password-stdin", text=PASSWORD + "\n")
        turns = {"there": 0, "not there": 0}

        def login(kind):
            def ask():
                n = turns[kind]
                turns[kind] = n + 1
                name = there[n // 8] if kind == "there" else f"never-{n // 8}"
                us, status = server.ask("POST", "/api/v1/session", None,
                                        {"login": name, "password": "wrong password"})
                assert status == 401, status
                return us
            return ask
        compare("bearer tokens", {"wrong secret": token(wrong), "unknown": token(unknown)}, rounds)
        compare("log-in, wrong password", {k: login(k) for k in turns}, min(rounds, 100))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
