# SPDX-License-Identifier: Apache-2.0
"""yima's own files while its disk is full or fails: the log of the service, the key file, what
commands print and write. Each call fails in turn."""
import errno
import os
import pathlib
import subprocess

import page
import service

HOWS = (errno.ENOSPC, errno.EIO)


def yima(bed, *words, shim=True, out=subprocess.PIPE):
    """Run it to its end, under the shim or not."""
    env = service.clean_env()
    if shim:
        env.update(bed.page.environment())
    return subprocess.run([bed.site.binary, *map(str, words), *bed.site.where],
                          stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=env,
                          check=False, timeout=service.READY_S)


def must(done):
    assert done.returncode == 0, f"{done.args[1:4]}: {done.returncode} {done.stderr.decode()}"
    return done.stdout


def must_refuse(done, what):
    """It says 1 and why; not 139 and nothing."""
    said = done.stderr.decode("utf-8", "replace").strip()
    assert done.returncode == 1, f"{what}: status {done.returncode}: {said}"
    assert said, f"{what}: refused without a word"
    return said


def log(bed):
    """The log has no room: the service goes on, and goes on logging afterwards."""
    bed.page.arm("DISK", 1, errno.ENOSPC, page.ALWAYS, under=bed.node.log_path)
    acknowledged = 0
    for _ in range(5):
        acknowledged += bed.burst()
    _, fired = bed.page.lift("DISK")
    assert acknowledged >= 20, f"{acknowledged} commands were done while the log had no room"
    seen = bed.node.log_path.stat().st_size
    bed.restart()
    bed.settle()
    assert bed.node.log_path.stat().st_size > seen, "nothing is logged any more"
    return fired


def output(bed):
    """What a command writes, to a file or to where there is never room."""
    struck = 0
    dispute = bed.book.open[0]
    words = [("export",), ("show", dispute), ("explain", dispute), ("user", "list"),
             ("token", "list"), ("procedure", "list"), ("code", dispute), ("radar",)]
    for each in words:
        must(yima(bed, *each, shim=False))
        with open("/dev/full", "wb") as full:
            must_refuse(yima(bed, *each, shim=False, out=full), f"{' '.join(each)} > /dev/full")
        struck += 1
    return struck + written(bed)


def written(bed):
    """A file that is written anew stays what it was, or is the new one, whole."""
    struck = 0
    path = pathlib.Path(bed.site.folder) / "out.jsonl"
    must(yima(bed, "export", "--output", path))
    before = path.read_bytes()
    for door in ("DISK", "SYNC"):
        for how in HOWS:
            n = 0
            while True:
                n += 1
                bed.page.arm(door, n, how, under=path.parent)
                done = yima(bed, "export", "--output", path)
                _, fired = bed.page.lift(door)
                if fired == 0:
                    must(done)
                    break
                struck += 1
                assert path.read_bytes() == before, "an export that failed left something else"
                assert not list(path.parent.glob("out.jsonl.*")), "a half-written file stays"
                must_refuse(done, f"export, {door} {n}: {os.strerror(how)}")
    assert struck > 0, "an export touched no disk: nothing was proved"
    return struck


def keys(bed):
    """The keys are rotated: the file is the old one or the new one, and never less."""
    struck = 0
    path = pathlib.Path(bed.site.folder) / "keys"
    for door in ("DISK", "SYNC"):
        for how in HOWS:
            n = 0
            while True:
                n += 1
                before = path.read_bytes()
                bed.page.arm(door, n, how, under=path.parent)
                done = yima(bed, "privacy", "rotate", "--by", "root")
                _, fired = bed.page.lift(door)
                whole(path, before)
                if fired == 0:
                    must(done)
                    break
                struck += 1
                must_refuse(done, f"rotate, {door} {n}: {os.strerror(how)}")
                assert not list(path.parent.glob("keys.*")), "a half-written key file stays"
    assert struck > 0, "a rotation touched no disk: nothing was proved"
    return struck


def whole(path, before):
    """No key that was there may be missing."""
    kept = [line for line in before.splitlines() if line[:1].isdigit()]
    text = path.read_bytes()
    assert all(line in text for line in kept), "a key is lost, and what it sealed"
    assert text.splitlines()[-1].startswith(b"sum "), "the key file is cut off"


def run(bed, stride=1):
    del stride
    return log(bed) + output(bed) + keys(bed)
