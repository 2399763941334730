# SPDX-License-Identifier: Apache-2.0
"""A made-up spring of disputes whose parties come, stay away, pay, pay late and break their word; and
what asks and disturbs the program that draws their profiles."""
import datetime
import json
import os
import signal
import subprocess
import time

from served import INTAKE, YIMA, Served, environment

MANAGER, MEDIATOR = "5037", "5038"
DAY = 86400
BEGAN = datetime.date(2025, 3, 3)  # a Monday, with no holiday for a month
HANG_S = 180
PASSWORD = "correct horse battery"
NUMBERS = 20  # where the sequence of citizen numbers begins


def citizen(born, sequence):
    """A number that checks: of the district, born on that day."""
    digits = "330108" + born + "%03d" % sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


class Spring(Served):
    """The server, its clock, and the story that every test looks at."""

    @classmethod
    def setUpClass(cls):
        cls.clock = f"/tmp/yima-credit-clock-{os.getpid()}"
        cls.offset = 0
        cls.keys = 0
        cls.who = {}
        cls.move((BEGAN - datetime.date.fromisoformat(cls.day())).days)
        cls.ENVIRONMENT = {"YIMA_TEST_CLOCK_FILE": cls.clock}
        super().setUpClass()
        cls.manager = cls.token("--role", "body_manager", "--staff", MANAGER)
        cls.mediator = cls.token("--role", "mediator", "--staff", MEDIATOR)
        for login, role, *more in (("runner", "supervisor", "--staff", "5001"),
                                   ("second", "supervisor", "--staff", "5002"),
                                   ("nameless", "supervisor", "--region", "330108"),
                                   ("alias", "supervisor", "--staff", "5001"),
                                   ("dpo", "dpo", "--region", "330108"),
                                   ("mediating", "mediator", "--staff", MEDIATOR)):
            cls.account(login, role, *more)
        cls.live()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        os.unlink(cls.clock)

    @classmethod
    def account(cls, login, role, *more):
        got = subprocess.run([YIMA, "account", "add", "--data", cls.data, "--login", login, "--name",
                              login, "--role", role, *more, "--password-stdin"],
                             input=PASSWORD + "\n", capture_output=True, env=environment(), text=True,
                             check=False, timeout=HANG_S)
        assert got.returncode == 0, got.stderr

    # ---- Time ----

    @classmethod
    def move(cls, days):
        cls.offset += days
        with open(cls.clock + ".new", "w", encoding="ascii") as f:
            f.write(f"{cls.offset * DAY}\n")
        os.replace(cls.clock + ".new", cls.clock)

    @classmethod
    def move_to(cls, date):
        cls.move((date - datetime.date.fromisoformat(cls.day())).days)

    @classmethod
    def day(cls, later=0):
        at = time.time() + 8 * 3600 + (cls.offset + later) * DAY
        return time.strftime("%Y-%m-%d", time.gmtime(at))

    # ---- Disputes ----

    @classmethod
    def key(cls):
        cls.keys += 1
        return f"k-{cls.keys}"

    @classmethod
    def do(cls, dispute, command, token=None, **fields):
        reply = cls.ask(f"/api/v1/disputes/{dispute}/commands", token or cls.mediator, "POST",
                        {"command": command, **fields}, Idempotency_Key=cls.key())
        assert reply.status == 200, (command, reply.text)
        return reply.json["version"]

    @classmethod
    def open(cls, name, **more):
        """A dispute whose respondent, at seat 1, is this person; the other side has no number and so
        no profile. The mediator has it."""
        party = {"side": "respondent", "kind": "natural", "name": name,
                 "identity": cls.who.setdefault(name, citizen("19800101", NUMBERS + len(cls.who)))}
        if len(cls.who[name]) == 18 and not cls.who[name].startswith("330108"):
            party["kind"] = "legal"
        intake = {**INTAKE, **more, "parties": [INTAKE["parties"][0], party]}

        def today():
            dispute = cls.register(cls.manager, cls.key(), intake)
            got = cls.ask(f"/api/v1/disputes/{dispute}", cls.manager).json
            return dispute if got["received_at"][:10] == cls.day() else None
        dispute = cls.until("the server knows the day", today)
        cls.do(dispute, "accept", cls.manager)
        cls.do(dispute, "assign", cls.manager, mediator=MEDIATOR)
        cls.do(dispute, "accept_case")
        return dispute

    @classmethod
    def willing(cls, dispute):
        for seat in (0, 1):
            cls.do(dispute, "notify", seat=seat, manner="电话")
            cls.do(dispute, "consent", seat=seat)

    @classmethod
    def tell(cls, dispute, *later):
        """Seat 1 is told of sessions on these days, counted from today."""
        for n in later:
            cls.do(dispute, "notify", seat=1, manner="电话", session_day=cls.day(n))

    @classmethod
    def session(cls, dispute, status, days=(-2, -1, 0)):
        """One on each of these days, counted from today."""
        return [cls.do(dispute, "hold_session", date=cls.day(n), attendance=[
            {"seat": 0, "status": "attended"}, {"seat": 1, "status": status}])
            for n in days]

    @classmethod
    def pass_days(cls, days):
        cls.move(days)
        cls.until("the server knows the day", cls.tick)

    @classmethod
    def agree(cls, dispute, n=3):
        """Seat 1 owes, due in 3, 6, 9 days."""
        cls.do(dispute, "reach_agreement", terms="分期付清。", facts="漏水。", obligations=[
            {"payer": 1, "payee": 0, "amount_fen": "10000", "plan": 1, "due": cls.day(3 * i + 3)}
            for i in range(n)])
        for seat in (0, 1):
            cls.do(dispute, "sign", seat=seat, signing="paper")
        cls.do(dispute, "sign_mediator", signing="paper")
        cls.do(dispute, "seal", cls.manager, signing="stamp")

    @classmethod
    def perform(cls, dispute, obligation, result):
        return cls.do(dispute, "record_performance", obligation=obligation, result=result)

    @classmethod
    def live(cls):
        """The story: March 2025."""
        cls.who["未成年"] = citizen("20100101", 1)
        cls.who["公司"] = "91330108MA22H61U3B"
        names = ("守约", "迟到", "违约", "免除", "太少", "拒绝", "起诉", "缺席未同意", "有因", "未成年",
                 "公司")
        at = cls.at = {name: cls.open(name) for name in names}
        at["家暴"] = cls.open("家暴", type="marriage")
        for name in ("守约", "迟到", "违约", "免除", "太少", "有因", "未成年", "公司"):
            cls.willing(at[name])
        for name in ("拒绝", "起诉", "缺席未同意"):
            cls.do(at[name], "notify", seat=1, manner="电话")
        cls.tell(at["违约"], 1, 2)  # the first session is the one that no day was named of
        cls.pass_days(2)
        cls.attended = cls.session(at["守约"], "attended")
        cls.absent = cls.session(at["违约"], "absent", (-2, -1, 0, 0))  # two on one day
        cls.session(at["有因"], "excused")
        cls.session(at["缺席未同意"], "absent")
        cls.session(at["未成年"], "absent")
        cls.do(at["家暴"], "report_police", reason="有家庭暴力")
        cls.do(at["拒绝"], "refuse_mediation", seat=1)
        cls.do(at["起诉"], "go_to_court", seat=1)
        for name in ("守约", "迟到", "违约", "免除", "公司"):
            cls.agree(at[name])
        cls.agree(at["太少"], 2)
        cls.paid = [cls.perform(at["守约"], i, "fulfilled") for i in range(3)]
        for i in range(3):
            cls.perform(at["公司"], i, "fulfilled")
            cls.perform(at["免除"], i, "excused")
        for i in range(2):
            cls.perform(at["太少"], i, "fulfilled")
        cls.late = [cls.perform(at["迟到"], 2, "fulfilled")]
        cls.pass_days(10)
        cls.late.append(cls.perform(at["迟到"], 0, "late"))
        cls.late.append(cls.perform(at["迟到"], 1, "breached"))
        cls.late.append(cls.perform(at["迟到"], 1, "late"))
        cls.broken = [cls.perform(at["违约"], 0, "breached"), cls.perform(at["违约"], 1, "breached"),
                      cls.perform(at["违约"], 2, "partial")]
        cls.move_to(datetime.date(2025, 4, 1))

    @classmethod
    def tick(cls):
        """Has the server learnt what day it is?"""
        reply = cls.ask("/api/v1/disputes", cls.manager, "POST", INTAKE, Idempotency_Key=cls.key())
        got = cls.ask(f"/api/v1/disputes/{reply.json['id']}", cls.manager).json
        return got["received_at"][:10] == cls.day()

    # ---- The program ----

    @classmethod
    def command(cls, *words, ahead=0):
        """yima credit, on the story's day."""
        env = environment(YIMA_TEST_CLOCK_OFFSET_S=str((cls.offset + ahead) * DAY + 3600))
        return [YIMA, "credit", "--data", cls.data, *words], env

    @classmethod
    def credit(cls, *words, ahead=0, code=0, password=PASSWORD):
        """What it says. Whoever decides gives the password; None: does not."""
        asks = "--by" in words and words[0] != "run" and password is not None
        command, env = cls.command(*words, *(["--password-stdin"] if asks else []), ahead=ahead)
        got = subprocess.run(command, capture_output=True, env=env, text=True, check=False,
                             timeout=HANG_S, input=f"{password}\n", start_new_session=True)
        assert got.returncode == code, (words, got.returncode, got.stdout + got.stderr)
        return got.stdout if code == 0 else got.stderr

    @classmethod
    def draw(cls, month, *more, ahead=0):
        """Draw; the summary."""
        return json.loads(cls.credit("run", month, "--by", "runner", "--quiet", "--summary", "-",
                                     *more, ahead=ahead).splitlines()[0])

    @classmethod
    def sql(cls, text):
        got = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text,
                              f"host={cls.data} user=yima dbname=yima"], capture_output=True,
                             env=environment(), text=True, check=False)
        assert got.returncode == 0, got.stderr
        return got.stdout.strip()

    @classmethod
    def look(cls, name, *more):
        """The profile of this person, as the mediator of another dispute of theirs sees it."""
        if name not in cls.open_now:
            cls.open_now[name] = cls.open(name)
        return cls.credit("show", cls.open_now[name], "1", "--by", "mediating", "--json",
                          "--purpose", "拟定分期履行方案", *more)

    open_now = {}

    def profile(self, name, *more):
        return json.loads(self.look(name, *more))

    def items(self, name, *more):
        """(kind, event, why, points, weight) of everything but being a party, and that a day passed:
        which of these the clock got to first is its own affair, and it counts for nothing."""
        return [(i["kind"]["code"], i["seq"], i["why"]["code"], i["points"], i["weight"])
                for i in self.profile(name, *more)["items"]
                if i["kind"]["code"] not in ("party", "overdue")]

    def stored(self, month, run):
        return self.sql("select encode(party, 'hex'), encode(sha256, 'hex') from credit_profile "
                        f"where month = '{month}' and run = {run} order by party").splitlines()

    def held(self, insert):
        """A transaction that holds a row which the run is about to write: the run waits for it, and
        is killed there. Nothing is timed."""
        process = subprocess.Popen(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1",
                                    f"host={self.data} user=yima dbname=yima"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   env=environment())
        process.stdin.write(f"begin; {insert}; select 'held';\n")
        process.stdin.flush()
        self.assertEqual(process.stdout.readline().strip(), "held")
        return process

    def waits(self):
        return self.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                        "and application_name = 'yima'") != "0"

    def kill_at(self, insert, meanwhile=None):
        holder = self.held(insert)
        command, env = self.command("run", "2025-03", "--by", "runner", "--quiet")
        runner = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE)
        try:
            self.until("the run waits", lambda: self.waits() or runner.poll() is not None)
            self.assertIsNone(runner.poll())
            if meanwhile:
                meanwhile(runner.pid)
        finally:
            runner.send_signal(signal.SIGKILL)
            runner.communicate()
            holder.communicate("rollback;\n")
        self.until("the lock is free", lambda: self.sql(
            "select count(*) from pg_locks where locktype = 'advisory'") == "0")
