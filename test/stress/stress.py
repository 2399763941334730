#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time and load against the program, each of them shortly, one after another on one server.

    stress.py YIMA SAMPLES

Clocks are set; a snapshot is held; backends are ended; sessions and connections are held idle until
PostgreSQL takes no more; a backlog of deadlines is found at the start. Nothing may be lost, nothing
may happen twice. test/soak does the same for long (x_clock.py and so on) and measures: here no
figure of speed counts. YM_STRESS_SEED repeats a run. Exit status 0 when all held; otherwise the
folder with the databases and logs stays."""
import contextlib
import os
import pathlib
import random
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "kill"))

# pylint: disable=wrong-import-position
import kill      # noqa: E402
import ledger    # noqa: E402

import backends  # noqa: E402
import bed       # noqa: E402
import clock     # noqa: E402
import idle      # noqa: E402
import overdue   # noqa: E402
import snapshot  # noqa: E402
# pylint: enable=wrong-import-position

CLOCK_S = 2
SNAPSHOT_S = 1
STRIKES = 2
IDLE = 20          # of each kind; the server of test/kill has 60 sessions in all
IDLE_S = 0.5
OVERDUE = 600
AHEAD_S = 2 * snapshot.WARNS_S


class Site:
    """Two nodes on one PostgreSQL, their clocks on files."""

    def __init__(self, binary, samples, seed):
        self.rng = random.Random(seed)
        self.seed = seed
        self.site = kill.Place(binary, samples, "nodes", nodes=2)
        self.clocks = clock.Clocks(self.site, 2)
        for i, node in enumerate(self.site.nodes):
            node.env.update(self.clocks.env(i))
        self.book = ledger.Ledger(seed, self.site.prepare())

    def prove(self, book=None):
        """Nothing lost, nothing twice, so far."""
        lost, doubled = bed.settled(self.site, book or self.book)
        assert not lost, f"{len(lost)} lost: {lost[:5]}"
        assert not doubled, f"{len(doubled)} too many: {doubled[:5]}"


def clocks_are_set(here):
    outcome = clock.run(here.site, here.clocks, here.book,
                        lambda: kill.Load(here.book, here.site.nodes, here.rng.random()),
                        here.rng, CLOCK_S)
    here.prove()
    assert outcome.backwards == 0, f"{outcome.backwards} events go back in time"
    assert outcome.disorder == 0, f"{outcome.disorder} of {outcome.ids} ids do not ascend"
    assert outcome.ids > 0, "no id was made: nothing was proved"
    return outcome.text()


def backends_are_ended(here):
    ended = backends.run(here.site, here.book, here.rng, range(STRIKES))
    here.prove()
    assert ended > 0, "no backend was there: nothing was proved"
    return f"{ended} backends were ended"


def a_snapshot_is_held(here):
    """And a program that starts meanwhile, in whose eyes it is an old one, says so."""
    outcome = snapshot.run(here.site, here.book, here.seed, SNAPSHOT_S)
    node = here.site.nodes[0]
    with contextlib.closing(bed.Session(here.site, "begin isolation level repeatable read; "
                                                   "select count(*) from dispute;")):
        node.stop()
        here.clocks.set(0, here.clocks.latest + AHEAD_S)
        node.start()
        node.wait_ready()
        bed.until("the warning", lambda: bed.logged(node, snapshot.WARNING))
        age = bed.until("the age in /metrics", lambda: bed.metric(
            node, "yima_database_snapshot_age_seconds"))
        assert age > snapshot.WARNS_S, age
        ahead = bed.metric(node, "yima_clock_ahead_seconds")
        assert ahead is not None and abs(ahead) < 60, f"one machine, two clocks: {ahead} s"
    here.clocks.set_right()
    here.prove()
    return outcome.text()


def nobody_has_room(here):
    outcome = idle.run(here.site, here.book, here.seed, IDLE, IDLE_S)
    here.prove()
    return outcome.text()


def deadlines_are_overdue(here):
    here.site.nodes[1].stop()
    del here.site.nodes[1]
    book = ledger.Ledger(f"{here.seed}-later", here.book.token)
    outcome = overdue.run(here.site, book, here.seed, OVERDUE, IDLE_S, lambda: here.clocks.set(
        0, here.clocks.latest + overdue.AWAY_S))
    assert outcome.lost == 0, f"{outcome.lost} lost"
    assert outcome.doubled == 0, f"{outcome.doubled} too many"
    return outcome.text()


PARTS = (clocks_are_set, backends_are_ended, a_snapshot_is_held, nobody_has_room,
         deadlines_are_overdue)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    seed = int(os.environ.get("YM_STRESS_SEED", time.time_ns() % 1000000))
    print(f"YM_STRESS_SEED={seed}", flush=True)
    here = Site(sys.argv[1], pathlib.Path(sys.argv[2]), seed)
    try:
        for part in PARTS:
            began = time.monotonic()
            said = part(here)
            print(f"{part.__name__}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
        here.site.close()
        here.site.yima("verify")
    except BaseException:
        print(f"databases and logs stay in {here.site.folder}", file=sys.stderr)
        here.site.discard()
        raise
    here.site.discard()
    shutil.rmtree(here.site.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
