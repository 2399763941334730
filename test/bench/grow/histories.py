#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Play the disputes after which a year of histories is grown: from intake to performance.

    histories.py tokens                               the tokens that it needs
    histories.py run PORT TOKENS OUT CLOCK LOG SEED UNTIL

The service's test clock (file CLOCK) is moved day by day over the thirteen months before the day
UNTIL (YYYY-MM-DD), and on each day a few disputes begin and those under way go on: some are settled
and performed, on time, late or not at all, others fail, are withdrawn, redirected or go to court.
On the last day some begin that wait for what a load gives them. OUT gets lines "id weight".
Python's standard library alone.
"""
import datetime
import http.client
import json
import os
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from templates import BATCH, LOADED, TIMEOUT_S, plain_id, read_csv  # noqa: E402

DAYS = 395           # thirteen months
A_DAY = 3            # disputes that begin on one
WAITING = 60         # that begin on the last, for a load
BODIES = 8           # committees that mediate
PATIENCE_S = 60      # until the service has seen that the clock moved
REFUSED_MAX = 0.05   # of all commands: what a deadline overtook
NO_ORAL = {"labour", "medical", "traffic"}
ROLES = {"dispatcher": "--role dispatcher --region 330100",
         "window_clerk": "--role window_clerk --region 330100"}


def bodies():
    """Body and its mediator, of the first committees that have one; the loaded one among them."""
    kinds = {row["id"]: row["kind"] for row in read_csv("bodies.csv")}
    found = {}
    for person in read_csv("staff.csv"):
        if person["role"] == "mediator" and kinds[person["body"]] == "people_committee":
            found.setdefault(person["body"], person["id"])
    first = sorted(found, key=lambda body: (body != LOADED, body))[:BODIES]
    return {body: found[body] for body in first}


def tokens_wanted():
    wanted = dict(ROLES)
    for body, mediator in bodies().items():
        wanted["manager-" + body] = f"--role body_manager --body {body}"
        wanted["mediator-" + body] = f"--role mediator --staff {mediator}"
    wanted["manager"] = wanted["manager-" + LOADED]  # the name by which a load asks
    return wanted


def mediated(rng):
    """To where sessions are held, and one or two of them."""
    steps = [(0, "dispatcher", "accept", {}), (0, "dispatcher", "assign", {}),
             (1, "mediator", "accept_case", {})]
    steps += [(1, "mediator", "notify", {"seat": s, "manner": "电话"}) for s in (0, 1)]
    steps += [(2, "mediator", "consent", {"seat": 1})] if rng.random() < 0.9 else []
    for day in (4, 6)[:rng.choice((1, 1, 2))]:
        came = rng.choices(("attended", "excused", "absent"), (90, 4, 6), k=2)
        steps.append((day, "mediator", "hold_session", {"date": None, "attendance": [
            {"seat": s, "status": came[s]} for s in (0, 1)]}))
    return steps


def settled(rng, oral):
    """Two things are owed; most are performed in time, some late, some after a breach, some not."""
    due = (14 + rng.randrange(8), 40 + rng.randrange(30))
    owed = {"terms": "被申请人分两期支付。", "facts": "双方对事实没有争议。",
            "obligations": [(d, str(10000 * rng.randrange(1, 90))) for d in due]}
    steps = mediated(rng)
    if oral:
        steps.append((8, "mediator", "reach_oral_agreement", owed))
    else:
        steps.append((8, "mediator", "reach_agreement", owed))
        steps += [(8, "mediator", "sign", {"seat": s, "signing": "paper"}) for s in (0, 1)]
        steps += [(8, "mediator", "sign_mediator", {"signing": "paper"}),
                  (9, "manager", "seal", {"signing": "stamp"})]
    for i, day in enumerate(due):
        fate = rng.random()
        if fate < 0.75:
            steps.append((day - 1, "mediator", "record_performance",
                          {"obligation": i, "result": "fulfilled"}))
        elif fate < 0.88:
            steps.append((day + 6, "mediator", "record_performance",
                          {"obligation": i, "result": "late"}))
        elif fate < 0.95:
            steps.append((day + 4, "mediator", "record_performance",
                          {"obligation": i, "result": "breached", "note": "未付款"}))
            if fate < 0.92:
                steps.append((day + 20, "mediator", "record_performance",
                              {"obligation": i, "result": "late"}))
    return sorted(steps, key=lambda step: step[0])


def course(rng, kind):
    """What happens to a dispute: (days after its intake, who, command, fields)."""
    fate = rng.random()
    accept = [(0, "dispatcher", "accept", {})]
    if fate < 0.40:
        return settled(rng, False)
    if fate < 0.52:
        return settled(rng, kind not in NO_ORAL)
    if fate < 0.64:
        return mediated(rng) + [(10, "mediator", "terminate",
                                 {"ground": "big_gap", "reason": "双方差距过大"})]
    if fate < 0.78:
        return accept + [(3, "window_clerk", "withdraw", {"seat": 0, "reason": "已自行和解"})]
    if fate < 0.90:
        return accept + [(1, "dispatcher", "redirect",
                          {"route": "administrative", "reason": "属于行政裁决事项"})]
    return accept + [(2, "window_clerk", "go_to_court", {"seat": 0, "reason": "要求判决"})]


class Case:
    """A dispute on its way."""

    def __init__(self, row, body, day, steps):
        self.row, self.body, self.began, self.steps = row, body, day, steps
        self.id = None

    def intake(self):
        parties = []
        for side, name in zip(("claimant", "respondent"), ("甲某", "乙某")):
            party = {"side": side, "kind": self.row[side + "_kind"], "name": name,
                     "phone": self.row[side + "_phone"]}
            if self.row[side + "_identity"]:
                party["identity"] = self.row[side + "_identity"]
            parties.append(party)
        made = {m: self.row[m] for m in ("type", "channel", "source", "region", "title",
                                         "description")}
        made.update({m: int(self.row[m]) for m in ("harm", "urgency", "scope")})
        return made | {"body": self.body, "parties": parties}


class Town:
    """The service, its clock and its tokens."""

    def __init__(self, port, tokens, clock, log):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self.tokens, self.clock, self.log = tokens, clock, log
        self.keys = self.sent = self.refused = 0
        self.read = 0

    def move(self, day):
        """It is ten o'clock in Shanghai on this day, and the service knows it."""
        at = datetime.datetime.combine(day, datetime.time(2), datetime.timezone.utc).timestamp()
        word = f'"clock_offset_s":{int(at - time.time())}'
        with open(self.clock + ".new", "w", encoding="ascii") as file:
            file.write(word.split(":")[1] + "\n")
        os.replace(self.clock + ".new", self.clock)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                file.seek(self.read)
                text = file.read()
            if word in text:
                self.read += text.index(word)
                return
            time.sleep(0.02)
        sys.exit(f"histories: the service never saw {day}")

    def post(self, who, commands):
        self.connection.request("POST", "/api/v1/commands", json.dumps({"commands": commands}),
                                {"Authorization": "Bearer " + self.tokens[who],
                                 "Content-Type": "application/json"})
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status != 200:
            sys.exit(f"histories: {reply.status} {text[:300]!r}")
        return json.loads(text)["items"]

    def send(self, who, commands):
        """The answers; each command gets a key of its own."""
        answers = []
        for at in range(0, len(commands), BATCH):
            some = commands[at:at + BATCH]
            for command in some:
                self.keys += 1
                command["key"] = f"history-{self.keys}"
            answers += self.post(who, some)
        self.sent += len(commands)
        return answers

    def begin(self, cases):
        answers = self.send("dispatcher", [{"register": case.intake()} for case in cases])
        for case, answer in zip(cases, answers):
            if answer["status"] != 201:
                sys.exit("histories: " + json.dumps(answer, ensure_ascii=False))
            case.id = answer["id"]

    def step(self, cases, day, mediators):
        """One step of each; what a deadline overtook goes no further."""
        by = {}
        for case in cases:
            _, who, command, fields = case.steps[0]
            token = who if who in ROLES else f"{who}-{case.body}"
            by.setdefault(token, []).append((case, fill(case, command, fields, day, mediators)))
        for token, some in by.items():
            for (case, _), answer in zip(some, self.send(token, [c for _, c in some])):
                case.steps = case.steps[1:]
                if answer["status"] not in (200, 201):
                    self.refused += 1
                    case.steps = []


