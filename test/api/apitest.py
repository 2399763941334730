# SPDX-License-Identifier: Apache-2.0
"""What the tests of the interface share: PROGRAM and SOURCES from the command line, and a server."""
import sys
import unittest

from client import Server

PROGRAM, SOURCES = sys.argv[1], sys.argv[2]
DISPUTES = "/api/v1/disputes"


class ApiTest(unittest.TestCase):
    """Tests that share one server."""
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, SOURCES)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0, "the server did not end cleanly"

    def refused(self, reply, status, problem, part=""):
        self.assertEqual((reply.status, reply.problem), (status, problem), reply.bytes)
        self.assertIn(part, reply.json["detail"])
        return reply.json


def main():
    unittest.main(module="__main__", argv=sys.argv[:1] + sys.argv[3:])
