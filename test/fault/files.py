# SPDX-License-Identifier: Apache-2.0
"""yima's own files while its disk is full or fails: the log of the service, what commands print and
write. The key file is tried by t_fault_keys.c, where each call costs microseconds."""
import errno
import os
import pathlib
import resource
import subprocess

import page
import service

HOWS = (errno.ENOSPC, errno.EIO)


def yima(bed, *words, shim=True, out=subprocess.PIPE, most=resource.RLIM_INFINITY):
    """Run it to its end, under the shim or not. most: bytes of a file that fit; what stdio writes is
    not seen by the shim, and so it is the kernel that refuses."""
    env = service.clean_env()
    if shim:
        env.update(bed.page.environment())
    return subprocess.run([bed.site.binary, *map(str, words), *bed.site.where],
                          stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=env,
                          check=False, timeout=service.READY_S, restore_signals=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))


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
             ("token", "list"), ("procedure", "list"), ("radar",)]
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
    must(yima(bed, "export", "--events", "--output", path))
    before = path.read_bytes()

    def check(done, what):
        must_refuse(done, what)
        assert path.read_bytes() == before, f"{what}: it left something else"
        assert not list(path.parent.glob("out.jsonl.*")), f"{what}: a half-written file stays"

    for most in (0, 1, 4096, len(before) - 1):
        check(yima(bed, "export", "--events", "--output", path, shim=False, most=most),
              f"export, {most} bytes fit")
        struck += 1
    for door in ("DISK", "SYNC"):
        for how in HOWS:
            n = 0
            while True:
                n += 1
                bed.page.arm(door, n, how, under=path.parent)
                done = yima(bed, "export", "--events", "--output", path)
                _, fired = bed.page.lift(door)
                if fired == 0:
                    must(done)
                    break
                struck += 1
                check(done, f"export, {door} {n}: {os.strerror(how)}")
    return struck


def run(bed, stride=1):
    """Returns how many times something failed. What is so cheap is never left out."""
    del stride
    return log(bed) + output(bed)
