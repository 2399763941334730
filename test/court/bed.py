# SPDX-License-Identifier: Apache-2.0
"""A yima with a court beside it: the sandbox as a process of its own, both as partners, and what is
asked of either. Only processes that were started here are ended, by their ids."""
import http.client
import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "operate"))
from served import (  # noqa: E402  pylint: disable=wrong-import-position
    HANG_S, INTAKE, YIMA, Served, environment)

SANDBOX = ROOT / "examples" / "court-sandbox" / "court.mjs"
__all__ = ["HANG_S", "YIMA", "environment"]
COURT, COURT_CODE = "1009", "bj-court"
BODY, OTHER_BODY, INVITED, CENTRE = "1013", "1011", "1037", "1007"
SECRETS = ("调解中让步三成", "背对背底线八万")
TERMS = "被申请人于约定日前支付三千元，双方其余互不追究。"


def until(what, question):
    """Ask until the answer is true; the answer."""
    end = time.monotonic() + HANG_S
    while True:
        got = question()
        if got:
            return got
        assert time.monotonic() < end, f"it never came: {what}"
        time.sleep(0.05)


PLAIN = {
    "type": "neighbour", "channel": "window", "source": "applied", "region": "330108003001",
    "body": BODY, "title": "房屋漏水赔偿纠纷", "description": "", "harm": 0, "urgency": 1, "scope": 0,
    "parties": [{"side": "claimant", "kind": "natural", "name": "张三丰"},
                {"side": "respondent", "kind": "natural", "name": "李四光"}]}


class Sandbox:
    """The court."""

    def __init__(self, folder, code=COURT_CODE, environment=None):
        self.code = code
        self.state = os.path.join(folder, code)
        self.log_path = self.state + ".log"
        self.port = 0
        self.process = None
        self.environment = environment or {}

    def start(self):
        seen = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                ["node", str(SANDBOX), "--state", self.state, "--listen", f"127.0.0.1:{self.port}",
                 "--partner", self.code], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.environment})

        def listens():
            assert self.process.poll() is None, self.log(seen)
            words = self.log(seen).split("listens on 127.0.0.1:")
            return len(words) > 1 and "\n" in words[1] and words[1]
        said = until("the court listens", listens)
        self.port = int(said.split(",")[0])
        return self

    def log(self, seen=0):
        with open(self.log_path, "rb") as f:
            return f.read()[seen:].decode("utf-8")

    def kill(self):
        self.process.kill()
        self.process.wait(HANG_S)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(HANG_S)

    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def control(self, method, what, body=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG_S)
        c.request(method, "/control/" + what, None if body is None else json.dumps(body),
                  {"Content-Type": "application/json"})
        reply = c.getresponse()
        text = reply.read()
        c.close()
        assert reply.status == 200, text
        return json.loads(text)

    def play(self, *rules, **script):
        self.control("PUT", "script", {"rules": list(rules), **script})

    def say(self, dispute, verb, kind, body, **step):
        """One message of its own accord; the receipts that it got."""
        members = {"dispute": dispute, **step.pop("set", {})}
        plan = self.control("POST", "send", {"verb": verb, "kind": kind, "body": body,
                                             "set": members, **step})["id"]
        return until(f"an answer to {plan}", lambda: [
            one["receipts"] for one in self.control("GET", "state")["told"]
            if one["envelope"]["id"] == plan])[0]

    def inbox(self, dispute):
        return [m for m in self.control("GET", "state")["inbox"] if m["dispute"] == dispute]

    def told(self, dispute):
        return [m for m in self.control("GET", "state")["told"]
                if m["envelope"]["dispute"] == dispute]

    def filing(self, dispute, kind):
        """How it stands in the court's own list."""
        return next((f for f in self.control("GET", "state")["filings"]
                     if (f["dispute"], f["kind"]) == (dispute, kind)), None)


def review(outcome="accepted", **more):
    return {"verb": "NotifyFilingReviewComplete", "body": {"outcome": outcome, **more}}


