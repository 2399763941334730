# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL's disk is full, has a quota, or fails; its fsync fails. What could not be written was
not acknowledged, commands were told so, and all goes on by itself when the disk is well again."""
import contextlib
import dataclasses
import errno
import json
import time

import ledger
import page
import service


@dataclasses.dataclass
class Trouble:
    what: str
    door: str
    how: int
    under: str             # of the data directory; "": all of it
    whole: bool = False    # writes within a file's length fail as well
    provoke: str = ""      # what makes the server do what fails
    refuses: bool = True   # commands are refused while it lasts: else the server restarts, and goes on


TROUBLES = [
    Trouble("no room for tables", "DISK", errno.ENOSPC, "base"),
    Trouble("no room for the log", "DISK", errno.ENOSPC, "pg_wal", provoke="select pg_switch_wal()"),
    Trouble("no room at all", "DISK", errno.ENOSPC, "", provoke="select pg_switch_wal()"),
    Trouble("no quota for tables", "DISK", errno.EDQUOT, "base"),
    Trouble("tables cannot grow: I/O error", "DISK", errno.EIO, "base"),
    Trouble("the log cannot be written: I/O error", "DISK", errno.EIO, "pg_wal", whole=True),
    Trouble("fsync of the log fails", "SYNC", errno.EIO, "pg_wal"),
    Trouble("fsync of tables fails", "SYNC", errno.EIO, "base", provoke="checkpoint",
            refuses=False),
]
AFTER = 2  # more requests while it lasts: a server that is away is waited for, each time


def refusal(bed):
    """Ask for something. None: it was done; else what was said: status and problem document; (0, {})
    when the connection broke off."""
    request = bed.book.intake()
    with contextlib.closing(ledger.Client(bed.node, bed.book.token)) as client:
        try:
            client.send(request)
            reply = client.connection.getresponse()
            body = reply.read()
        except ledger.LOST:
            return 0, {}
        if request.accepted(reply.status):
            request.settle(body)
            return None
        assert reply.status in (503, 507), f"{reply.status} {body!r}"
        assert reply.headers["Retry-After"], f"when to ask again is not said: {body!r}"
        return reply.status, json.loads(body)


def provoke(bed, trouble):
    if trouble.provoke:
        with contextlib.suppress(AssertionError):  # it may be what fails
            bed.postgres.sql(trouble.provoke)


def suffer(bed, trouble):
    """Until it fails, and a little longer. Returns what commands were told."""
    said = []
    until = time.monotonic() + service.READY_S
    while not said or not bed.page.fired(trouble.door, page.POSTGRES):
        assert time.monotonic() < until, f"{trouble.what}: nothing ever failed"
        provoke(bed, trouble)
        told = refusal(bed)
        if told is not None:
            said.append(told)
        if not trouble.refuses and bed.page.fired(trouble.door, page.POSTGRES):
            break
    for _ in range(AFTER):
        told = refusal(bed)
        if told is not None:
            said.append(told)
        assert bed.node.is_running(), f"{trouble.what}: yima died; see {bed.node.log_path}"
    return said


def strike(bed, trouble):
    """Returns how many calls failed."""
    bed.burst()
    bed.page.arm(trouble.door, 1, trouble.how, page.ALWAYS, page.POSTGRES,
                 under=bed.postgres.data / trouble.under, whole=trouble.whole)
    said = suffer(bed, trouble)
    _, fired = bed.page.lift(trouble.door, page.POSTGRES)
    for status, problem in said:
        assert status == 0 or problem.get("detail"), f"{trouble.what}: {status} says nothing"
    # A server that could not even come up again has ended. Whoever looks after it starts it.
    revive(bed)
    bed.settle()
    assert refusal(bed) is None, f"{trouble.what}: it is over, and nothing goes on"
    print(f"  {trouble.what}: {fired} calls failed, {len(said)} refusals", flush=True)
    return fired


def revive(bed):
    """Start the server if it has given up; one that still recovers is waited for by settle()."""
    pid = bed.postgres.pid()
    until = time.monotonic() + 1.0
    while pid is not None and time.monotonic() < until and not is_ready(bed):
        time.sleep(0.05)
        pid = bed.postgres.pid()
    if bed.postgres.pid() is None:
        bed.postgres.start()


def is_ready(bed):
    try:
        bed.postgres.sql("select 1")
    except AssertionError:
        return False
    return True


def run(bed, stride=1, troubles=None):
    """Returns how many calls failed. A stride leaves out what others show as well."""
    chosen = TROUBLES if stride == 1 else [TROUBLES[i] for i in (0, 1, 3, 6)]
    return sum(strike(bed, trouble) for trouble in troubles or chosen)
