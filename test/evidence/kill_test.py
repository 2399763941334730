# SPDX-License-Identifier: Apache-2.0
"""kill -9 in the midst of finishing: the file is on record once, or not at all, and the same call
completes it."""
import http.client
import signal
import threading
import time
import unittest

from filebed import PART, Files, film
from casebed import close_shared
from served import HANG_S


class Killed(Files):
    SHARES = False
    ROUNDS = 6

    @classmethod
    def restart(cls):
        cls.process.send_signal(signal.SIGKILL)
        cls.process.wait(HANG_S)
        cls.until("it starts again", cls.try_start)

    @classmethod
    def try_start(cls):
        try:
            cls.start()
            return True
        except AssertionError:  # the private server of the one before is about to stop
            time.sleep(0.1)
            return False

    def shoot(self, dispute, n, delay):
        """Finish, and kill the program so long after; the status if an answer came."""
        got = []

        def finish():
            try:
                got.append(self.finish(dispute, self.mediator, n).status)
            except (OSError, http.client.HTTPException):
                pass
        thread = threading.Thread(target=finish)
        thread.start()
        time.sleep(delay)
        self.restart()
        thread.join(HANG_S)
        return got[0] if got else None

    def events_of(self, dispute, n):
        items = self.ask(f"/api/v1/disputes/{dispute}/events?limit=200", self.mediator).json["items"]
        return sum(n in str(e) for e in items)

    def test_exactly_once(self):
        dispute = self.assigned()
        content = film(3 * PART)
        for round_ in range(self.ROUNDS):
            body, key = self.announce("a.mp4", content), self.key()
            n = self.begin(dispute, self.mediator, body, key).json["id"]
            for i in range(3):
                self.part(dispute, self.mediator, n, i, content[i * PART:(i + 1) * PART])
            status = self.shoot(dispute, n, 0.008 * round_)
            happened = self.events_of(dispute, n)
            listed = n in self.listed(dispute, self.mediator).text
            self.assertEqual(listed, happened == 1, "shown when, and only when, its event is there")
            self.assertTrue(status is None or happened == 1, "an answer means that it happened")
            again = self.finish(dispute, self.mediator, n)
            self.assertEqual(again.status, 201, again.text)
            self.assertEqual(self.events_of(dispute, n), 1)
            self.assertEqual(self.content(dispute, self.mediator, n).bytes, content)
        self.assertIn("clean", self.yima("verify", "--files"))


    def test_a_stop_waits_for_no_reader(self):
        """A program that is asked to stop ends, though somebody asked for a file and reads none of it."""
        dispute = self.assigned()
        made = self.upload(dispute, self.mediator, "a.mp4", film(20 << 20)).json
        connection = self.connect()
        connection.request("GET", f"/api/v1/disputes/{dispute}/attachments/{made['id']}/content",
                           headers={"Authorization": "Bearer " + self.mediator})
        reply = connection.getresponse()
        self.assertEqual(reply.status, 200)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(HANG_S), 0, self.log()[-2000:])
        with self.assertRaises((http.client.IncompleteRead, OSError)):
            reply.read()
        connection.close()
        self.until("it starts again", self.try_start)
        self.assertEqual(len(self.content(dispute, self.mediator, made["id"]).bytes), 20 << 20)


def tearDownModule():
    close_shared()


if __name__ == "__main__":
    unittest.main()
