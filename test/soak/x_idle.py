# SPDX-License-Identifier: Apache-2.0
"""Hundreds who connect and ask nothing, and then no session left."""
import row
from place import kill, ledger

import idle  # of test/stress

WHAT = ("300 idle sessions of others in PostgreSQL and 300 idle HTTP connections; then no session "
        "left (53300), later and at the start")
COUNT = 300


def run(place, seconds, seed):
    site = place.site("nodes", nodes=1)
    site.postgres.stop()
    site.postgres.SETTINGS = {**site.postgres.SETTINGS, "max_connections": COUNT + 60}
    site.postgres.start()
    book = ledger.Ledger(seed, site.prepare())
    outcome = idle.run(site, book, seed, COUNT, seconds / 3)
    book.settle(site.clients(book.token))
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, 2 * COUNT + 2, book, found, outcome.text())
