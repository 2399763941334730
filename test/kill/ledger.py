# SPDX-License-Identifier: Apache-2.0
"""What was asked, what was acknowledged, and whether the log says the same.

Each request has an Idempotency-Key of its own. An acknowledged one keeps its first answer; one
whose answer never came is in doubt until the same request, sent again, settles it."""
import collections
import http.client
import json
import random
import threading
import time

import service

BODY = "1013"                 # of the sample data; the token is its manager's
MEDIATORS = ("5038", "5039")  # who work for it
EXPIRE = "expire"             # what nobody asks for: a deadline has ended
SAMPLE = 12                   # acknowledged requests that are sent again after a round
LOST = (OSError, http.client.HTTPException)


class Request:
    """One registration or command. Whoever sends it again sends the same bytes to the same place,
    so a row of a batch stays one."""

    def __init__(self, key, dispute, members):
        self.key = key
        self.dispute = dispute  # None: it is an intake, not registered yet
        self.members = members
        self.is_intake = dispute is None
        self.is_row = False
        self.answer = None      # bytes, once acknowledged
        self.version = 0

    def command(self):
        return "register" if self.is_intake else self.members["command"]

    def path(self):
        return "/api/v1/disputes" + ("" if self.is_intake else f"/{self.dispute}/commands")

    def row(self):
        if self.is_intake:
            return {"key": self.key, "register": self.members}
        return {"key": self.key, "id": self.dispute, **self.members}

    def accepted(self, status):
        return status == (201 if self.is_intake else 200)

    def settle(self, answer):
        """A repeated request is answered like the first time, byte by byte."""
        assert self.answer in (None, answer), f"{self.key}: first {self.answer!r}, then {answer!r}"
        if self.answer is not None:
            return
        known = json.loads(answer)
        assert known["command"] == self.command(), f"{self.key}: answered {answer!r}"
        assert self.dispute in (None, known["id"]), f"{self.key}: another dispute: {answer!r}"
        self.dispute = known["id"]
        self.version = known["version"]
        self.answer = answer


def encode(value):
    return json.dumps(value, ensure_ascii=False).encode()


def is_for_later(status, body):
    """Not done, and to be asked again: the database is away, or others were faster too often."""
    return status == 503 or (status == 409 and b'"/problems/conflict"' in body)


class Client:
    """One keep-alive connection to one service."""

    def __init__(self, yima, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", yima.port,
                                                     timeout=service.REPLY_S)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def close(self):
        self.connection.close()

    def _reply(self):
        reply = self.connection.getresponse()
        return reply.status, reply.read()

    def get(self, path):
        """What stands there; waits for a database that is just coming up."""
        until = time.monotonic() + service.READY_S
        while True:
            self.connection.request("GET", path, headers=self.headers)
            status, body = self._reply()
            if status != 503 or time.monotonic() > until:
                break
            time.sleep(0.05)
        assert status == 200, f"GET {path}: {status} {body!r}"
        return json.loads(body)

    def send(self, request):
        self.connection.request("POST", request.path(), encode(request.members),
                                {**self.headers, "Idempotency-Key": request.key})

    def receive(self, request):
        """True when it was acknowledged; False when it must be asked again."""
        status, body = self._reply()
        if is_for_later(status, body):
            return False
        assert request.accepted(status), \
            f"{request.key} {request.path()} {request.members}: {status} {body!r}"
        request.settle(body)
        return True

    def ask(self, request):
        if request.is_row:
            return self.ask_together([request])
        self.send(request)
        return self.receive(request)

    def ask_together(self, requests):
        """POST /commands. True when all were acknowledged."""
        for request in requests:
            request.is_row = True
        self.connection.request("POST", "/api/v1/commands",
                                encode({"commands": [r.row() for r in requests]}), self.headers)
        status, reply = self._reply()
        if status == 503:
            return False
        assert status == 200, f"POST /commands: {status} {reply!r}"
        items = json.loads(reply)["items"]
        assert len(items) == len(requests), f"{len(requests)} rows, {len(items)} answers"
        for request, item in zip(requests, items):
            if not is_for_later(item["status"], encode(item)):
                assert request.accepted(item["status"]), f"{request.key}: {item}"
                request.settle(encode(item))
        return all(request.answer is not None for request in requests)


