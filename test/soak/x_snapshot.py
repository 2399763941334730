# SPDX-License-Identifier: Apache-2.0
"""A snapshot is held beside a load."""
import row
from place import kill, ledger

import snapshot  # of test/stress

WHAT = "a snapshot (repeatable read, idle in transaction) held beside 200 commands a second"


def run(place, seconds, seed):
    site = place.site("nodes", nodes=1)
    book = ledger.Ledger(seed, site.prepare())
    outcome = snapshot.run(site, book, seed, seconds)
    book.settle(site.clients(book.token))
    found = kill.finish(site, book)
    return row.of_ledger(WHAT, 1, book, found, outcome.text())