def fill(case, command, fields, day, mediators):
    fields = dict(fields)
    if command == "assign":
        fields["mediator"] = mediators[case.body]
    if "date" in fields:
        fields["date"] = day.isoformat()
    if "obligations" in fields:
        fields["obligations"] = [
            {"payer": 1, "payee": 0, "amount_fen": amount,
             "due": (case.began + datetime.timedelta(days=due)).isoformat()}
            for due, amount in fields["obligations"]]
    return {"id": case.id, "command": command} | fields


def run(port, tokens, out, clock, log, seed, until):
    rng = random.Random(seed)
    mediators = bodies()
    rows = [row for row in read_csv("disputes.csv") if row["type"] != "marriage"]
    town = Town(port, tokens, clock, log)
    cases, weights = [], []
    for n in range(DAYS + 1):
        day = until - datetime.timedelta(days=DAYS - n)
        town.move(day)
        new = []
        for _ in range(WAITING if n == DAYS else A_DAY):
            row = rng.choice(rows)
            body = LOADED if n == DAYS else rng.choice(sorted(mediators))
            steps = [(0, "dispatcher", "accept", {})] if n == DAYS else course(rng, row["type"])
            new.append(Case(row, body, day, steps))
        town.begin(new)
        cases += new
        weights += [1] * len(new)
        due = True
        while due:
            due = [c for c in cases if c.steps
                   and c.began + datetime.timedelta(days=c.steps[0][0]) <= day]
            town.step(due, day, mediators)
    if town.refused > REFUSED_MAX * town.sent:
        sys.exit(f"histories: {town.refused} of {town.sent} commands refused")
    print(f"{len(cases)} disputes, {town.sent} commands, {town.refused} refused", file=sys.stderr)
    with open(out, "w", encoding="ascii") as file:
        file.writelines(f"{plain_id(c.id)} {w}\n" for c, w in zip(cases, weights))


def main(words):
    if words == ["tokens"]:
        print("".join(f"{name} {options}\n" for name, options in tokens_wanted().items()), end="")
    elif len(words) == 8 and words[0] == "run" and words[1].isdigit() and words[6].isdigit():
        with open(words[2], encoding="ascii") as file:
            tokens = dict(line.rstrip("\n").split("=", 1) for line in file)
        run(int(words[1]), tokens, words[3], words[4], words[5], int(words[6]),
            datetime.date.fromisoformat(words[7]))
    else:
        print(__doc__, end="", file=sys.stderr)
        sys.exit(0 if words in (["--help"], ["-h"]) else 2)


if __name__ == "__main__":
    main(sys.argv[1:])
