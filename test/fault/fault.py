#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The program and its PostgreSQL while memory, sockets and disks fail on purpose.

    fault.py YIMA SAMPLES SHIM sockets|heap|disk|files…

YIMA is the program, SAMPLES the folder with bodies.csv and staff.csv, SHIM the library of shim.c.
One server is started for all that is named. YM_FAULT_STRIDE (1: every n) leaves out calls,
YM_FAULT_SEED (the clock) repeats a run. Exit status 0 when nothing was lost, nothing was done twice
and nobody died who must not; otherwise the folder with databases and logs stays."""
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

import bed as beds
import disk
import files
import sweep

PARTS = {"sockets": sweep.sockets, "heap": sweep.heap, "disk": disk.run, "files": files.run}


def run(bed, names, stride):
    for name in names:
        began = time.monotonic()
        struck = PARTS[name](bed, stride)
        print(f"{name}: {struck} failures in {time.monotonic() - began:.1f} s", flush=True)
    lost, doubled = bed.finish()
    assert not lost and not doubled, f"lost: {lost[:5]}; too many: {doubled[:5]}"
    print(f"{bed.book.settled} requests on {len(bed.book.disputes())} disputes, {bed.book.doubts} "
          f"were in doubt; each happened once")


def main():
    if len(sys.argv) < 5 or any(name not in PARTS for name in sys.argv[4:]):
        print(__doc__, file=sys.stderr)
        return 2
    seed = int(os.environ.get("YM_FAULT_SEED", time.time_ns() % 1000000))
    print(f"YM_FAULT_SEED={seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended all the same
    os.umask(0o022)  # PostgreSQL may run as another user and must reach its folder
    folder = pathlib.Path(tempfile.mkdtemp(prefix="yima-fault-", dir="/tmp"))
    folder.chmod(0o755)
    bed = None
    try:
        bed = beds.Bed(*sys.argv[1:4], seed, inside=folder)
        run(bed, sys.argv[4:], int(os.environ.get("YM_FAULT_STRIDE", "1")))
    except BaseException:
        print(f"databases and logs stay in {folder}", file=sys.stderr)
        if bed is not None:
            bed.discard()
        raise
    bed.discard()
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
