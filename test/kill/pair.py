# SPDX-License-Identifier: Apache-2.0
"""A primary and its synchronous standby on this machine, and what takes the primary away. A commit
is answered when both have it; whoever is promoted goes on alone until the other was made anew."""
import os
import pathlib
import shutil
import signal
import time

import service

STANDBY = "standby"  # the name under which a standby asks for the log


def _every_process(server):
    pid = server.pid()
    return [pid, *service.children_of(pid)] if pid is not None else []


class Pair:
    """Two servers in one folder; self.primary and self.standby change places."""

    def __init__(self, folder):
        folder.mkdir()
        folder.chmod(0o755)
        self.primary = service.Postgres(folder / "a")
        self.standby = service.Postgres(folder / "b", is_empty=True)
        self.primary.start()
        self.primary.sql("alter system set wal_keep_size = '256MB'")
        self.replicate()

    def conninfo(self):
        """Either server, whoever takes writes."""
        hosts = sorted(str(s.folder) for s in (self.primary, self.standby))
        return (f"host={','.join(hosts)} user=yima dbname=postgres "
                "target_session_attrs=read-write")

    def replicate(self):
        """Make the standby anew from the primary, and let commits wait for it from now on."""
        for child in self.standby.folder.iterdir():
            if child.name == "data":
                shutil.rmtree(child)
        source = f"host={self.primary.folder} user=yima application_name={STANDBY}"
        self.standby.run("pg_basebackup", "-D", self.standby.data, "-R", "-X", "stream", "-c",
                         "fast", "-d", source)
        self._forget_standbys(self.standby.data / "postgresql.auto.conf")
        self.standby.start()
        self.primary.sql(f"alter system set synchronous_standby_names = '{STANDBY}'")
        self.primary.sql("select pg_reload_conf()")
        self._wait_for("select count(*) from pg_stat_replication where sync_state = 'sync'")

    @staticmethod
    def _forget_standbys(path):
        """What is promoted later has no standby yet and must not wait for one."""
        text = path.read_text(encoding="ascii")
        kept = [line for line in text.splitlines() if "synchronous_standby_names" not in line]
        path.write_text("\n".join(kept) + "\n", encoding="ascii")

    def _wait_for(self, question):
        until = time.monotonic() + service.START_S
        while self.primary.sql(question) != "1":
            assert time.monotonic() < until, f"never came true: {question}"
            time.sleep(0.05)

    # ---- What happens to the primary ----

    def kill(self):
        self.primary.kill()

    def freeze(self):
        """It holds its sockets and answers nothing. Returns what was stopped."""
        doomed = _every_process(self.primary)
        for pid in doomed:
            os.kill(pid, signal.SIGSTOP)
        return doomed

    @staticmethod
    def thaw(pids):
        """It wakes up and believes itself to be the primary still."""
        for pid in reversed(pids):
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass

    def promote(self):
        """The standby takes writes; the two change places."""
        self.standby.run("pg_ctl", "-D", self.standby.data, "-s", "-w", "-t", service.START_S,
                         "promote")
        self.primary, self.standby = self.standby, self.primary

    def fence(self, pids=()):
        """Nobody hears from the old primary again."""
        for pid in [*_every_process(self.standby), *pids]:
            service.kill(pid)
        until = time.monotonic() + service.STOP_S
        while any(service.is_alive(pid) for pid in pids) and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self):
        for server in (self.standby, self.primary):
            for pid in _every_process(server):
                try:
                    os.kill(pid, signal.SIGCONT)
                except ProcessLookupError:
                    pass
            server.stop()