class Ledger:
    """All requests of a run. Several threads may ask for new ones."""

    def __init__(self, seed, token):
        self.random = random.Random(f"{seed} ledger")
        self.name = f"kill-{seed}"
        self.token = token
        self.lock = threading.Lock()
        self.requests = []
        self.open = []     # disputes that were accepted
        self.settled = 0   # how many requests the rounds before have settled
        self.doubts = 0    # how many of them were in doubt

    # ---- What to ask ----

    def _new(self, dispute, members):
        with self.lock:
            request = Request(f"{self.name}-{len(self.requests)}", dispute, members)
            self.requests.append(request)
        return request

    def intake(self):
        n = len(self.requests)
        return self._new(None, {
            "type": "neighbour", "channel": "window", "source": "applied",
            "region": "330108003001", "body": BODY, "title": f"房屋漏水赔偿纠纷 {n}",
            "description": "楼上住户装修后漏水，双方对赔偿数额有分歧。", "amount_fen": "120000",
            "harm": 0, "urgency": 1, "scope": 0,
            "parties": [
                {"side": "claimant", "kind": "natural", "name": f"申请人{n}",
                 "phone": "0571-00000001"},
                {"side": "respondent", "kind": "natural", "name": f"被申请人{n}"}]})

    def acceptance(self, dispute):
        return self._new(dispute, {"command": "accept"})

    def opened(self, dispute):
        with self.lock:
            self.open.append(dispute)

    def command(self, rng):
        """One of those that an accepted dispute takes at any time, as often as one likes."""
        with self.lock:
            dispute = rng.choice(self.open)
        return self._new(dispute, rng.choice((
            {"command": "assign", "mediator": rng.choice(MEDIATORS)},
            {"command": "notify", "seat": rng.randrange(2), "manner": "电话"},
            {"command": "assess_risk", "harm": rng.randrange(4), "urgency": rng.randrange(4),
             "scope": rng.randrange(4)})))

    # ---- What came of it ----

    def settle(self, clients):
        """Send again what is in doubt and a sample of what was acknowledged in this round. Returns
        how many are new and how many were in doubt, and the disputes they belong to."""
        fresh = self.requests[self.settled:]
        doubtful = [r for r in fresh if r.answer is None]
        known = [r for r in fresh if r.answer is not None]
        for request in doubtful + self.random.sample(known, min(SAMPLE, len(known))):
            self._ask_until_answered(request, self.random.choice(clients))
        for request in doubtful:
            if request.command() == "accept":
                self.opened(request.dispute)
        self.settled = len(self.requests)
        self.doubts += len(doubtful)
        return len(fresh), len(doubtful), {r.dispute for r in fresh}

    @staticmethod
    def _ask_until_answered(request, client):
        until = time.monotonic() + service.READY_S
        while not client.ask(request):
            assert time.monotonic() < until, f"{request.key}: no answer in {service.READY_S} s"
            time.sleep(0.05)

    def disputes(self):
        return {request.dispute for request in self.requests[:self.settled]}

    def compare(self, client, disputes, of_clock=None):
        """What the logs of these disputes lack, and what they hold beyond what was acknowledged, as
        texts that name the dispute: two lists. of_clock(dispute, events) judges those that nobody
        asked for, the deadlines that ended, in the same way; without it there may be none."""
        wanted = collections.defaultdict(lambda: collections.defaultdict(list))
        for request in self.requests[:self.settled]:
            if request.dispute in disputes:
                wanted[request.dispute][request.version].append(request.command())
        lost, doubled = [], []
        for dispute, asked in wanted.items():
            events = list(self._events(client, dispute))
            version = client.get(f"/api/v1/disputes/{dispute}")["version"]
            if version != len(events):
                lost.append(f"{dispute}: version {version} after {len(events)} events")
            if of_clock is not None:
                more = of_clock(dispute, [e for e in events if e["command"] == EXPIRE])
                lost, doubled = lost + more[0], doubled + more[1]
                events = [e for e in events if e["command"] != EXPIRE]
            found = collections.Counter((e["seq"], e["command"]) for e in events)
            for version, commands in asked.items():
                # Two that were promised the same version: one of them is not there.
                lost += [f"{dispute}: no event {version} {command}"
                         for i, command in enumerate(commands)
                         if i > 0 or found[(version, command)] == 0]
            doubled += [f"{dispute}: event {version} {command} is there {count} times"
                        for (version, command), count in found.items()
                        if count > 1 or command not in asked.get(version, ())]
        return lost, doubled

    def check(self, client, disputes):
        """The events of each dispute are those that were acknowledged, each once."""
        lost, doubled = self.compare(client, disputes)
        assert not lost, f"{len(lost)} lost: {lost[:5]}"
        assert not doubled, f"{len(doubled)} too many: {doubled[:5]}"

    @staticmethod
    def _events(client, dispute):
        after = 0
        while after is not None:
            page = client.get(f"/api/v1/disputes/{dispute}/events?after={after}")
            yield from page["items"]
            after = page["next"]
