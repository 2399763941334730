# SPDX-License-Identifier: Apache-2.0
"""The units for systemd: systemd itself finds nothing wrong, and little that is exposed."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

UNITS = pathlib.Path(os.environ["YIMA_DATA"]).parent / "systemd"
EXPOSURE_MAX = 15  # tenths, of 100


def analyze(*words):
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0",
                               "SYSTEMD_EMOJI": "0"})


class Units(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yima-units-", dir="/tmp"))
        for unit in UNITS.glob("yima*"):
            text = unit.read_text(encoding="utf-8")
            # The program as it was just built stands for the installed one.
            (self.folder / unit.name).write_text(
                text.replace("/usr/local/bin/yima", os.environ["YIMA"]), encoding="utf-8")
        self.units = sorted(path.name for path in self.folder.iterdir())

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_verify(self):
        self.assertIn("yima@.service", self.units)
        got = analyze("verify", *(str(self.folder / name.replace("@.", "@0."))
                                  for name in self.units))
        self.assertEqual((got.returncode, got.stdout, got.stderr), (0, "", ""))

    def test_exposure(self):
        services = [name for name in self.units if name.endswith(".service")]
        self.assertGreater(len(services), 1)
        for name in services:
            got = analyze("security", "--offline=true", f"--threshold={EXPOSURE_MAX}",
                          str(self.folder / name))
            self.assertEqual(got.returncode, 0, got.stdout + got.stderr)
            self.assertRegex(got.stdout, r"Overall exposure level .* OK")

    def test_every_option_exists(self):
        """What the units call, the program takes."""
        for name in self.units:
            for line in re.findall(r"^ExecStart=(.*)$",
                                   (self.folder / name).read_text(encoding="utf-8"), re.M):
                program, command, *words = line.split()
                known = subprocess.run([program, command, "--help"], capture_output=True, text=True,
                                       check=True).stdout
                for option in (word for word in words if word.startswith("--")):
                    self.assertRegex(known, rf"(?m)^  {option}\b", line)

    def said(self, unit, key):
        return re.findall(rf"^{key}=(.*)$", (self.folder / unit).read_text(encoding="utf-8"), re.M)

    def test_the_jobs_of_a_month(self):
        """Profiles behind the statistics; a fault is tried again, and what a person must see to is not;
        each job leaves a summary."""
        (timer,) = self.said("yima-credit.timer", "OnCalendar")
        (before,) = self.said("yima-report.timer", "OnCalendar")
        self.assertGreater(timer, before)
        self.assertIn("yima-report.service", self.said("yima-credit.service", "After")[0].split())
        for unit in ("yima-credit.service", "yima-report.service"):
            self.assertEqual(self.said(unit, "Restart"), ["on-failure"])
            self.assertEqual(self.said(unit, "RestartPreventExitStatus"), ["1 2"])
            (folder,) = self.said(unit, "StateDirectory")
            for line in self.said(unit, "ExecStart"):
                self.assertIn(f"--summary %S/{folder}/", line)


if __name__ == "__main__":
    unittest.main()