def docket(outcome, **more):
    return {"verb": "NotifyDocketingComplete", "body": {"outcome": outcome, **more}}


REGISTERED = docket("registered", case_number="$number", court_procedure="ordinary")
ACCEPTED = docket("accepted", case_number="$number")
APPEARED = docket("appeared", attendance="$everybody", date="$today")
CONFIRMED = docket("confirmed", date="$today")
DISMISSED = docket("dismissed", reason="协议内容不明确", bar="unclear", date="$today")


def rule(kind, *steps, act=None, **more):
    when = {"kind": kind, **({"act": act} if act else {})}
    return {"when": when, "receipt": "pending", "then": list(steps), **more}


class Bed(Served):
    """Classes that are content with any other disputes beside theirs share one yima and one court."""

    SHARES = True
    shared = None
    KEPT = ("home", "data", "process", "log_path", "port", "court", "admin", "manager", "mediator",
            "clerk")

    OPTIONS = ("--webhook-allow", "127.0.0.1", "--webhook-retry", "1", "--reconcile-at", "off")
    counter = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        if cls.SHARES and Bed.shared is not None:
            for name in cls.KEPT:
                setattr(cls, name, getattr(Bed.shared, name))
            return
        cls.court = None
        super().setUpClass()
        try:
            cls.court = Sandbox(cls.home, environment=cls.ENVIRONMENT).start()
            cls.admin = cls.token("--role", "admin")
            cls.manager = cls.token("--role", "body_manager", "--staff", "5037")
            cls.mediator = cls.token("--role", "mediator", "--staff", "5038")
            cls.clerk = cls.token("--role", "window_clerk", "--staff", "5040")
            cls.befriend("court", COURT, cls.court)
        except BaseException:
            cls.end()
            raise
        if cls.SHARES:
            Bed.shared = cls

    @classmethod
    def tearDownClass(cls):
        if not cls.SHARES:
            cls.end()

    @classmethod
    def end(cls):
        if cls.court is not None:
            cls.court.stop()
        super().tearDownClass()

    # ---- Asking yima ----

    @classmethod
    def call(cls, method, path, token=None, body=None, status=(200, 201, 204), key=None):
        """The JSON of a reply that must be one of these; asks again while the service is away."""
        key = key or f"court-{next(cls.counter)}"

        def answer():
            try:
                reply = cls.ask("/api/v1" + path, token or cls.admin, method, body,
                                Idempotency_Key=key)
            except (OSError, http.client.HTTPException):
                return None
            return reply if reply.status != 503 else None
        reply = until(f"{method} {path}", answer)
        assert reply.status in status, f"{method} {path} {body}: {reply.status} {reply.text}"
        return reply.json

    @classmethod
    def befriend(cls, kind, body, sandbox):
        """Make the sandbox a partner; each knows the other's key."""
        until("the bodies are known", lambda: cls.ask(
            "/api/v1/bodies?limit=1", cls.admin).json["items"])
        made = cls.call("POST", "/partners", body={
            "kind": kind, "code": sandbox.code, "zh": "沙箱", "body": body, "url": sandbox.url()})
        cls.call("POST", f"/partners/{sandbox.code}/keys",
                 body={"open": sandbox.control("GET", "key")["public"]})
        cls.acquaint(sandbox, made["our_key"])
        return made

    @classmethod
    def acquaint(cls, sandbox, key):
        sandbox.control("PUT", "yima", {
            "url": f"http://127.0.0.1:{cls.port}/api/v1/exchange/{sandbox.code}", "keys": [key]})

    @classmethod
    def psql(cls, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={cls.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        assert got.returncode == 0, got.stderr
        return got.stdout.strip()

    def unsaid(self, dispute, secret):
        """Free words of theirs stand in no list, nor in clear in the table of messages."""
        page = self.call("GET", f"/exchange?state=all&dispute={dispute}")
        self.assertTrue(page["items"])
        self.assertNotIn(secret, json.dumps(page, ensure_ascii=False))
        self.assertEqual(self.psql("select count(*) from exchange_message m"
                                   f" where position('{secret}' in m::text) > 0"), "0")

    @classmethod
    def command(cls, dispute, token, name, status=(200,), **fields):
        return cls.call("POST", f"/disputes/{dispute}/commands", token,
                        {"command": name, **fields}, status)

    @classmethod
    def party(cls, dispute, seat):
        return cls.token("--role", "party", "--dispute", dispute, "--seat", str(seat))

    @classmethod
    def view(cls, dispute):
        return cls.call("GET", f"/disputes/{dispute}")

    @classmethod
    def events(cls, dispute):
        return cls.call("GET", f"/disputes/{dispute}/events")["items"]

    @classmethod
    def commands(cls, dispute):
        return [event["command"] for event in cls.events(dispute)]

    def reaches(self, dispute, state):
        """Until one track of the dispute is in this state; its view."""
        return until(f"{dispute} in {state}", lambda: (
            lambda v: v if state in json.dumps(v["states"]) else None)(self.view(dispute)))

    def messages(self, dispute, state=None):
        """What the list shows of a dispute, in any state unless one is named."""
        states = [state] if state else ["ready", "pending", "accepted", "refused", "settled",
                                        "replaced"]
        return [m for s in states for m in self.call(
            "GET", f"/exchange?state={s}&dispute={dispute}&limit=100")["items"]]

    # ---- Disputes ----

    @classmethod
    def intake(cls, **more):
        return cls.register(cls.clerk, f"court-{next(cls.counter)}", {**INTAKE, **more})

    @classmethod
    def mediated(cls, **more):
        """Yellow, with a mediator, and with words in it that nobody outside may see."""
        dispute = cls.intake(**more)
        cls.command(dispute, cls.manager, "accept")
        cls.command(dispute, cls.manager, "assign", mediator="5038")
        cls.command(dispute, cls.mediator, "accept_case")
        for kind, words in zip(("concession", "caucus"), SECRETS):
            cls.call("POST", f"/disputes/{dispute}/notes", cls.mediator,
                     {"kind": kind, "text": words})
        cls.call("POST", f"/disputes/{dispute}/notes", cls.mediator,
                 {"kind": "undisputed", "text": "双方认可房屋漏水发生于九月"})
        return dispute

    @classmethod
    def agree(cls, dispute, due="2030-01-31"):
        cls.command(dispute, cls.mediator, "reach_agreement", terms=TERMS, obligations=[
            {"payer": 1, "payee": 0, "amount_fen": "300000", "due": due, "account": "6222…01",
             "consequence": "逾期按每日万分之五支付违约金"}])

    @classmethod
    def sign(cls, dispute):
        for seat in (0, 1):
            cls.command(dispute, cls.party(dispute, seat), "sign", signing="paper")
        cls.command(dispute, cls.mediator, "sign_mediator", signing="paper")
        cls.command(dispute, cls.manager, "seal", signing="stamp")

    @classmethod
    def settled(cls):
        dispute = cls.mediated()
        cls.agree(dispute)
        cls.sign(dispute)
        return dispute

    @classmethod
    def apply(cls, dispute):
        for seat in (0, 1):
            cls.command(dispute, cls.party(dispute, seat), "apply_confirmation", court=COURT)

    @classmethod
    def failed(cls, **more):
        """Red: mediation ended without agreement."""
        dispute = cls.mediated(**more)
        cls.command(dispute, cls.mediator, "terminate", ground="big_gap")
        return dispute

    @classmethod
    def submit(cls, dispute, **more):
        cls.command(dispute, cls.party(dispute, 0), "submit_filing", claims="判令赔偿三千元",
                    facts="楼上漏水致损", court=COURT, **more)


def close_shared():
    """Once, when a module has ended."""
    if Bed.shared is not None:
        Bed.shared.end()
        Bed.shared = None
