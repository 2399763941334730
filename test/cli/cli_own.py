# SPDX-License-Identifier: Apache-2.0
"""A database of one's own that is not as it should be: the program says what to do."""
import unittest

from place import Place, yima


class Own(Place):
    def other(self, name):
        return "host=%s user=yima dbname=%s" % (self.data, name)

    def fails_on(self, name, *words):
        got = yima(words[0], "--db", self.other(name), *words[1:])
        self.assertEqual(got.returncode, 1, got.stdout + got.stderr)
        return got.stderr

    def test_only_utf8(self):
        self.sql("create database ascii encoding 'SQL_ASCII' template template0 locale 'C'")
        said = self.fails_on("ascii", "migrate")
        self.assertIn("SQL_ASCII", said)
        self.assertIn("--encoding UTF8", said)

    def test_no_migrate_needs_a_schema(self):
        self.sql("create database empty encoding 'UTF8' template template0 locale 'C.UTF-8'")
        for words in (("verify", "--no-migrate"), ("user", "--no-migrate", "list"),
                      ("serve", "--no-migrate", "--keys", self.data + "/yima.keys",
                       "--listen", "unix:" + self.path("never"))):
            with self.subTest(words):
                self.assertIn("`yima migrate`", self.fails_on("empty", *words))
        status = yima("migrate", "--db", self.other("empty"), "--status")
        self.assertEqual(status.returncode, 0, status.stderr)
        self.assertIn("database 0\n", status.stdout)

    def test_new_keys_only_for_a_database_without(self):
        """The server that runs has bound its keys, though there is no dispute yet."""
        said = self.fails_on("yima", "migrate", "--new-keys", "--keys", self.path("others"))
        self.assertIn("the database has keys", said)


if __name__ == "__main__":
    unittest.main()
