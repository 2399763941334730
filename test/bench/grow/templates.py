#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Register the disputes after which a database is grown.

    templates.py tokens                 the tokens that it needs: name, and options of `token create`
    templates.py run PORT TOKENS OUT    register and lead them; OUT gets lines "id weight"

Each shape is a short history that is common; its weight is its share in a hundred of the disputes
that are grown. Half of all belong to one body and wait for what a load gives them: an assignment,
and what follows. Python's standard library alone.
"""
import csv
import http.client
import json
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parents[3] / "examples" / "data"
COURT = "1009"
LOADED = "1013"      # the body whose manager a load acts as
EACH = 40            # disputes of a shape
BATCH = 200          # commands in one request; it takes 256 at most
TIMEOUT_S = 60
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = ("甲某", "乙某")  # grow.sql puts others in their place

TOKENS = {"dispatcher": "--role dispatcher --region 330100",
          "window_clerk": "--role window_clerk --region 330100",
          "filing_judge": "--role filing_judge --body " + COURT,
          "manager": "--role body_manager --body " + LOADED,
          "auditor": "--role auditor --region 330100"}

MEDIATOR = "assign"  # its mediator is one of the body's, found in staff.csv
ACCEPT = ("dispatcher", {"command": "accept"})
ASSIGN = ("dispatcher", {"command": MEDIATOR})
WITHDRAW = ("window_clerk", {"command": "withdraw", "seat": 0, "reason": "已自行和解"})
REDIRECT = ("dispatcher", {"command": "redirect", "route": "administrative",
                           "reason": "属于行政裁决事项"})
TO_COURT = ("window_clerk", {"command": "go_to_court", "seat": 0, "reason": "要求判决"})
FILE = ("window_clerk", {"command": "submit_filing", "seat": 0, "court": COURT,
                         "claims": "请求判令被申请人履行义务。", "facts": "双方对事实没有争议。"})
DOCKET = ("filing_judge", {"command": "register_court", "court_procedure": "ordinary"})

# Share in a hundred, the body when it is not the row's own, and the commands after the intake.
SHAPES = [(25, LOADED, [ACCEPT]),
          (25, LOADED, [ACCEPT, ASSIGN]),
          (12, None, [ACCEPT, ASSIGN]),
          (3, None, []),
          (15, None, [ACCEPT, WITHDRAW]),
          (8, None, [ACCEPT, REDIRECT]),
          (5, None, [ACCEPT, TO_COURT]),
          (7, None, [FILE, DOCKET])]


def plain_id(number):
    """The id that a dispute's number stands for; its last character is a check."""
    value = 0
    for character in number[:-1]:
        value = value * 32 + DIGITS.index(character)
    return value


def read_csv(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Case:
    """A dispute on its way."""

    def __init__(self, row, number, shape):
        self.weight, body, self.steps = shape
        self.row, self.number = row, number
        self.body = body or row["body"]
        self.id = None

    def intake(self):
        row = self.row
        parties = []
        for side, name in zip(("claimant", "respondent"), NAMES):
            party = {"side": side, "kind": "natural", "name": name}
            if row[side + "_kind"] == "natural" and row[side + "_identity"]:
                party["identity"] = row[side + "_identity"]
            party["phone"] = row[side + "_phone"]
            parties.append(party)
        body = {m: row[m] for m in ("type", "channel", "source", "region", "title", "description")}
        body.update({m: int(row[m]) for m in ("harm", "urgency", "scope")})
        if row["amount_fen"]:
            body["amount_fen"] = row["amount_fen"]
        return body | {"body": self.body, "parties": parties}

    def command(self, step, mediators):
        command = dict(self.steps[step][1])
        if command["command"] == MEDIATOR:
            command["mediator"] = mediators[self.body]
        if command["command"] == DOCKET[1]["command"]:
            command["case_number"] = f"(2026)浙0108民初{self.number}号"
        return command


def post(connection, token, commands):
    """The verdicts; anything but acceptance ends the program."""
    connection.request("POST", "/api/v1/commands", json.dumps({"commands": commands}),
                       {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    reply = connection.getresponse()
    text = reply.read()
    if reply.status != 200:
        sys.exit(f"templates: {text.decode()}")
    items = json.loads(text)["items"]
    for item in items:
        if item["status"] not in (200, 201):
            sys.exit("templates: " + json.dumps(item, ensure_ascii=False))
    return items


def send(connection, tokens, who, cases, make):
    for at in range(0, len(cases), BATCH):
        some = cases[at:at + BATCH]
        yield from zip(some, post(connection, tokens[who], [make(case) for case in some]))


def run(port, tokens, out):
    mediators = {}
    for person in read_csv("staff.csv"):
        if person["role"] == "mediator":
            mediators.setdefault(person["body"], person["id"])
    rows = [row for row in read_csv("disputes.csv") if row["body"] in mediators]
    cases = [Case(rows[(i * EACH + k) % len(rows)], i * EACH + k + 1, shape)
             for i, shape in enumerate(SHAPES) for k in range(EACH)]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    for case, item in send(connection, tokens, "dispatcher", cases, lambda c: {
            "key": f"template-{c.number}-0", "register": c.intake()}):
        case.id = item["id"]
    for step in range(max(len(shape[2]) for shape in SHAPES)):
        for who in TOKENS:
            due = [c for c in cases if len(c.steps) > step and c.steps[step][0] == who]
            for _ in send(connection, tokens, who, due, lambda c, s=step: {
                    "key": f"template-{c.number}-{s + 1}", "id": c.id,
                    **c.command(s, mediators)}):
                pass
    with open(out, "w", encoding="ascii") as file:
        file.writelines(f"{plain_id(case.id)} {case.weight}\n" for case in cases)


def main(words):
    if words == ["tokens"]:
        print("".join(f"{name} {options}\n" for name, options in TOKENS.items()), end="")
    elif len(words) == 4 and words[0] == "run" and words[1].isdigit():
        with open(words[2], encoding="ascii") as file:
            tokens = dict(line.rstrip("\n").split("=", 1) for line in file)
        run(int(words[1]), tokens, words[3])
    else:
        print(__doc__, end="", file=sys.stderr)
        sys.exit(0 if words in (["--help"], ["-h"]) else 2)


if __name__ == "__main__":
    main(sys.argv[1:])
