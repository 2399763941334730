# SPDX-License-Identifier: Apache-2.0
"""A server with a month of credit profiles that a person has approved: who performed, who is protected,
who has no number; and a clock that the tests move on."""
import datetime
import itertools
import os
import re
import subprocess
import time

from served import INTAKE, YIMA, Served, environment

MANAGER, MEDIATOR, COLLEAGUE = "5037", "5038", "5039"
HOME, AWAY = "330108", "330102"
DAY = 86400
BEGAN = datetime.date(2025, 3, 3)  # a Monday, with no holiday for a month
PASSWORD = "correct horse battery"
PURPOSE = "商定分期履行方案"
_keys = itertools.count()


def citizen(born, sequence):
    """A number that checks: of the district, born on that day."""
    digits = "330108" + born + "%03d" % sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


PAYER, OTHER, VICTIM = (citizen("19800101", n) for n in (20, 21, 22))


class Access(Served):
    """One server for all tests of a file."""

    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-access-clock-{os.getpid()}"
        cls.offset = 0
        cls.move_to(BEGAN)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        try:
            cls.settle()
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def settle(cls):
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)
        cls.colleague = cls.token("--role", "mediator", "--staff", COLLEAGUE)
        for login, role, *more in (("runner", "supervisor", "--staff", "5001"),
                                   ("alias", "supervisor", "--staff", "5001"),
                                   ("second", "supervisor", "--staff", "5002", "--region", HOME),
                                   ("guard", "dpo", "--region", HOME)):
            cls.account(login, role, *more)
        cls.supervisor = cls.token("--role", "supervisor", "--region", HOME)
        cls.dpo = cls.token("--role", "dpo", "--region", HOME)
        cls.away = cls.token("--role", "supervisor", "--region", AWAY)
        cls.live()
        cls.draw("2025-03")
        cls.approve("2025-03")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    # ---- Time ----

    @classmethod
    def move(cls, days):
        cls.offset += days
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset * DAY}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def day(cls, later=0):
        at = time.time() + 8 * 3600 + (cls.offset + later) * DAY
        return time.strftime("%Y-%m-%d", time.gmtime(at))

    @classmethod
    def move_to(cls, date):
        """Forward; then the server has noticed, if it runs."""
        cls.move((date - datetime.date.fromisoformat(cls.day())).days)
        if getattr(cls, "supervisor", None) is not None:
            cls.until("the server knows the day", lambda: cls.learnt())

    @classmethod
    def learnt(cls):
        reply = cls.post("/disputes", cls.manager, INTAKE)
        assert reply.status == 201, reply.text
        return cls.get("/disputes/" + reply.json["id"], cls.manager).json["received_at"][:10] == cls.day()

    # ---- Asking ----

    @classmethod
    def send(cls, method, path, who, body=None, **headers):
        """who: a token, the headers of a session, or nobody."""
        more = dict(who) if isinstance(who, dict) else {}
        if method != "GET":
            more.setdefault("Idempotency_Key", f"access-{next(_keys)}")
        return cls.ask("/api/v1" + path, who if isinstance(who, str) else None, method, body,
                       **{**more, **headers})

    @classmethod
    def get(cls, path, who):
        return cls.send("GET", path, who)

    @classmethod
    def post(cls, path, who, body=None, **headers):
        return cls.send("POST", path, who, body, **headers)

    @classmethod
    def put(cls, path, who, body):
        return cls.send("PUT", path, who, body)

    @classmethod
    def look(cls, dispute, seat=1, who=None, purpose=PURPOSE):
        return cls.post(f"/disputes/{dispute}/credit/{seat}", who or cls.mediator,
                        {"purpose": purpose})

    def says(self, reply, status, reason=None):
        self.assertEqual(reply.status, status, reply.text)
        if reason is not None:
            self.assertEqual(reply.json["reason"], reason)
            self.assertTrue(reply.json["zh"])
        return reply.json

    @classmethod
    def account(cls, login, role, *more):
        got = subprocess.run([YIMA, "account", "--data", cls.data, "add", "--login", login, "--name",
                              login, "--role", role, *more, "--password-stdin"],
                             input=PASSWORD + "\n", capture_output=True, env=environment(),
                             text=True, check=False)
        assert got.returncode == 0, got.stderr

    @classmethod
    def enter(cls, login):
        """The headers of a session."""
        reply = cls.ask("/api/v1/session", None, "POST", {"login": login, "password": PASSWORD})
        assert reply.status == 200, reply.text
        cookie = re.match(r"([^;]*);", reply.headers["Set-Cookie"])[1]
        return {"Cookie": cookie, "X_CSRF_Token": reply.json["csrf"]}

    @classmethod
    def party(cls, dispute, seat=1, role="party"):
        return cls.token("--role", role, "--dispute", dispute, "--seat", str(seat))

    @classmethod
    def sql(cls, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={cls.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        assert got.returncode == 0, got.stderr
        return got.stdout.strip()

    # ---- The story ----

    @classmethod
    def do(cls, dispute, command, token=None, /, **fields):
        reply = cls.post(f"/disputes/{dispute}/commands", token or cls.mediator,
                         {"command": command, **fields})
        assert reply.status == 200, (command, reply.text)
        return reply.json["version"]

    @classmethod
    def open(cls, identity, mediator=MEDIATOR, **more):
        """A dispute with a mediator; its respondent, at seat 1, has this number."""
        party = {"side": "respondent", "kind": "natural", "name": "钱某某"}
        if identity is not None:
            party["identity"] = identity
        dispute = cls.register(cls.manager, f"access-{next(_keys)}",
                               {**INTAKE, **more, "parties": [INTAKE["parties"][0], party]})
        cls.do(dispute, "accept", cls.manager)
        cls.do(dispute, "assign", cls.manager, mediator=mediator)
        cls.do(dispute, "accept_case", cls.mediator if mediator == MEDIATOR else cls.colleague)
        return dispute

    @classmethod
    def agree(cls, dispute, token=None, n=3):
        """Seat 1 owes, due in 3, 6, 9 days, and both have consented."""
        for seat in (0, 1):
            cls.do(dispute, "notify", token, seat=seat, manner="电话")
            cls.do(dispute, "consent", token, seat=seat)
        cls.do(dispute, "reach_agreement", token, terms="分期付清。", facts="漏水。", obligations=[
            {"payer": 1, "payee": 0, "amount_fen": "10000", "plan": 1, "due": cls.day(3 * i + 3)}
            for i in range(n)])
        for seat in (0, 1):
            cls.do(dispute, "sign", token, seat=seat, signing="paper")
        cls.do(dispute, "sign_mediator", token, signing="paper")
        cls.do(dispute, "seal", cls.manager, signing="stamp")

    @classmethod
    def live(cls):
        """March 2025: one who paid in a dispute of one mediator and broke a promise in that of
        another; one who pays; a family of which the police were told; somebody without a number.
        Every dispute stays open: an instalment, or an agreement, is yet to come."""
        cls.until("the bodies are known", lambda: cls.post("/disputes", cls.manager, INTAKE).status == 201)
        cls.until("the server knows the day", lambda: cls.learnt())
        cls.paid = cls.open(PAYER)
        cls.broken = cls.open(PAYER, COLLEAGUE)
        cls.others = cls.open(OTHER)
        cls.family = cls.open(VICTIM, type="marriage")
        cls.nobody = cls.open(None)
        cls.agree(cls.paid, n=4)
        cls.agree(cls.broken, cls.colleague)
        cls.agree(cls.others, n=4)
        for i in range(3):
            cls.do(cls.paid, "record_performance", obligation=i, result="fulfilled")
            cls.do(cls.others, "record_performance", obligation=i, result="fulfilled")
        cls.do(cls.family, "notify", seat=1, manner="电话")
        cls.do(cls.family, "report_police", reason="有家庭暴力")
        cls.move_to(BEGAN + datetime.timedelta(10))
        for i in range(2):
            cls.do(cls.broken, "record_performance", cls.colleague, obligation=i, result="breached")
        cls.move_to(datetime.date(2025, 4, 1))

    # ---- Runs ----

    @classmethod
    def credit(cls, *words, code=0):
        env = environment(YIMA_TEST_CLOCK_OFFSET_S=str(cls.offset * DAY + 3600))
        if words[0] == "withdraw":
            words = (*words, "--password-stdin")
        got = subprocess.run([YIMA, "credit", "--data", cls.data, *words], capture_output=True,
                             env=env, text=True, check=False, timeout=180, input=PASSWORD + "\n")
        assert got.returncode == code, (words, got.returncode, got.stdout + got.stderr)
        return got.stdout + got.stderr

    @classmethod
    def draw(cls, month):
        return cls.credit("run", month, "--by", "runner", "--quiet")

    @classmethod
    def approve(cls, month, login="second"):
        reply = cls.post(f"/credit/runs/{month}/approve", cls.enter(login))
        assert reply.status == 200, reply.text
        return reply.json
