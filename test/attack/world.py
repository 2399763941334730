# SPDX-License-Identifier: Apache-2.0
"""One server for all attacks, with people of every role here and elsewhere, and what they own."""
import http.client
import json
import os
import socket

import calls
from filebed import Files, pdf
from served import HANG_S, INTAKE

HOME, AWAY = "330108", "330102"
BODY, AWAY_BODY, COURT, AWAY_COURT = "1013", "1024", "1009", "1010"
MANAGER, MEDIATOR, AWAY_MEDIATOR = "5037", "5038", "5083"
COURTS = ("court_clerk", "confirming_judge", "filing_judge")
ANYWHERE = ("job", "admin")
PARTIES = ("party", "agent")
# Words that stand nowhere but in the dispute of this world: whoever reads one has read it.
PLANTED = {"title": "墙面渗水之争", "description": "卧室墙面自去年起渗水", "claimant": "欧阳植甲",
           "respondent": "司徒植乙", "phone": "13987654321", "identity": "330108199003077758"}


def checked(number):
    """A citizen number with its right check character (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(w * int(d) for w, d in zip(weights, number)) % 11]


PLANTED["identity"] = checked(PLANTED["identity"])


def intake(**more):
    return {**INTAKE, "title": PLANTED["title"], "description": PLANTED["description"], "parties": [
        {"side": "claimant", "kind": "natural", "name": PLANTED["claimant"],
         "identity": PLANTED["identity"], "phone": PLANTED["phone"]},
        {"side": "respondent", "kind": "natural", "name": PLANTED["respondent"]}], **more}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()
        is_json = "json" in response.headers.get_content_type() and self.bytes
        self.json = json.loads(self.bytes) if is_json else None

    @property
    def text(self):
        return self.bytes.decode("utf-8", "replace")

    @property
    def detail(self):
        return (self.json or {}).get("detail", "")


class World(Files):
    """The shared server of all classes of this folder; made once."""

    OPTIONS = ("--log-level", "debug")
    kept = None
    counted = None

    @classmethod
    def setUpClass(cls):
        """open_world() did it for all."""

    @classmethod
    def tearDownClass(cls):
        """close_world() does."""

    @classmethod
    def open_world(cls):
        count = os.environ.get("YIMA_ATTACK_COUNT")
        if count:
            World.counted = f"/tmp/yima-attack-{os.getpid()}.count"
            World.ENVIRONMENT = {"LD_PRELOAD": count, "YIMA_ATTACK_COUNTED": World.counted}
        super(World, World).setUpClass()
        World.prepare()

    @classmethod
    def close_world(cls):
        """Stop the server, which must not mind what was done to it; its exit status."""
        World.process.terminate()
        status = World.process.wait(HANG_S)
        World.SHARES = False
        super(World, World).tearDownClass()
        if World.counted and os.path.exists(World.counted):
            os.unlink(World.counted)
        return status

    @classmethod
    def prepare(cls):
        cls = World
        cls.document = cls.ask("/openapi.json").json
        cls.calls = calls.all_calls(cls.document)
        cls.bodies = calls.Bodies(cls.document)
        cls.admin = cls.token("--role", "admin")
        cls.window = cls.token("--role", "window_clerk", "--region", HOME)
        cls.table = cls.send("GET", "/api/v1/rights", cls.admin).json
        cls.roles = [r["code"] for r in cls.table["roles"] if r["code"] != "clock"]
        cls.relations = {r["code"]: r["relation"] for r in cls.table["roles"]}
        cls.rights = {r["code"]: set(r["roles"]) for r in cls.table["rights"]}
        cls.home_callers = {r: cls.caller(r, True) for r in cls.roles if r not in PARTIES}
        cls.away_callers = {r: cls.caller(r, False) for r in cls.roles
                            if r not in (*PARTIES, *ANYWHERE)}
        cls.owned = cls.furnished()
        cls.elsewhere = cls.register(cls.away_callers["window_clerk"], cls.key(),
                                     {**INTAKE, "region": AWAY, "body": AWAY_BODY})

    @classmethod
    def caller(cls, role, is_home):
        if role in ANYWHERE:
            return cls.token("--role", role)
        if role in COURTS:
            return cls.token("--role", role, "--body", COURT if is_home else AWAY_COURT)
        if role == "mediator":
            return cls.token("--role", role, "--staff", MEDIATOR if is_home else AWAY_MEDIATOR)
        if role == "body_manager":
            return cls.token("--role", role, "--body", BODY if is_home else AWAY_BODY)
        return cls.token("--role", role, "--region", HOME if is_home else AWAY)

    @classmethod
    def seated(cls, dispute):
        """Everybody of the home district, with party and agent of this dispute."""
        return {**cls.home_callers, "party": cls.party(dispute, 0),
                "agent": cls.party(dispute, 1, "agent")}

    @classmethod
    def furnished(cls):
        """A dispute with everything that belongs to one, settled and on its way to the court."""
        mediator, manager = cls.home_callers["mediator"], cls.home_callers["body_manager"]
        dispute = cls.register(manager, cls.key(), intake())
        for token, body in (
                (manager, {"command": "accept"}),
                (manager, {"command": "assign", "mediator": MEDIATOR}),
                (mediator, {"command": "accept_case"})):
            cls.command(dispute, token, body)
        path = f"/api/v1/disputes/{dispute}"
        made = {"dispute": dispute}
        reply = cls.post(path + "/appointments", mediator, {
            "at": "2030-01-31T09:00:00+08:00", "minutes": 60, "place": "浦沿", "seats": [0]})
        assert reply.status == 201, reply.text
        made["appointment"] = str(reply.json["id"])
        reply = cls.upload(dispute, mediator, "凭证.pdf", pdf(), parties=True)
        assert reply.status in (200, 201), reply.text
        made["attachment"] = str(reply.json["id"])
        cls.command(dispute, mediator, {
            "command": "reach_agreement", "terms": "被申请人支付3000元。", "obligations": [
                {"payer": 1, "payee": 0, "amount_fen": "300000", "due": "2030-01-31"}]})
        reply = cls.send("GET", path + "/agreement/paper", mediator)
        assert reply.status == 200, reply.text
        made["sealed"] = reply.json["document_code"]
        for seat in (0, 1):
            cls.command(dispute, cls.party(dispute, seat), {"command": "sign"})
        cls.command(dispute, mediator, {"command": "sign_mediator"})
        cls.command(dispute, manager, {"command": "seal"})
        # A court that is told of it: the message waits, since nobody answers there.
        reply = cls.post("/api/v1/partners", cls.admin, {
            "kind": "court", "code": "attacked-court", "zh": "某法院", "body": COURT,
            "url": "https://court.example.invalid/x"})
        assert reply.status == 201, reply.text
        made["partner"] = "attacked-court"
        cls.apply_for_confirmation(dispute)
        made["message"] = cls.until("a message to the court", lambda: [
            m["id"] for m in cls.send("GET", f"/api/v1/exchange?state=all&dispute={dispute}", cls.admin)
            .json["items"]])[0]
        reply = cls.post("/api/v1/subscriptions", cls.admin, {"url": "https://hooks.example.cn/a"})
        assert reply.status == 201, reply.text
        made["subscription"], World.hook_secret = reply.json["id"], reply.json["secret"]
        reply = cls.post("/api/v1/accounts", cls.admin, {
            "login": "attacked", "name": "某甲", "grants": [{"role": "mediator", "staff": MEDIATOR}]})
        assert reply.status == 201, reply.text
        made["account"] = reply.json["id"]
        return made

    # ---- Asking ----

    @classmethod
    def send(cls, method, path, token=None, body=None, **headers):
        """Over a connection that is kept. A stream is asked by HEAD: it would go on for ever."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent.setdefault("Authorization", "Bearer " + token)
        if method not in ("GET", "HEAD"):
            sent.setdefault("Idempotency-Key", cls.key())
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        if path.startswith("/api/v1/stream"):
            method = "HEAD"
        for attempt in (0, 1):
            if World.kept is None or World.kept.port != cls.port:
                World.kept = cls.connect()
            try:
                World.kept.request(method, path, body, sent)
                answer = Answer(World.kept.getresponse())
                if method == "HEAD":
                    World.kept.close()
                return answer
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                World.kept.close()  # the server ends a connection that was idle
                World.kept = None
                assert attempt == 0, (method, path)
        raise AssertionError("unreachable")

    @classmethod
    def call(cls, call, things, token=None, **headers):
        """A call with the body that its schema takes."""
        body = cls.bodies.body(call)
        if call.media is not None and call.media != "application/json":
            headers["Content_Type"] = call.media
        return cls.send(call.method, call.address(things), token, body, **headers)

    @classmethod
    def wire(cls):
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", cls.port), HANG_S)

    @classmethod
    def version(cls, dispute):
        return cls.send("GET", f"/api/v1/disputes/{dispute}", cls.admin).json["version"]
