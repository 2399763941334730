# SPDX-License-Identifier: Apache-2.0
"""A program starts and finds a backlog of deadlines that passed while nobody was there. People go
on meanwhile; the program is killed in the midst; each deadline fires once."""
import json
import time

import bed
import ledger

AWAY_S = 30 * 86400  # for so long nobody was there; longer than the term to accept a dispute
TITLE = "overdue"
RATE = 100           # commands of people a second
WARM = 40            # disputes on which they act


def backlog(site, count):
    """So many disputes that nobody accepts."""
    path = site.folder / "overdue.jsonl"
    with open(path, "w", encoding="utf-8") as f:
        for i in range(count):
            f.write(json.dumps({
                "type": "neighbour", "channel": "window", "source": "applied",
                "region": "330108003001", "body": ledger.BODY, "title": TITLE, "description": "-",
                "harm": 0, "urgency": 0, "scope": 0, "external_ref": f"{TITLE}-{i}",
                "parties": [{"side": "claimant", "kind": "natural", "name": "张三"},
                            {"side": "respondent", "kind": "natural", "name": "李四"}]},
                ensure_ascii=False) + "\n")
    site.yima("import", "--as", "disputes", str(path))


def versions(site):
    """How many of the backlog have how many events, by version."""
    rows = bed.sql(site, f"""
        select d.version, count(*) from dispute d
        join dispute_detail t on t.bucket = d.bucket and t.dispute_id = d.dispute_id
        where t.title = '{TITLE}' group by 1 order by 1""")
    return {int(v): int(n) for v, n in (row.split("|") for row in rows.splitlines())}


def events(site):
    return bed.number(site, f"""
        select count(*) from event e
        join dispute_detail t on t.bucket = e.bucket and t.dispute_id = e.dispute_id
        where t.title = '{TITLE}'""")


def restart(node):
    node.start()
    node.wait_ready()


class Outcome:
    def __init__(self, count):
        self.count = count
        self.before = []   # what a command of people took without a backlog, s
        self.beside = []   # and while the backlog was fired
        self.fired_s = 0.0
        self.lost = self.doubled = 0

    def text(self):
        normal = bed.quantile(self.before, 0.99)
        beside = bed.quantile(self.beside, 0.99)
        return (f"p99 of people's commands {beside * 1000:.1f} ms beside the backlog, "
                f"{normal * 1000:.1f} ms without ({beside / max(normal, 1e-9):.1f} x); "
                f"{self.count:,} fired in {self.fired_s:.0f} s")


def fire(site, book, outcome, seed, count):
    """Start, and load until all has fired; killed once, when half of it has."""
    node = site.nodes[0]
    half = count // 2
    restart(node)
    began = time.monotonic()
    for goal in (half, count):
        bed.open_disputes(book, node, WARM)
        load = bed.Steady(book, [node], RATE, f"{seed} {goal}")
        try:
            # The first half second warms up what a restart made cold, with a backlog or without.
            time.sleep(0.5)
            load.take()
            bed.until(f"{goal} fired", lambda g=goal: versions(site).get(2, 0) >= g, 0.25)
            outcome.beside += load.take()
            if goal == half:
                node.kill()
        finally:
            load.stop()
        if goal == half:
            restart(node)
    outcome.fired_s = time.monotonic() - began


def quiet(site, book, outcome, seed, seconds):
    """The same load on the same program without a backlog, after a restart, too."""
    node = site.nodes[0]
    node.stop()
    restart(node)
    load = bed.Steady(book, [node], RATE, f"{seed} quiet")
    try:
        time.sleep(0.5)
        load.take()
        time.sleep(seconds)
        outcome.before += load.take()
    finally:
        load.stop()


def run(site, book, seed, count, seconds, leap):  # pylint: disable=too-many-arguments
    """book: a ledger that is used for nothing else, since its disputes are of later. leap(): move
    the program's clock AWAY_S ahead while it is down. Returns an Outcome."""
    node = site.nodes[0]
    outcome = Outcome(count)
    bed.HANG_S = max(bed.HANG_S, count / 50)
    backlog(site, count)
    node.stop()
    leap()
    fire(site, book, outcome, seed, count)
    quiet(site, book, outcome, seed, seconds)
    found = versions(site)
    outcome.lost = count - sum(n for version, n in found.items() if version >= 2)
    outcome.doubled = events(site) - count - (count - outcome.lost)
    lost, doubled = bed.settled(site, book)
    outcome.lost += len(lost)
    outcome.doubled += len(doubled)
    return outcome
