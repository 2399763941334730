# SPDX-License-Identifier: Apache-2.0
"""The live stream on the real server, with a feed and a gate in memory."""
import contextlib
import http.client
import json
import resource
import subprocess
import sys
import threading
import time
import unittest

from viewer import PATIENCE, Ended, Viewer

PROGRAM = sys.argv[1]
ADMIN = "admin.0.0.0.0"
RING = 8192
REPLAY_MAX = 20000
REGION = 330108000000
WHEEL = 60        # parts of the heartbeat


class Server:
    def __init__(self, viewers=0, per_token=0, per_address=0, heartbeat_ms=0, drop_ms=0, files=0):
        words = [str(w) for w in (viewers, per_token, per_address, heartbeat_ms, drop_ms)]
        prefix = ["prlimit", f"--nofile={files}:{files}"] if files else []
        self.process = subprocess.Popen([*prefix, PROGRAM, *words], stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline())

    def ask(self, method, path, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": "Bearer " + token} if token else {}
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def do(self, what):
        response, body = self.ask("POST", "/test/" + what)
        assert response.status == 204, (what, body)

    def publish(self, n=1, **keys):
        self.do("publish?" + "&".join(f"{k}={v}" for k, v in {"n": n, **keys}.items()))

    def gauges(self):
        return json.loads(self.ask("GET", "/test/gauges")[1])

    def wait_for(self, what, value):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.gauges()[what] == value:
                return
            time.sleep(0.02)
        raise AssertionError(f"{what} is not {value}: {self.gauges()}")

    def view(self, token=ADMIN, query="", **options):
        return Viewer(self.port, token, query, **options)

    def watch(self, token=ADMIN, query="", **options):
        """A viewer that is up to date."""
        viewer = self.view(token, query, **options)
        viewer.until("ready")
        return viewer

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code


class Case(unittest.TestCase):
    options = {}

    def setUp(self):
        self.server = Server(**self.options)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)


