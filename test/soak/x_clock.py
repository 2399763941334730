# SPDX-License-Identifier: Apache-2.0
"""The clocks of two programs are set, back and forward, each for itself."""
import random

import row
from place import kill, ledger

import clock  # of test/stress

WHAT = "clocks of two nodes set back and forward, each by up to an hour, under load"


def run(place, seconds, seed):
    clocks = clock.Clocks(place, 2)
    site = place.site("nodes", nodes=2)
    for i, node in enumerate(site.nodes):
        node.env.update(clocks.env(i))
    rng = random.Random(seed)
    book = ledger.Ledger(seed, site.prepare())
    outcome = clock.run(site, clocks, book, lambda: kill.Load(book, site.nodes, rng.random()), rng,
                        seconds)
    lost, doubled = kill.finish(site, book)
    return row.Row(WHAT, outcome.steps, book.settled, book.doubts, len(lost),
                   len(doubled) + outcome.disorder + outcome.backwards, outcome.text())
