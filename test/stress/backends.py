# SPDX-License-Identifier: Apache-2.0
"""An administrator ends backends at random (pg_terminate_backend) while everything is under way."""
import time

import bed
import kill

OURS = "application_name = 'yima' and pid <> pg_backend_pid()"


def strike(site, rng, number):
    """One of the ways of test/kill: end one backend, some, or all, several times."""
    del number
    ended = 0
    for _ in range(rng.randint(1, 4)):
        share = rng.choice((0.05, 0.3, 1.0))
        ended += bed.number(site, "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                                  f"where {OURS} and random() < {share}")
        time.sleep(rng.uniform(0, 0.1))
    strike.ended += ended
    return f"{ended} backends", lambda: None


strike.ended = 0


def run(site, book, rng, rounds):
    """rounds: an iterable of numbers. How many backends were ended."""
    strike.ended = 0
    for number in rounds:
        kill.one_round(site, book, strike, rng, number)
    return strike.ended
