# SPDX-License-Identifier: Apache-2.0
"""The n-th call of a door fails, n = 1… until none fires. After each, every doubt is settled by its
key, and at the end the logs hold what was acknowledged, once."""
import errno
import sys
import time

import page

# Where it strikes, how, and how often from there on. A connection of HTTP never reads EAGAIN or less
# than there is: the kernel does neither without announcing the descriptor again, for which
# libmicrohttpd waits (its epoll is edge-triggered).
SOCKETS = [("HTTP_OUT", how, 1) for how in (errno.EPIPE, errno.ECONNRESET, page.SHORT)]
SOCKETS += [("HTTP_IN", how, 1) for how in (errno.ECONNRESET, errno.EINTR, page.END)]
SOCKETS += [("PG_OUT", how, 1) for how in (errno.EPIPE, errno.ECONNRESET, errno.EAGAIN, errno.EINTR,
                                           page.SHORT)]
SOCKETS += [("PG_IN", how, 1) for how in (errno.ECONNRESET, errno.EAGAIN, errno.EINTR, page.SHORT,
                                          page.END)]
# Links on which never more than one byte goes at a time; the network goes altogether.
SOCKETS += [(door, page.SHORT, page.ALWAYS) for door in ("PG_OUT", "PG_IN")]
SOCKETS += [("PG_OUT", errno.EPIPE, 12), ("PG_IN", errno.ECONNRESET, 12)]
# Memory that is short for once, and for a while.
HEAPS = [(page.LIBRARIES["libpq"], 1), (page.OWN, 1), (page.OWN, 8)]


def each(bed, ask, door, how, fails, *, stride=1, most=100000, **more):
    """Returns how many times it struck. ask() makes the traffic. Everything fails from a call on:
    there is one such sweep a door, since it is the same whatever call is the first."""
    struck = 0
    began = time.monotonic()
    n = 1
    while n <= most:
        bed.page.arm(door, n, how, fails, **more)
        ask()
        _, fired = bed.page.lift(door)
        bed.settle()
        if fired == 0:
            break
        struck += 1
        if fails == page.ALWAYS:
            break
        n += stride
    print(f"  {door}, {how} x {fails}: {struck} in {time.monotonic() - began:.1f} s",
          file=sys.stderr, flush=True)
    return struck


def sockets(bed, stride=1):
    """Returns how many times something failed."""
    struck = 0

    def ask():
        bed.burst()
        bed.read()

    for door, how, fails in SOCKETS:
        most = 1 if stride > 1 and fails > 1 else 100000
        # A page of half a megabyte, byte by byte, proves no more than an answer.
        times = each(bed, bed.burst if fails == page.ALWAYS else ask, door, how, fails,
                     stride=stride, most=most)
        assert times > 0, f"{door} was never used: nothing was proved"
        struck += times
    return struck


def heap(bed, stride=1):
    """Returns how many times something failed."""
    struck = 0

    def ask():
        bed.burst()
        bed.read()

    for modules, fails in HEAPS:
        times = each(bed, ask, "HEAP", errno.ENOMEM, fails, stride=stride, modules=modules)
        assert times > 0 or modules != page.OWN, "the program took no memory: nothing was proved"
        struck += times
    return struck
