# SPDX-License-Identifier: Apache-2.0
"""Somebody holds a snapshot: a repeatable read that was begun and forgotten. Commands go on; what
they leave behind cannot be cleared away, and the program says so."""
import time

import bed

RATE = 200   # commands a second
# Disputes on which they act: each look-up of one walks over the versions that the snapshot keeps.
FEWEST, EACH_SECOND = 40, 3
TABLES = ("dispute", "deadline", "outbox")
WARNING = "an old snapshot keeps dead rows"
WARNS_S = 300  # CLI_KEEPING_SNAPSHOT_S
LOOKS_S = 60   # CLI_KEEPING_PERIOD_MS


def dead(site):
    """Dead rows in the tables that every command touches."""
    bed.sql(site, "select pg_stat_clear_snapshot()")
    names = ", ".join(f"'{name}'" for name in TABLES)
    return bed.number(site, "select coalesce(sum(n_dead_tup), 0) from pg_stat_user_tables "
                            f"where relname in ({names})")


class Outcome:
    def __init__(self):
        self.held_s = 0.0
        self.normal, self.beside = [], []
        self.dead_before = self.dead_held = self.dead_after = 0
        self.warned = False
        self.seen_s = 0.0  # the age that /metrics showed at last

    def text(self):
        normal, beside = (bed.quantile(took, 0.99) for took in (self.normal, self.beside))
        return (f"held {self.held_s:.0f} s: p99 {beside * 1000:.1f} ms, without "
                f"{normal * 1000:.1f} ms ({beside / max(normal, 1e-9):.1f} x); dead rows "
                f"{self.dead_before:,} before, {self.dead_held:,} at its end, {self.dead_after:,} "
                f"after a vacuum; {'warned' if self.warned else 'too short for the warning'}")


def run(site, book, seed, seconds):
    outcome = Outcome()
    node = site.nodes[0]
    bed.open_disputes(book, node, max(FEWEST, int(seconds * EACH_SECOND)))
    load = bed.Steady(book, site.nodes, RATE, seed)
    try:
        time.sleep(seconds / 5)
        outcome.normal = load.take()
        outcome.dead_before = dead(site)
        holder = bed.Session(site, "begin isolation level repeatable read; "
                                   "select count(*) from dispute;")
        began = time.monotonic()
        load.take()
        time.sleep(seconds * 4 / 5)
        outcome.beside = load.take()
        outcome.dead_held = dead(site)
        outcome.held_s = time.monotonic() - began
        outcome.seen_s = bed.metric(node, "yima_database_snapshot_age_seconds") or 0.0
        outcome.warned = bed.logged(node, WARNING)
        holder.close()
    finally:
        load.stop()
    for table in TABLES:
        bed.sql(site, f"vacuum {table}")
    outcome.dead_after = dead(site)
    # It is looked for once a minute, and then known.
    assert outcome.warned or outcome.held_s < WARNS_S + 2 * LOOKS_S, "nobody was warned"
    assert outcome.seen_s > 0 or outcome.held_s < 2 * LOOKS_S, "/metrics never showed it"
    return outcome
