# SPDX-License-Identifier: Apache-2.0
"""What is killed: yima, its private PostgreSQL, or an external one. Everything lives in one folder
below /tmp; only processes that were started here are ended, by their ids."""
import http.client
import os
import pathlib
import pwd
import re
import signal
import subprocess
import time

# Longer than any machine needs: past them something hangs.
START_S = 180     # for a service to say where it listens
READY_S = 120     # for a service to become ready again after a kill
STOP_S = 120
REPLY_S = 120     # for one reply


def clean_env():
    """Without variables that would lead yima to another server."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")}


def is_alive(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
        return state.split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill(pid):
    """kill -9; gone already is as good."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def postmaster_in(lock):
    """The process id in the first line of a lock file, or None while no such server runs."""
    try:
        pid = int(lock.read_text(encoding="ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if is_alive(pid) else None


def postmaster_of(data):
    """The process id of the server whose data directory this is, or None while there is none."""
    return postmaster_in(data / "postmaster.pid")


def children_of(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in text.split()]


class Yima:
    """One `yima serve`. options: what follows `serve`, and says where the database is; env: what
    it finds in its environment besides."""

    def __init__(self, binary, name, folder, options, env=()):
        self.env = {**clean_env(), **dict(env)}
        self.command = [binary, "serve", "--listen", "127.0.0.1:0", *options]
        self.name = name
        self.log_path = folder / f"{name}.log"
        self.process = None
        self.port = 0

    def start(self):
        seen = self.log_path.stat().st_size if self.log_path.exists() else 0
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=self.env)
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            text = self.log_path.read_bytes()[seen:].decode("utf-8", "replace")
            found = re.search(r"listens on 127\.0\.0\.1:(\d+)", text)
            if found:
                self.port = int(found[1])
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"{self.name} did not start; see {self.log_path}:\n{text[-2000:]}")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        kill(self.process.pid)
        self.process.wait()

    def stop(self):
        """In good order; a service that is stopped so must say 0."""
        if not self.is_running():
            return
        self.process.terminate()
        status = self.process.wait(STOP_S)
        assert status == 0, f"{self.name} stopped with status {status}; see {self.log_path}"

    def wait_ready(self):
        """How long until /readyz says so."""
        began = time.monotonic()
        while time.monotonic() - began < READY_S:
            assert self.is_running(), f"{self.name} died by itself; see {self.log_path}"
            try:
                c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REPLY_S)
                c.request("GET", "/readyz")
                status = c.getresponse().status
                c.close()
                if status == 200:
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        raise AssertionError(f"{self.name} was not ready within {READY_S} s; see {self.log_path}")


class Postgres:
    """A server of its own that no yima looks after; nobody but kill() may end it hard."""

    SETTINGS = {"listen_addresses": "''", "unix_socket_permissions": "0700", "max_connections": 120,
                "shared_buffers": "64MB", "dynamic_shared_memory_type": "mmap", "jit": "off"}

    def __init__(self, folder, is_empty=False):
        """is_empty: without a database; one is put into self.data before start()."""
        self.folder = folder
        self.data = folder / "data"
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        assert found, "PostgreSQL is missing: apt-get install postgresql-15"
        self.bin = found[-1].parent
        self.prefix = []
        folder.mkdir()
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups",
                           "--"]
        if not is_empty:
            self.run("initdb", "-D", self.data, "-U", "yima", "-A", "trust", "-E", "UTF8",
                     "--locale=C.UTF-8", "--no-instructions")

    def conninfo(self):
        return f"host={self.folder} user=yima dbname=postgres"

    def run(self, program, *args):
        """One of PostgreSQL's programs, as whoever owns the folder."""
        env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run([*self.prefix, str(self.bin / program), *map(str, args)], cwd="/",
                              env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
        assert done.returncode == 0, f"{program}: {done.stderr.decode()}"

    def _forget_the_dead(self):
        """A killed server leaves lock files. While its process id waits to be reaped, and nobody
        says how soon the first process of a container does that, PostgreSQL takes it for alive."""
        for path in [self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*.lock")]:
            if path.exists() and postmaster_in(path) is None:
                path.unlink()

    def start(self):
        self._forget_the_dead()
        options = f"-c unix_socket_directories={self.folder} " + " ".join(
            f"-c {name}={value}" for name, value in self.SETTINGS.items())
        self.run("pg_ctl", "-D", self.data, "-s", "-w", "-t", START_S, "-l",
                 self.folder / "pg.log", "-o", options, "start")

    def pid(self):
        return postmaster_of(self.data)

    def sql(self, text):
        """What psql prints for it: rows as lines, columns parted by |."""
        psql = [str(self.bin / "psql"), "-XAtq", "-h", str(self.folder), "-U", "yima", "-d",
                "postgres", "-c", text]
        done = subprocess.run(psql, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, env={"PATH": "/usr/bin:/bin"})
        assert done.returncode == 0, f"{text}: {done.stderr.decode()}"
        return done.stdout.decode().strip()

    def kill(self):
        """The postmaster and all its processes at once, as when the machine stops."""
        pid = self.pid()
        doomed = children_of(pid)
        for each in [pid, *doomed]:
            kill(each)
        until = time.monotonic() + STOP_S
        while any(is_alive(each) for each in [pid, *doomed]) and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self):
        if self.pid() is not None:
            self.run("pg_ctl", "-D", self.data, "-s", "-w", "-m", "fast", "stop")
