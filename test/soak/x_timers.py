# SPDX-License-Identifier: Apache-2.0
"""Deadlines and deliveries of three nodes that are killed while they fire and post."""
import row
import timers

WHAT = ("three nodes fire deadlines and deliver webhooks at once; `kill -9` of one, of all, of "
        "PostgreSQL in the midst")


def run(place, seconds, seed):
    bed = timers.Timers(place.binary, place.samples, seed, inside=place.folder)
    place.at_end(bed.discard)
    book = bed.prepare(seed)
    for _ in place.rounds(seconds):
        bed.one_round(book)
        if bed.struck == timers.ROUNDS_MAX:
            break
    found = bed.finish(book)
    events, posts = bed.figures()
    return row.of_ledger(WHAT, bed.struck, book, found,
                         f"{bed.fired:,} deadlines fired once each; {events:,} events arrived in "
                         f"{posts:,} posts")
