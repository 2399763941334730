# SPDX-License-Identifier: Apache-2.0
"""What a service manager and a balancer see: notifications, probes, the stop, wrong options."""
import json
import os
import signal
import socket
import subprocess
import time
import unittest

from served import HANG_S, INTAKE, Served, YIMA, environment

WATCHDOG_S = 0.2
STUCK_S = 1.0  # five watchdogs


class Manager:
    """The socket that NOTIFY_SOCKET names."""

    def __init__(self, name):
        self.name = name
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + name[1:] if name.startswith("@") else name)

    def take(self, seconds):
        """The next message, or None."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(4096).decode()
        except (TimeoutError, BlockingIOError):
            return None

    def drain(self):
        while self.take(0) is not None:
            pass

    def wait_for(self, part):
        until = time.monotonic() + HANG_S
        while time.monotonic() < until:
            message = self.take(HANG_S)
            if message is not None and part in message.split("\n"):
                return message
        raise AssertionError(f"never told {part}")


class Notified(Served):
    REFERENCE = False
    MANAGER = f"@yima-operate-{os.getpid()}"

    @classmethod
    def setUpClass(cls):
        cls.manager = Manager(cls.MANAGER)
        cls.ENVIRONMENT = {"NOTIFY_SOCKET": cls.MANAGER,
                           "WATCHDOG_USEC": str(int(WATCHDOG_S * 1e6))}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.manager.socket.close()

    def test_life(self):
        message = self.manager.wait_for("READY=1")
        self.assertIn(f"STATUS=serving on 127.0.0.1:{self.port}", message)
        self.manager.wait_for("WATCHDOG=1")
        self.manager.wait_for("WATCHDOG=1")
        # A process that stands still tells nothing; when it goes on, so do the signs of life.
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)
        self.manager.drain()
        time.sleep(STUCK_S)
        self.assertIsNone(self.manager.take(0))
        self.process.send_signal(signal.SIGCONT)
        self.manager.wait_for("WATCHDOG=1")
        self.process.send_signal(signal.SIGTERM)
        self.manager.wait_for("STOPPING=1")
        self.assertEqual(self.process.wait(HANG_S), 0)
        with open(self.data + "/pg/postmaster.pid", "a", encoding="ascii") as f:
            self.assertEqual(f.tell(), 0, "the private PostgreSQL still runs")
        os.unlink(self.data + "/pg/postmaster.pid")


class Probed(Served):
    OPTIONS = ("--drain-ms", "2000", "--metrics-listen", "127.0.0.1:0")

    def test_a_stop_that_drains(self):
        manager = self.token("--role", "body_manager", "--body", "1013")
        dispute = self.register(manager, "s-1")
        operators = int(self.wait_for_log(
            r'"operators may ask","listen":"127\.0\.0\.1:(\d+)"')[1])
        ready = self.ask("/readyz", port=operators)
        self.assertEqual((ready.status, ready.json["status"]), (200, "ready"))
        checks = ready.json["checks"]
        self.assertEqual((checks["links_up"], checks["draining"], checks["warnings"]),
                         (2, False, []))
        self.assertGreaterEqual(checks["readers_up"], 1)
        self.assertGreaterEqual(checks["partitions_ahead_months"], 1)
        self.assertGreaterEqual(checks["schema"], 8)
        self.assertEqual(self.ask("/healthz").json, {"status": "ok"})

        kept = self.connect()
        kept.request("GET", "/healthz")
        kept.getresponse().read()
        slow = socket.create_connection(("127.0.0.1", self.port), HANG_S)
        body = json.dumps({"command": "accept"}).encode()
        slow.sendall(b"POST /api/v1/disputes/%s/commands HTTP/1.1\r\nHost: x\r\n"
                     b"Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                     b"Idempotency-Key: s-2\r\nContent-Length: %d\r\n\r\n"
                     % (dispute.encode(), manager.encode(), len(body)))
        self.process.send_signal(signal.SIGTERM)
        # At once unready, for everybody; all else goes on.
        self.until("it says that it leaves", lambda: self.ask("/readyz").status == 503)
        leaving = self.ask("/readyz", port=operators)
        self.assertEqual(leaving.status, 503)
        self.assertTrue(leaving.json["checks"]["draining"])
        self.assertEqual(leaving.headers["Retry-After"], "1")
        kept.request("GET", "/healthz")
        last = kept.getresponse()
        self.assertEqual((last.status, last.headers["Connection"]), (200, "close"))
        another = self.ask("/api/v1/disputes", manager, "POST", INTAKE, Idempotency_Key="s-3")
        self.assertEqual((another.status, another.headers["Connection"]), (201, "close"))
        # A request that has begun is finished, though its end comes when no more are taken.
        self.until("nobody is taken any more", self.is_refused)
        slow.sendall(body)
        reply = b""
        while chunk := slow.recv(4096):
            reply += chunk
        self.assertTrue(reply.startswith(b"HTTP/1.1 200 "), reply)
        self.assertIn(b"\r\nConnection: close\r\n", reply)
        slow.close()
        self.assertEqual(self.process.wait(HANG_S), 0)

    def is_refused(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), HANG_S).close()
            return False
        except (ConnectionRefusedError, ConnectionResetError):
            return True


class Wrong(unittest.TestCase):
    """Wrong options are refused before anything is started."""

    def refused(self, *options, code=2, **more):
        got = subprocess.run([YIMA, "serve", "--db", "host=/nonexistent", *options],
                             env=environment(**more), capture_output=True, text=True,
                             check=False, timeout=HANG_S)
        self.assertEqual(got.returncode, code, got.stderr)
        return got.stderr

    def test_options(self):
        self.assertIn("debug, info, warn or error", self.refused("--log-level", "loud"))
        self.assertIn("json or text", self.refused("--log-format", "xml"))
        for text in ("-1", "600001", "x", ""):
            self.assertIn("0 to 600000", self.refused("--drain-ms", text))

    def test_numbers(self):
        for option, texts, limits in (("--cache", ("4095", "1048577"), "4096 to 1048576"),
                                      ("--links", ("0", "9", "x"), "1 to 8"),
                                      ("--node", ("-1", "32"), "0 to 31"),
                                      ("--keep-keys", ("0", "36501"), "1 to 36500"),
                                      ("--keep-feed", ("0", "36501"), "1 to 36500")):
            for text in texts:
                with self.subTest(option + " " + text):
                    self.assertIn(limits, self.refused(option + "=" + text))

    def test_origins(self):
        for text in ("nonsense", "ftp://x", "https://", "https://h/path", "https://h:", "http://h:x",
                     "https://h:123456", "https://u@h", "https://[::1", "https://h?q", "http//h"):
            with self.subTest(text):
                self.assertIn("--public-url takes", self.refused("--public-url", text))
        for text in ("http://h", "HTTPS://Yima.Example.Gov.CN/", "https://h:8443", "http://[::1]:80"):
            with self.subTest(text):  # refused for the database, which is looked for later
                self.assertNotIn("--public-url", self.refused("--public-url", text, code=1))

    def test_sockets(self):
        # LISTEN_PID must name the process itself, which only the process can know.
        def given(n, names=""):
            return subprocess.run(
                ["sh", "-c", f'LISTEN_PID=$$ LISTEN_FDS={n} LISTEN_FDNAMES={names} exec "$0" serve '
                 '--db host=/nonexistent', YIMA], env=environment(), capture_output=True, text=True,
                check=False, timeout=HANG_S)
        for n, names in ((2, "http:other"), (9, ""), ("x", ""), (-1, "")):
            got = given(n, names)
            self.assertEqual(got.returncode, 2, got.stderr)
            self.assertIn("service manager", got.stderr)
        # Those of another process are none of ours: it goes on, to the server that is not there.
        self.refused(code=1, LISTEN_PID="1", LISTEN_FDS="9")


if __name__ == "__main__":
    unittest.main()