class Plain(Case):
    def test_a_change_arrives_as_described(self):
        with self.server.watch() as v:
            self.assertEqual(v.status, 200)
            self.assertEqual(v.headers["content-type"], "text/event-stream")
            self.assertEqual(v.headers["cache-control"], "no-store")
            self.assertEqual(v.headers["x-accel-buffering"], "no")
            self.assertEqual(v.headers["connection"], "close")
            self.assertNotIn("content-length", v.headers)
            self.assertGreaterEqual(v.retry, 1000)
            self.server.publish(2)
            first, second = v.changes(2)
            self.assertEqual(set(first.data), {"id", "number", "version", "command", "at", "colour",
                                               "stage", "type", "open", "region", "body", "due"})
            self.assertEqual(first.data["region"], "330108")
            self.assertEqual(first.data["body"], "7")
            self.assertEqual(first.data["due"], None)
            self.assertRegex(second.data["due"], r"^\d{4}-\d\d-\d\dT.*\+08:00$")
            self.assertNotEqual(first.id, second.id)

    def test_everything_comes_once_and_in_order(self):
        with self.server.watch() as v:
            for _ in range(40):
                self.server.publish(25)
            got = v.changes(1000)
            self.assertEqual([(int(c.data["version"])) for c in got],
                             [i // 50 + 1 for i in range(1000)])
            self.assertEqual(len({c.id for c in got}), 1000)

    def test_resuming_from_every_id_gives_the_rest_once_each(self):
        """Also in the middle of load."""
        with self.server.watch() as v:
            began = v.last_id
            self.server.publish(200)
            ids = [began] + [c.id for c in v.changes(200)]
            stop = threading.Event()
            loader = threading.Thread(target=self.load, args=(stop,))
            loader.start()
            try:
                resumed = [(i, self.read_on(ids[i], 250)) for i in range(0, 201, 3)]
            finally:
                stop.set()
                loader.join()
            every = ids[1:] + [c.id for c in v.changes(450)]
            for i, got in resumed:
                self.assertEqual(got, every[i:i + 250], f"from id {i}")

    def load(self, stop):
        for n in range(2000):
            self.server.publish(1)
            if stop.is_set() and n > 500:
                return

    def read_on(self, last_id, n):
        with self.server.view(last_id=last_id) as v:
            return [v.next("change").id for _ in range(n)]

    def test_the_query_resumes_too_and_the_header_wins(self):
        with self.server.watch() as v:
            self.server.publish(5)
            ids = [c.id for c in v.changes(5)]
        with self.server.view(query="?last_event_id=" + ids[1]) as v:
            self.assertEqual([c.id for c in v.until("ready")], ids[2:])
        with self.server.view(query="?last_event_id=" + ids[1], last_id=ids[3]) as v:
            self.assertEqual([c.id for c in v.until("ready")], ids[4:])

    def test_history_before_the_ring_is_read_again(self):
        self.server.publish(50)
        with self.server.watch() as v:
            began = v.last_id
            self.server.publish(10)
            ids = [began] + [c.id for c in v.changes(10)]
            v.close()
        self.server.publish(RING + 1500)
        total = RING + 1510
        with self.server.watch() as one:
            for i in (0, 1, 10):
                with self.server.view(last_id=ids[i]) as v:
                    got = v.until("ready")
                    self.assertEqual(len(got), total - i)
                    self.assertEqual(len({c.id for c in got}), total - i)
                    self.assertEqual([c.data["version"] for c in got],
                                     [n // 50 + 2 for n in range(i, total)])
            viewers = [self.server.view(last_id=ids[i]) for i in (0, 3, 3, 7)]
            for i, v in zip((0, 3, 3, 7), viewers):
                self.assertEqual(len(v.until("ready")), total - i)
                v.close()
            self.server.publish(1)
            one.changes(1)

    def test_what_is_too_far_back_or_thrown_away_is_loaded_afresh(self):
        with self.server.watch() as v:
            self.server.publish(3)
            ids = [c.id for c in v.changes(3)]
        self.server.publish(REPLAY_MAX + RING + 1000)
        with self.server.watch() as live:
            with self.server.view(last_id=ids[0]) as v:
                resync = v.next("resync")
                self.assertEqual(resync.data["reason"], "far")
                v.until("ready")
                self.server.publish(1)
                self.assertEqual([e.id for e in v.changes(1)], [e.id for e in live.changes(1)])
            self.server.do("trim?n=2")
            with self.server.view(last_id=ids[1]) as v:
                self.assertEqual(v.next().data["reason"], "old")
                fresh = v.last_id
            self.server.publish(1)
            with self.server.view(last_id=fresh) as v:
                self.assertEqual(v.next("change").id, live.changes(1)[0].id)

    def test_foreign_and_garbled_ids_are_told_to_load_afresh(self):
        with self.server.watch() as v:
            self.server.publish(1)
            good = v.changes(1)[0].id
        other = ("1" if good[0] == "0" else "0") + good[1:]
        for bad in (other, good[:-1], good + "0", "x", "U" * 46, "Z" * 46, "\xc3\xa9", "0" * 4000):
            with self.server.view(last_id=bad) as v:
                event = v.next()
                self.assertEqual((event.name, event.data), ("resync", {"reason": "unknown"}), bad)
                self.assertEqual(v.until("ready"), [])
                self.server.publish(1)
                self.assertEqual(v.next().name, "change")
        self.assertEqual(self.server.gauges()["resyncs"], 8)

    def test_another_database_is_noticed(self):
        with self.server.watch() as v:
            self.server.publish(1)
            old = v.changes(1)[0].id
            self.server.do("epoch?n=77")
            event = v.next()
            self.assertEqual((event.name, event.data["reason"]), ("resync", "database"))
            self.server.publish(1)
            self.assertEqual(v.next().name, "change")
            with self.server.view(last_id=old) as late:
                self.assertEqual(late.next().data["reason"], "unknown")

    def test_a_feed_that_fails_is_asked_again(self):
        with self.server.watch() as v:
            self.server.do("fail?n=3")
            self.server.publish(2)
            v.changes(2)
            self.assertEqual(self.server.gauges()["errors"], 3)

    def test_head_answers_without_a_body(self):
        response, body = self.server.ask("HEAD", "/api/v1/stream", ADMIN)
        self.assertEqual((response.status, body), (200, b""))
        self.assertEqual(response.getheader("Content-Type"), "text/event-stream")
        self.assertEqual(self.server.gauges()["viewers"], 0)

    def test_wrong_wishes_are_refused(self):
        for query in ("?colour=pink", "?type=x", "?region=33010", "?body=0", "?mediator=x",
                      "?mine=maybe", "?mine=true", "?what=1", "?body=1&body=2"):
            self.assertEqual(self.server.ask("GET", "/api/v1/stream" + query, ADMIN)[0].status, 400)
        self.assertEqual(self.server.ask("GET", "/api/v1/stream")[0].status, 401)
        self.assertEqual(self.server.ask("GET", "/api/v1/stream", "nobody")[0].status, 401)

    def test_viewers_that_leave_are_forgotten(self):
        viewers = [self.server.watch() for _ in range(30)]
        self.server.wait_for("viewers", 30)
        for v in viewers:
            v.close()
        self.server.wait_for("viewers", 0)
        with self.server.watch() as v:
            self.server.publish(1)
            v.changes(1)

    def test_a_viewer_has_nothing_to_say(self):
        with self.server.watch() as v:
            v.socket.sendall(b"\r\n")
            self.server.publish(1)
            v.changes(1)
            v.socket.sendall(b"x" * 10000)
            self.assertTrue(v.is_ended())

    def test_a_stop_ends_the_streams(self):
        viewers = [self.server.watch() for _ in range(5)]
        self.server.process.terminate()
        for v in viewers:
            self.assertTrue(v.is_ended())
            v.close()
        self.assertEqual(self.server.process.wait(PATIENCE), 0)


# ---- Who sees what ----

CHANGES = [dict(body=7, mediator=0, court=0, region=330108001007, colour=1, type=0),
           dict(body=7, mediator=21, court=0, region=330108001000, colour=2, type=1),
           dict(body=8, mediator=21, court=9, region=330106000000, colour=3, type=2),
           dict(body=8, mediator=22, court=9, region=330100000000, colour=4, type=3),
           dict(body=9, mediator=23, court=8, region=441900003005, colour=5, type=4),
           dict(body=10, mediator=0, court=7, region=330109000000, colour=1, type=1)]
SPAN = {2: 10**10, 4: 10**8, 6: 10**6, 9: 1000, 12: 1}
COLOURS = ["none", "yellow", "orange", "blue", "red", "green"]
TYPES = ["other", "marriage", "neighbour", "homestead", "contract"]


def within(code, region):
    span = SPAN[len(code)]
    return int(code) * span <= region < (int(code) + 1) * span


SCOPES = {
    "admin.0.0.0.0": lambda c: True,
    "job.0.0.0.0": lambda c: True,
    "mediator.21.7.0.0": lambda c: c["mediator"] == 21,
    "mediator.99.7.0.0": lambda c: False,
    "body_manager.20.7.0.0": lambda c: c["body"] == 7,
    "court_clerk.31.9.0.0": lambda c: c["court"] == 9,
    "auditor.13.0.330108000000.0": lambda c: within("330108", c["region"]),
    "auditor.13.0.330000000000.0": lambda c: within("33", c["region"]),
    "auditor.13.0.330100000000.0": lambda c: within("3301", c["region"]),
    "auditor.13.0.441900003000.0": lambda c: within("441900003", c["region"]),
    "auditor.13.0.330108001007.0": lambda c: within("330108001007", c["region"]),
    "dispatcher.12.8.0.0": lambda c: c["body"] == 8,
    "party.0.0.0.4194304": lambda c: c["dispute"] == 4194304,
    "party.0.0.0.0": lambda c: False,
}
WISHES = {
    "": lambda c: True,
    "?colour=yellow": lambda c: COLOURS[c["colour"]] == "yellow",
    "?type=marriage": lambda c: TYPES[c["type"]] == "marriage",
    "?region=330108": lambda c: within("330108", c["region"]),
    "?region=44": lambda c: within("44", c["region"]),
    "?body=8": lambda c: c["body"] == 8,
    "?mediator=21": lambda c: c["mediator"] == 21,
    "?colour=orange&region=3301&body=7": lambda c: COLOURS[c["colour"]] == "orange" and
                                                   within("3301", c["region"]) and c["body"] == 7,
}


class Sight(Case):
    def test_each_role_sees_what_its_lists_show(self):
        viewers = [(token + "|" + query, self.server.watch(token, query),
                    lambda c, s=scope, w=wish: s(c) and w(c))
                   for token, scope in SCOPES.items() for query, wish in WISHES.items()]
        changes = []
        for i, keys in enumerate(CHANGES * 3):
            keys = dict(keys, dispute=(i % 4 + 1) << 22)
            changes.append(keys)
            self.server.publish(1, **keys)
        self.server.publish(1, body=7, mediator=21, court=9, region=330108000000, colour=1, type=1,
                            dispute=99 << 22)
        with self.server.watch() as v:
            last = v.last_id
        for name, v, sees in viewers:
            want = [(c["dispute"], c["body"]) for c in changes if sees(c)]
            got = [v.next("change") for _ in want]
            self.assertEqual([int(c.data["body"]) for c in got], [w[1] for w in want], name)
            with self.server.view(name.split("|")[0], name.split("|")[1],
                                  last_id=v.last_id) as again:
                self.assertLessEqual(len(again.until("ready")), 1, name)
            v.close()
        self.assertIsNotNone(last)

    def test_mine_is_what_is_assigned_to_me(self):
        with self.server.watch("body_manager.21.7.0.0", "?mine=true") as v:
            self.server.publish(1, body=7, mediator=5)
            self.server.publish(1, body=8, mediator=21)
            self.server.publish(1, body=7, mediator=21, colour=5)
            self.assertEqual(v.changes(1)[0].data["colour"], "green")


# ---- Limits, time, trouble ----

class Limits(Case):
    options = dict(viewers=6, per_token=3, per_address=5)

    def test_each_limit_at_it_and_one_past(self):
        first = [self.server.watch(ADMIN + ".a") for _ in range(3)]
        status, body = self.refused(ADMIN + ".a")
        self.assertEqual((status, body["type"]), (429, "/problems/throttled"))
        self.assertIn("token", body["detail"])
        second = [self.server.watch(ADMIN + ".b") for _ in range(2)]
        status, body = self.refused(ADMIN + ".b")
        self.assertEqual((status, body["type"]), (429, "/problems/throttled"))
        self.assertIn("address", body["detail"])
        second.append(self.server.watch(ADMIN + ".c", source="127.0.0.2"))
        with Viewer(self.server.port, ADMIN + ".d", source="127.0.0.2") as v:
            self.assertEqual(v.status, 503)
        self.assertEqual(self.server.gauges()["refused"], 3)
        first.pop().close()
        self.server.wait_for("viewers", 5)
        again = self.server.watch(ADMIN + ".a")
        self.server.publish(1)
        for v in first + second + [again]:
            v.changes(1)
            v.close()

    def refused(self, token):
        response, body = self.server.ask("GET", "/api/v1/stream", token)
        self.assertIsNotNone(response.getheader("Retry-After"))
        return response.status, json.loads(body)


class Descriptors(Case):
    options = dict(files=100)

    def test_viewers_leave_descriptors_to_others(self):
        viewers = [self.server.watch(ADMIN + f".{i}") for i in range(25)]
        with Viewer(self.server.port, ADMIN + ".x") as v:
            self.assertEqual(v.status, 503)
            self.assertIn("retry-after", v.headers)
        self.server.publish(1)
        for v in viewers:
            v.changes(1)
            v.close()
        self.server.wait_for("viewers", 0)
        self.server.watch().close()


class Time(Case):
    options = dict(heartbeat_ms=300, drop_ms=1500)

    def test_heartbeats_carry_the_place(self):
        with self.server.watch("mediator.5.7.0.0") as v:
            began = v.last_id
            self.server.publish(3)
            while True:
                fields, comments = v.block()
                self.assertEqual((set(fields), comments), ({"id"}, 1))
                if fields["id"] != began:
                    break
            place = fields["id"]
            self.server.publish(2, mediator=5)
            v.changes(2)
        with self.server.view(last_id=place) as v:
            self.assertEqual(len(v.until("ready")), 2)

    def test_a_token_that_ends_ends_its_viewers(self):
        mine = "mediator.5.7.0.0"
        with self.server.watch(mine) as one, self.server.watch(mine, "?colour=red") as two, \
                self.server.watch() as other:
            self.server.do("deaf?n=2")
            self.server.publish(1, mediator=5)
            one.changes(1)
            other.changes(1)
            self.server.do("revoke?token=" + mine)
            self.assertEqual(one.next("end").data, {"reason": "credentials"})
            self.assertEqual(two.next("end").name, "end")
            self.assertTrue(one.is_ended() and two.is_ended())
            self.server.publish(1)
            other.changes(1)
            self.assertEqual(self.server.gauges()["ended"], 2)
            self.assertEqual(self.server.ask("GET", "/api/v1/stream", mine)[0].status, 401)

    def test_of_many_tokens_none_is_forgotten(self):
        """More than are judged at once in each part of the heartbeat, and the last one ends."""
        self.server.stop()
        self.server = Server(per_token=4000, files=8192, **self.options)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        try:
            with contextlib.ExitStack() as watching:
                for i in range(40 * WHEEL):
                    name = f"{ADMIN}.{i}" if i % WHEEL == 0 else ADMIN
                    watching.enter_context(self.server.view(name))
                mine = f"{ADMIN}.last"
                last = watching.enter_context(self.server.watch(mine))
                self.server.do("revoke?token=" + mine)
                self.assertEqual(last.next("end").name, "end")
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    def test_who_takes_nothing_is_ended_in_time(self):
        with self.server.watch(receive_bytes=4096) as slow, self.server.watch() as quick:
            self.server.publish(5000)
            quick.changes(5000)
            self.server.wait_for("dropped", 1)
            self.assertEqual(self.server.gauges()["viewers"], 1)
            self.assertRaises((Ended, ConnectionResetError), slow.changes, 5000)


class Slow(Case):
    def test_who_is_overtaken_is_told_and_goes_on(self):
        with self.server.watch(receive_bytes=4096) as slow, self.server.watch() as quick:
            for _ in range(4):
                self.server.publish(5000)
                quick.changes(5000)
            self.server.wait_for("blocked", 1)
            got = slow.until("resync")
            self.assertEqual([c.data["version"] for c in got],
                             [i // 50 + 1 for i in range(len(got))])
            self.assertLess(len(got), 20000 - RING + 1000)
            self.server.publish(1)
            self.assertEqual(slow.changes(1)[0].id, quick.changes(1)[0].id)
            self.assertEqual(self.server.gauges()["resyncs"], 1)

    def test_who_is_a_little_behind_misses_nothing(self):
        with self.server.watch(receive_bytes=4096) as slow:
            self.server.publish(4000)
            self.server.wait_for("blocked", 1)
            self.server.publish(4000)
            self.assertEqual(len({c.id for c in slow.changes(8000)}), 8000)

    def test_history_waits_for_a_slow_reader(self):
        self.server.publish(1)
        with self.server.watch() as v:
            began = v.last_id
        self.server.publish(RING + 6000)
        with self.server.watch(), self.server.view(last_id=began, receive_bytes=4096) as slow:
            self.server.wait_for("blocked", 1)
            got = slow.until("ready")
            self.assertEqual(len({c.id for c in got}), RING + 6000)
            self.assertEqual(len(got), RING + 6000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
