#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run one measurement and write down what the machine spent on it.

    around.py RESULTS SIDE SERVICE POSTMASTER CONNINFO [--waldump DIR] -- COMMAND...

COMMAND prints a line of NAME=NUMBER with n, the transitions. Added to it, as one line of JSON in
RESULTS: wal (bytes each), with --waldump (pg_wal of the server) wal_images (those of full pages
among them), CPU microseconds each of the service, of PostgreSQL's backends (and autovacuum)
and of its other processes, and other_cores, how many cores processes that are none of these used meanwhile: the
noise. SERVICE is the process id of `yima serve`, 0 for none. Python's standard library alone.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time

SETTLE_S = 0.3  # until backends whose client has gone have ended
LASTING = re.compile(rb"postgres: (checkpointer|background writer|walwriter|logger|archiver"
                     rb"|autovacuum launcher|logical replication launcher)")
TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")


def stat(pid):
    """Name and the numbers of /proc/PID/stat behind it; None once the process is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return [int(word) for word in text.rpartition(")")[2].split()[1:]]


def used(numbers, reaped=False):
    """CPU ticks of a process; with those of its children that have ended."""
    return sum(numbers[10:14] if reaped else numbers[10:12]) if numbers else 0


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def snapshot(service, postmaster):
    """Ticks so far by class. Those of processes that ended are the postmaster's, as backends."""
    backends, others = used(stat(postmaster), reaped=True), 0
    for pid in children(postmaster):
        try:
            line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if LASTING.match(line):
            others += used(stat(pid))
        else:
            backends += used(stat(pid))
    words = pathlib.Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    busy = sum(int(word) for word in words[:8]) - int(words[3]) - int(words[4])
    return {"service": used(stat(service)) if service else 0, "backends": backends,
            "others": others, "busy": busy, "time": time.monotonic(),
            "self": sum(os.times()[:4]) * os.sysconf("SC_CLK_TCK")}


def lsn(conninfo):
    return subprocess.run(["psql", "-XAtq", "-d", conninfo, "-c",
                           "select pg_current_wal_insert_lsn()"],
                          check=True, capture_output=True, text=True).stdout.strip()


def position(text):
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def image_bytes(folder, start, end):
    """Bytes of full-page images between two places of the log."""
    program = pathlib.Path(subprocess.run(["pg_config", "--bindir"], check=True, text=True,
                                          capture_output=True).stdout.strip()) / "pg_waldump"
    got = subprocess.run([program, "--path", folder, "--start", start, "--end", end, "--stats"],
                         check=False, capture_output=True, text=True)
    total = re.search(r"^Total\s+\d+\s+(\d+)\s+\[[^]]*\]\s+(\d+)", got.stdout, re.M)
    return int(total.group(2)) if total else None


def measure(command, service, postmaster, conninfo, folder):
    start = lsn(conninfo)
    before = snapshot(service, postmaster)
    got = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    end = lsn(conninfo)
    time.sleep(SETTLE_S)
    after = snapshot(service, postmaster)
    if got.returncode != 0:
        sys.exit(got.returncode)
    values = {name: float(value)
              for name, value in re.findall(r"(\w+)=([0-9.]+)", got.stdout.splitlines()[-1])}
    n = max(values.get("n", 1), 1)
    spent = {name: after[name] - before[name] for name in after}
    values["wal"] = (position(end) - position(start)) / n
    if folder:
        images = image_bytes(folder, start, end)
        if images is not None:
            values["wal_images"] = images / n
    for name in ("service", "backends", "others"):
        values[name + "_us"] = spent[name] * TICK_US / n
    values.setdefault("client_us", spent["self"] * TICK_US / n)
    ours = spent["service"] + spent["backends"] + spent["others"] + spent["self"]
    values["other_cores"] = max(0, spent["busy"] - ours) * TICK_US / 1e6 / spent["time"]
    return values


def main(words):
    if "--" not in words or words[0] in ("--help", "-h"):
        print(__doc__, end="", file=sys.stderr)
        sys.exit(0 if words and words[0] in ("--help", "-h") else 2)
    ours, command = words[:words.index("--")], words[words.index("--") + 1:]
    folder = ours[6] if len(ours) == 7 and ours[5] == "--waldump" else None
    results, side, service, postmaster, conninfo = ours[:5]
    values = measure(command, int(service), int(postmaster), conninfo, folder)
    with open(results, "a", encoding="ascii") as file:
        file.write(json.dumps({"side": side} | values) + "\n")
    print("  %-12s %8.0f/s  p50 %7.2f  p99 %7.2f ms  other processes %.2f cores"
          % (side, values.get("rate", 0), values.get("p50", 0), values.get("p99", 0),
             values["other_cores"]), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:] or ["--"])
