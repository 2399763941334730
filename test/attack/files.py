# SPDX-License-Identifier: Apache-2.0
"""Files and folders that the program makes while nothing of its surroundings closes them (umask 0), and
key files that are open to others."""
import os
import shutil
import stat
import subprocess

from served import YIMA, environment
from world import World

NOT_OURS = {"serve.log"}  # the test's own


class Permissions(World):
    def made(self, root):
        for folder, folders, names in os.walk(root):
            for name in folders + names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, self.home) not in NOT_OURS:
                    yield path, stat.S_IMODE(os.lstat(path).st_mode)

    def test_nothing_is_open_to_others(self):
        """Everything that the server and the subcommands made: nobody else reads, writes or connects."""
        out = os.path.join(self.home, "out")
        os.mkdir(out, 0o777)
        number = self.owned["dispute"]
        rows = os.path.join(out, "rows.csv")
        with open(rows, "w", encoding="utf-8") as f:
            f.write("id,name,kind,region,phone,address,active\n1,,,,,,\n")
        os.chmod(rows, 0o600)
        for words in (["export", "--output", out + "/all.jsonl"],
                      ["export", "--format", "xes", "--output", out + "/all.xes"],
                      ["document", number, "receipt", "--output", out + "/receipt.pdf"],
                      ["code", number, "--format", "svg", "--public-url", "https://yima.example.cn", "--output",
                       out + "/code.svg"],
                      ["import", rows, "--as", "bodies"],
                      ["report", "2026-10", "--preview", "--population", "none", "--out", out + "/month.html"]):
            subprocess.run([YIMA, words[0], "--data", self.data, *words[1:]], capture_output=True,
                           env=environment(), check=False)
        names = set(os.listdir(out))
        self.assertLessEqual({"all.jsonl", "all.xes", "receipt.pdf", "code.svg", "rows.csv.rejects.csv",
                              "month.html"}, names)
        wrong = [(path, oct(mode)) for path, mode in self.made(self.home)
                 if mode & 0o007 and path != out and not os.path.islink(path)]
        self.assertEqual(wrong, [])
        self.assertEqual([(p, oct(m)) for p, m in self.made(self.data) if m & 0o077], [])

    def test_a_socket_is_closed_to_others(self):
        """`--listen unix:` and the private server's own socket."""
        place = os.path.join(self.home, "sock")
        process = subprocess.Popen([YIMA, "serve", "--data", self.data, "--listen", "unix:" + place],
                                   env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.until("the socket is there", lambda: os.path.exists(place))
            self.assertEqual(stat.S_IMODE(os.stat(place).st_mode) & 0o007, 0)
        finally:
            process.terminate()
            self.assertIn(process.wait(120), (0, -15))  # it may not have got to its signals yet

    def prove_with(self, keys):
        """Prove the database, which needs keys: exit status, and what was said."""
        got = subprocess.run([YIMA, "verify", "--quiet", "--data", self.data, "--keys", keys], text=True,
                             capture_output=True, env=environment(), timeout=120, check=False)
        return got.returncode, got.stdout + got.stderr

    def test_keys_that_others_can_read_are_refused(self):
        keys = os.path.join(self.home, "copied.keys")
        shutil.copy(os.path.join(self.data, "yima.keys"), keys)
        for mode in (0o644, 0o640, 0o604, 0o620, 0o602, 0o601):
            os.chmod(keys, mode)
            code, said = self.prove_with(keys)
            self.assertEqual(code, 1, (oct(mode), said))
            self.assertIn("chmod 600", said)
        os.chmod(keys, 0o600)
        code, said = self.prove_with(keys)
        self.assertEqual(code, 0, said)
        os.unlink(keys)
        link = os.path.join(self.home, "linked.keys")
        os.mkfifo(link, 0o600)  # would hang whoever waits for a writer
        code, said = self.prove_with(link)
        self.assertEqual(code, 1, said)
        os.unlink(link)
