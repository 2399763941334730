# SPDX-License-Identifier: Apache-2.0
"""A viewer of the live stream, strict about its form, and what tests ask of it."""
import json
import socket

PATIENCE = 120  # seconds without a byte that a test has a right to: then something hangs


class Ended(Exception):
    """The stream has ended where an event was expected."""


class Event:
    def __init__(self, name, ident, data):
        self.name, self.id, self.data = name, ident, data

    def __repr__(self):
        return f"{self.name} {self.id} {self.data}"


class Viewer:
    """Open a stream. address: a port on 127.0.0.1, or the path of a unix socket."""

    def __init__(self, address, token, query="", last_id=None, receive_bytes=None, method="GET",
                 source=None):
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX)
        else:
            self.socket = socket.socket()
            address = ("127.0.0.1", address)
        self.socket.settimeout(PATIENCE)
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect(address)
        resume = f"Last-Event-ID: {last_id}\r\n" if last_id is not None else ""
        self.socket.sendall(f"{method} /api/v1/stream{query} HTTP/1.1\r\nHost: x\r\n"
                            f"Authorization: Bearer {token}\r\n{resume}\r\n".encode())
        self.bytes = b""
        self.last_id = None
        self.comments = 0
        self.retry = None
        self.head = self._until(b"\r\n\r\n").decode()
        self.status = int(self.head.split()[1])
        self.headers = {k.lower(): v for k, v in
                        (line.split(": ", 1) for line in self.head.split("\r\n")[1:] if line)}

    def _more(self):
        some = self.socket.recv(65536)
        if not some:
            raise Ended(self.bytes)
        self.bytes += some

    def _until(self, mark):
        while mark not in self.bytes:
            self._more()
        part, self.bytes = self.bytes.split(mark, 1)
        return part

    def block(self):
        """The next block of lines, as (fields, had a comment)."""
        fields, comments = {}, 0
        for line in self._until(b"\n\n").decode().split("\n"):
            if line.startswith(":"):
                comments += 1
                continue
            name, value = line.split(": ", 1)
            if name in fields or name not in ("id", "event", "data", "retry"):
                raise AssertionError(f"a field too many: {line}")
            fields[name] = value
        return fields, comments

    def next(self, *names):
        """The next event that is dispatched, of one of these names if given."""
        while True:
            fields, comments = self.block()
            self.comments += comments
            self.last_id = fields.get("id", self.last_id)
            if "retry" in fields:
                self.retry = int(fields["retry"])
            if "data" not in fields:
                if "event" in fields:
                    raise AssertionError(f"an event without data: {fields}")
                continue
            event = Event(fields["event"], fields.get("id"), json.loads(fields["data"]))
            if not names or event.name in names:
                return event

    def until(self, name):
        """The changes up to the first event of this name, which must come."""
        changes = []
        while True:
            event = self.next()
            if event.name == name:
                return changes
            if event.name != "change":
                raise AssertionError(f"{event} where changes and {name} were expected")
            changes.append(event)

    def changes(self, n):
        """The next n events, which must be changes."""
        got = [self.next() for _ in range(n)]
        wrong = [e for e in got if e.name != "change"]
        if wrong:
            raise AssertionError(f"{wrong[0]} among changes")
        return got

    def is_ended(self):
        """Nothing but heartbeats comes any more, and then the end."""
        try:
            while True:
                self.next("change", "ready")
                return False
        except (Ended, ConnectionResetError):
            return True

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.close()
