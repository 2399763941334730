#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Drive the sample disputes through every colour, by HTTP, as the people in their roles would.

    drive.py tokens               the tokens that it needs: name, and options of `yima token create`
    drive.py run URL TOKENS       register and drive all; nothing happens twice
    drive.py live URL TOKENS      number and code of one live case, yellow if there is one
    drive.py party URL TOKENS NUMBER    a new access code for the first party of that dispute

TOKENS is a file of lines NAME=TOKEN. `run` ends with the month compared with the published one, and
exits 1 when anything was refused that should not have been. What is already there it finds by its
external_ref, takes up where it stands, and sends under the same keys: so it may be killed and run
again at any moment. Python's standard library alone.
"""

import collections
import csv
import http.client
import json
import pathlib
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import journeys

DATA = pathlib.Path(__file__).resolve().parent / "data"
THREADS = 8
BATCH = 128          # registrations in one POST /commands; it takes 256 at most
TIMEOUT_S = 30
PATIENCE_S = 30      # how long a server that does not answer, or is too busy, is asked again

# The published month (Huangshi, August 2016): accepted by type; 842 of 869 were settled.
PUBLISHED = {"marriage": 160, "neighbour": 278, "homestead": 67, "contract": 44, "production": 31,
             "damage": 76, "forest_land": 18, "expropriation": 28, "environment": 4, "labour": 13,
             "consumer": 7, "medical": 55, "traffic": 33, "property_service": 1, "other": 54}
PUBLISHED_SETTLED = 842


class Failure(Exception):
    """The run cannot go on; the text says why."""


# ---- HTTP ----

class Api:
    """Requests with retries, each thread on a connection of its own."""

    def __init__(self, url, tokens):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname, parts.port or 80
        self.tokens = tokens
        self.local = threading.local()

    def _once(self, method, path, headers, payload):
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)
            self.local.connection = connection
        try:
            connection.request(method, path, payload, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.local.connection = None
            raise

    def send(self, who, method, path, body=None, key=None):
        """(status, decoded reply). The same key and bytes go out until an answer comes."""
        headers = {"Authorization": "Bearer " + self.tokens[who]}
        payload = None
        if body is not None:
            payload = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        end = time.monotonic() + PATIENCE_S
        pause = 0.05
        while True:
            try:
                status, text = self._once(method, path, headers, payload)
                if status not in (429, 503) or time.monotonic() > end:
                    return status, json.loads(text)
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() > end:
                    raise Failure(f"{self.host}:{self.port} does not answer: {error}") from error
            time.sleep(pause)
            pause = min(pause * 2, 2)

    def get(self, who, path):
        status, reply = self.send(who, "GET", path)
        if status != 200:
            raise Failure(f"GET {path} as {who}: " + json.dumps(reply, ensure_ascii=False))
        return reply

    def pages(self, who, path):
        """The items of all pages. A page may be short, or empty, while there is a next one."""
        cursor, mark = "", "&" if "?" in path else "?"
        while True:
            page = self.get(who, f"{path}{mark}limit=200{cursor}")
            yield from page["items"]
            if page["next"] is None:
                return
            name = "after" if path.endswith("/events") else "cursor"
            cursor = f"&{name}={page['next']}"


# ---- Progress ----

class Progress:
    """One line that is written over on a terminal; elsewhere a line at the end."""

    def __init__(self, what, total):
        self.what, self.total, self.done = what, total, 0
        self.lock = threading.Lock()
        self.began = time.monotonic()

    def add(self, n=1):
        with self.lock:
            self.done += n
            last = self.done == self.total
            if last or (sys.stderr.isatty() and self.done % 10 == 0):
                print(f"\r{self.what}: {self.done} of {self.total}"
                      f" ({time.monotonic() - self.began:.1f} s)",
                      end="\n" if last else "", file=sys.stderr, flush=True)


# ---- Driving ----

class Case:
    """A row, its journey, and where it stands in the database."""

    def __init__(self, row, number, ends):
        self.row, self.number, self.ends = row, number, ends
        self.ref = row["external_ref"]
        self.id = None
        self.received_at = None
        self.version = 0        # events that happened
        self.refused = 0        # refusals that were to come


def read_csv(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_cases():
    rows = read_csv("disputes.csv")
    cases = [Case(row, i + 1, ends)
             for i, (row, ends) in enumerate(zip(rows, journeys.endings(rows)))]
    for row in journeys.walk_ins(rows[0].keys()):
        cases.append(Case(row, len(cases) + 1, row["outcome"]))
    return cases


def first_mediators(staff):
    mediators = {}
    for person in staff:
        if person["role"] == "mediator":
            mediators.setdefault(person["body"], person["id"])
    return mediators


def find_known(api, cases, pool):
    """Recognise by its external_ref what an earlier run registered."""
    by_ref = {case.ref: case for case in cases}
    rows = list(api.pages(journeys.AUDITOR, "/api/v1/disputes"))
    paths = [f"/api/v1/disputes/{row['id']}" for row in rows]
    for reply in pool.map(lambda path: api.get(journeys.AUDITOR, path), paths):
        case = by_ref.get(reply["external_ref"])
        if case is not None:
            case.id, case.received_at = reply["id"], reply["received_at"]
            case.version = reply["version"]


def register(api, cases):
    new = [case for case in cases if case.id is None]
    if not new:
        return
    progress = Progress("registered", len(new))
    for at in range(0, len(new), BATCH):
        some = new[at:at + BATCH]
        commands = [{"key": f"quickstart/{case.ref}/register", "register": journeys.intake(case.row)}
                    for case in some]
        status, reply = api.send(journeys.DISPATCHER, "POST", "/api/v1/commands",
                                 {"commands": commands})
        if status != 200:
            raise Failure("POST /api/v1/commands: " + json.dumps(reply, ensure_ascii=False))
        for case, verdict in zip(some, reply["items"]):
            if verdict["status"] != 201:
                raise Failure(f"{case.ref}: " + json.dumps(verdict, ensure_ascii=False))
            case.id, case.received_at, case.version = verdict["id"], verdict["at"], 1
        progress.add(len(some))


def steps_done(api, case):
    """How many steps of the journey its log holds: all events but the first and those of the clock."""
    if case.version <= 1:
        return 0
    events = api.pages(journeys.AUDITOR, f"/api/v1/disputes/{case.id}/events")
    return sum(1 for event in events if event["command"] not in ("register", "expire"))


def drive(api, case, mediators):
    """Send what is missing of the journey. Returns what was refused and should not have been."""
    steps = journeys.Journey(case.row, case.number, case.ends, case.received_at, mediators).steps
    planned = sum(1 for step in steps if step.refusal is None)
    case.refused = len(steps) - planned
    if case.version > planned:
        return None
    done = steps_done(api, case)
    for i, step in enumerate(steps):
        if i < done:
            continue
        status, reply = api.send(step.who, "POST", f"/api/v1/disputes/{case.id}/commands",
                                 step.body, f"quickstart/{case.ref}/{i}")
        refusal = reply.get("refusal", {}).get("code") if status != 200 else None
        if status != 200 and (refusal is None or refusal != step.refusal):
            return {"dispute": case.ref, "sent": step.body, "as": step.who, "answer": reply}
        if status == 200 and step.refusal is not None:
            return {"dispute": case.ref, "sent": step.body, "as": step.who,
                    "answer": f"carried out, but {step.refusal} was to refuse it"}
    return None


def drive_all(api, cases, pool):
    mediators = first_mediators(read_csv("staff.csv"))
    progress = Progress("driven", len(cases))

    def one(case):
        wrong = drive(api, case, mediators)
        progress.add()
        return wrong

    return [wrong for wrong in pool.map(one, cases) if wrong is not None]


# ---- Summary ----

def print_standing(rows):
    """All disputes by colour and stage, as the interface tells it."""
    count = collections.Counter((r["colour"], r["colour_zh"], r["stage"], r["stage_zh"])
                                for r in rows)
    print("\ncolour    stage            n")
    for (colour, colour_zh, stage, stage_zh), n in sorted(count.items()):
        print(f"{colour:<6} {colour_zh}  {stage:<13} {n:>4}  {stage_zh}")


def print_month(cases, rows):
    """The month by type beside the published one. Returns whether they agree."""
    stage = {row["id"]: row["stage"] for row in rows}
    accepted, settled = collections.Counter(), collections.Counter()
    for case in cases:
        if case.ends in ("refused", "waiting"):
            continue
        accepted[case.row["type"]] += 1
        if case.ends != "live_green" and stage.get(case.id) in ("agreed", "closed"):
            settled[case.row["type"]] += 1
    print("\ntype               accepted  published  settled")
    for name, published in PUBLISHED.items():
        print(f"{name:<18} {accepted[name]:>8} {published:>10} {settled[name]:>8}")
    total, won = sum(accepted.values()), sum(settled.values())
    print(f"{'together':<18} {total:>8} {sum(PUBLISHED.values()):>10} {won:>8}"
          f"  = {100 * won / total:.1f} % of those accepted"
          f" (published: {PUBLISHED_SETTLED}, 96.9 %)")
    return dict(accepted) == PUBLISHED and won == PUBLISHED_SETTLED


def summarise(api, cases):
    ours = {case.id for case in cases}
    rows = list(api.pages(journeys.AUDITOR, "/api/v1/disputes"))
    print_standing(rows)
    agrees = print_month(cases, [row for row in rows if row["id"] in ours])
    refused = collections.Counter(case.row["type"] for case in cases if case.refused)
    print("\nnot confirmed, since the law does not allow it: "
          + ", ".join(f"{name} {n}" for name, n in sorted(refused.items())))
    return agrees


def run(api):
    cases = load_cases()
    with ThreadPoolExecutor(THREADS) as pool:
        find_known(api, cases, pool)
        register(api, cases)
        wrong = drive_all(api, cases, pool)
    agrees = summarise(api, cases)
    for one in wrong[:10]:
        print("refused: " + json.dumps(one, ensure_ascii=False, indent=1), file=sys.stderr)
    if wrong:
        print(f"drive.py: {len(wrong)} disputes were stopped on their way", file=sys.stderr)
    elif not agrees:
        print("drive.py: the month differs from the published one: deadlines have passed since, or "
              "somebody has worked on the samples", file=sys.stderr)
    return 1 if wrong else 0


# ---- The rest ----

def print_tokens():
    """NAME and options of `yima token create`, one a line."""
    staff = read_csv("staff.csv")
    centre = {person["role"]: person["id"] for person in staff if person["body"] == "1006"}
    court = {person["role"]: person["id"] for person in staff if person["body"] == journeys.COURT}
    managers = {p["body"]: p["id"] for p in staff if p["role"] == "body_manager"}
    mediators = first_mediators(staff)
    city = f"--region {journeys.CITY}"
    print(f"{journeys.DISPATCHER} --role dispatcher --staff {centre['dispatcher']} {city}")
    print(f"{journeys.CLERK} --role window_clerk --staff {centre['window_clerk']} {city}")
    print(f"{journeys.AUDITOR} --role auditor {city}")
    for name in (journeys.COURT_CLERK, journeys.FILING_JUDGE, journeys.CONFIRMING_JUDGE):
        print(f"{name} --role {name} --staff {court[name]}")
    for body in journeys.bodies_used(read_csv("disputes.csv")):
        print(f"manager-{body} --role body_manager --staff {managers[body]}")
        print(f"mediator-{body} --role mediator --staff {mediators[body]}")


def print_live(api):
    """number, code URL and deadline of one open case: yellow, else any."""
    for colour in ("colour=yellow&", "colour=orange&", "colour=blue&", ""):
        row = next(api.pages(journeys.AUDITOR, f"/api/v1/disputes?{colour}open=true"), None)
        if row:
            break
    else:
        return 1
    dispute = api.get(journeys.AUDITOR, f"/api/v1/disputes/{row['id']}")
    due = [d for d in dispute["deadlines"] if d["state"] == "running"]
    print(dispute["number"])
    print(dispute["code_url"])
    print(f"{dispute['title']}（{dispute['type_zh']}）")
    print(f"{dispute['colour_zh']}码 {dispute['stage_zh']} / {dispute['colour']}, "
          f"{dispute['stage_en']}")
    print(f"{dispute['next_zh']} / {dispute['next_en']}")
    print("; ".join(f"{d['zh']}至 {d['last_day']} / {d['en']} until {d['last_day']}" for d in due))
    return 0


def print_party(api, number):
    """A code for the first party, which ends the one before. The window issues it: one of whoever
    registered the dispute, as the dispatcher did here, would sign nothing."""
    status, issued = api.send(journeys.CLERK, "POST", f"/api/v1/disputes/{number}/access-codes",
                              {"seat": 0}, key=f"party-{time.time_ns()}")
    if status not in (200, 201):
        raise Failure("no access code: " + json.dumps(issued, ensure_ascii=False))
    print(issued["code"])
    return 0


def read_tokens(path):
    lines = pathlib.Path(path).read_text(encoding="ascii").split()
    return dict(line.split("=", 1) for line in lines)


def main(arguments):
    if arguments == ["tokens"]:
        print_tokens()
        return 0
    what = {"run": run, "live": print_live, "party": print_party}.get(" ".join(arguments[:1]))
    if what is None or len(arguments) != (4 if what is print_party else 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        return what(Api(arguments[1], read_tokens(arguments[2])), *arguments[3:])
    except Failure as failure:
        print(f"drive.py: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
