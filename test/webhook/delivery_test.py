#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole program delivers to a foreign receiver, whatever that does, and although it is killed.

    delivery_test.py RECEIVER    RECEIVER is the folder that npm.sh made"""
import os
import shutil
import subprocess
import sys
import threading
import time
import unittest

import place


class Delivers(place.Place):
    def test_every_event_arrives_once_and_in_order(self):
        self.subscribe("plain")
        disputes = [self.register() for _ in range(5)]
        for dispute in disputes:
            self.lead(dispute, 3)
        told = self.told(disputes)
        self.assertGreater(len(told), 5 * 3)
        posts = self.wait_for("plain", told)
        self.check_order(posts)
        self.assertEqual(len(posts), len(told))
        first = next(p for p in posts if p["id"] == disputes[0] + ".1")
        self.assertEqual(first["type"], "cn.yima.dispute.register")
        self.assertEqual(first["source"], "urn:yima")
        self.assertEqual(first["data"]["body"], place.BODY)
        self.assertEqual(first["data"]["region"], "330108003001")
        self.assertEqual(first["data"]["stage"], "intake")

    def test_what_was_before_can_be_asked_for(self):
        dispute = self.register()
        told = self.told([dispute])
        later = self.subscribe("later")
        all_of_it = self.subscribe("beginning", **{"from": "beginning"})
        self.wait_for("beginning", told)
        self.lead(dispute, 1)
        self.wait_for("later", self.told([dispute]) - told)
        self.assertFalse({p["id"] for p in self.receiver.seen("later")} & told)
        self.assertNotEqual(later["secret"], all_of_it["secret"])

    def test_filters(self):
        other = self.subscribe("other-body", body="1011")
        self.subscribe("court", topics=["court"])
        self.subscribe("deadline", topics=["deadline", "dispute"])
        self.subscribe("elsewhere", region="330106")
        self.subscribe("here", region="3301", body=place.BODY)
        dispute = self.register()
        self.lead(dispute, 1)
        self.wait_for("here", self.told([dispute]))
        # What is fanned out later finds the earlier done.
        wait = self.subscribe("last", **{"from": "beginning"})
        self.wait_for("last", self.told([dispute]))
        for name in ("other-body", "court", "elsewhere"):
            self.assertEqual(self.receiver.seen(name), [])
        for post in self.receiver.seen("deadline"):
            self.assertTrue({"deadline", "dispute"} & set(post["data"]["topics"]))
        self.assertEqual(other["body"], "1011")
        self.assertEqual(wait["topics"].count("stage"), 1)

    def test_an_endpoint_in_trouble(self):
        """Each fails in its own way, and everything arrives all the same, in order."""
        modes = {"500": 2, "503": 1, "429": 2, "redirect": 2, "drop": 2, "stall": 1, "chatter": 3}
        for mode, times in modes.items():
            s = self.subscribe(f"in-{mode}")
            self.receiver.behave(f"in-{mode}", secrets=[s["secret"]], mode=mode, times=times)
        disputes = [self.register() for _ in range(3)]
        for dispute in disputes:
            self.lead(dispute, 1)
        told = self.told(disputes)
        for mode in modes:
            self.check_order(self.wait_for(f"in-{mode}", told))
            self.assertGreater(len(self.receiver.seen(f"in-{mode}")), 0)
            self.assertEqual({p["id"] for p in self.receiver.seen(f"in-{mode}")}, told)
        self.assertEqual(self.receiver.seen("elsewhere"), [])

    def test_dead_letters(self):
        s = self.subscribe("dying")
        bad, good = self.register(), self.register()
        number = self.done("GET", f"/disputes/{bad}")["number"]
        told = self.told([bad, good])
        self.wait_for("dying", told)
        self.receiver.behave("dying", secrets=[s["secret"]], mode="500", only=number)
        for dispute in (bad, good):
            self.lead(dispute, 1)
        fresh = self.told([bad, good]) - told
        self.wait_for("dying", {m for m in fresh if m.startswith(good)})
        place.wait_until(lambda: self.standing(s)["dead"] == 1, "one is dead")
        dead = self.deliveries(s, "?dead=true")
        self.assertEqual([(d["state"], d["attempts"], d["status"]) for d in dead],
                         [("dead", 3, 500)])
        self.assertIn("answered 500", dead[0]["error"])
        self.assertIsNotNone(dead[0]["tried_at"])
        waiting = self.deliveries(s, "?dead=false")
        self.assertEqual({d["state"] for d in waiting}, {"waiting"})
        self.assertEqual(len(waiting) + 1, len([m for m in fresh if m.startswith(bad)]))
        self.assertIn("answered 500", self.run_yima("subscription", "dead", s["id"]))
        self._page(s, len(waiting) + 1)
        # Redriven, by another filter first, it dies again; skipped, the rest goes.
        path = f"/subscriptions/{s['id']}"
        self.assertEqual(self.done("POST", path + "/redrive", {"dispute": good})["redriven"], 0)
        self.assertEqual(self.done("POST", path + "/redrive", {"topics": ["court"]})["redriven"], 0)
        self.assertEqual(
            self.done("POST", path + "/redrive", {"since": "2100-01-01T00:00:00+08:00"})["redriven"],
            0)
        self.assertEqual(self.run_yima("subscription", "redrive", s["id"], "--dispute", bad), "1\n")
        place.wait_until(lambda: self.standing(s)["dead"] == 1, "it is dead again")
        self.receiver.behave("dying", secrets=[s["secret"]])
        self.assertEqual(self.done("POST", path + "/skip", {"dispute": bad})["skipped"], 1)
        self.assertEqual(self.done("POST", path + "/skip", {"dispute": bad})["skipped"], 0)
        skipped = dead[0]["message_id"]
        posts = self.wait_for("dying", fresh - {skipped})
        self.assertNotIn(skipped, {p["id"] for p in posts})
        self.check_order(posts)
        place.wait_until(lambda: self.standing(s)["pending"] == 0, "nothing is left")

    def _page(self, s, n):
        """Row by row, the list is whole."""
        rows, query = [], "?limit=1"
        while query:
            page = self.done("GET", f"/subscriptions/{s['id']}/deliveries{query}")
            rows += page["items"]
            query = page["next"] and f"?limit=1&cursor={page['next']}"
        self.assertEqual(len({r["message_id"] for r in rows}), n)

    def test_redriven_dead_letters_arrive(self):
        s = self.subscribe("back")
        self.receiver.behave("back", secrets=[s["secret"]], mode="500")
        dispute = self.register()
        self.lead(dispute, 1)
        place.wait_until(lambda: self.standing(s)["dead"] == 1, "the first is dead")
        self.receiver.behave("back", secrets=[s["secret"]])
        self.assertEqual(
            self.done("POST", f"/subscriptions/{s['id']}/redrive",
                      {"topics": ["dispute", "stage"]})["redriven"], 1)
        self.check_order(self.wait_for("back", self.told([dispute])))

    def test_an_endpoint_that_is_gone(self):
        s = self.subscribe("gone")
        self.receiver.behave("gone", secrets=[s["secret"]], mode="410")
        dispute = self.register()
        place.wait_until(lambda: self.standing(s)["standing"] == "gone", "the 410 is believed")
        calls = len(self.receiver.seen("gone"))
        self.lead(dispute, 1)
        witness = self.subscribe("witness", **{"from": "beginning"})
        self.wait_for("witness", self.told([dispute]))
        self.assertEqual(len(self.receiver.seen("gone")), calls)
        self.receiver.behave("gone", secrets=[s["secret"]])
        self.assertTrue(self.done("PATCH", f"/subscriptions/{s['id']}", {"active": True})["active"])
        self.check_order(self.wait_for("gone", self.told([dispute])))
        self.assertTrue(witness["active"])

    def test_pause_and_resume(self):
        s = self.subscribe("paused")
        self.run_yima("subscription", "pause", s["id"])
        self.assertEqual(self.standing(s)["standing"], "paused")
        dispute = self.register()
        self.subscribe("beside", **{"from": "beginning"})
        self.wait_for("beside", self.told([dispute]))
        self.assertEqual(self.receiver.seen("paused"), [])
        self.run_yima("subscription", "resume", s["id"])
        self.wait_for("paused", self.told([dispute]))

    def test_secrets(self):
        body = {"url": self.receiver.url("secret")}
        one = self.done("POST", "/subscriptions", body, key="same")
        self.assertEqual(self.done("POST", "/subscriptions", body, key="same"), one)
        status, _ = self.api("POST", "/subscriptions", {"url": body["url"] + "x"}, key="same")
        self.assertEqual(status, 422)
        path = f"/subscriptions/{one['id']}"
        self.addCleanup(self.done, "DELETE", path)
        self.assertNotIn("secret", self.done("GET", path))
        stored = self.sql(f"select encode(secret, 'escape') from subscription where subscription_id "
                          f"= {one['id']}")
        self.assertNotIn("whsec", stored)
        # While one is replaced both sign, and afterwards the new one alone.
        two = self.done("POST", path + "/rotate", {}, key="turn")
        self.assertEqual(self.done("POST", path + "/rotate", {}, key="turn")["secret"],
                         two["secret"])
        self.receiver.behave("secret", secrets=[one["secret"], two["secret"]])
        dispute = self.register()
        told = self.told([dispute])
        self.check_order(self.wait_for("secret", told))
        three = self.run_yima("subscription", "rotate", one["id"], "--hours", "0").split("\n")[1]
        self.receiver.behave("secret", secrets=[three])
        self.lead(dispute, 1)
        self.check_order(self.wait_for("secret", self.told([dispute]) - told))
        self.receiver.behave("secret", secrets=[two["secret"]])
        self.step(dispute, command="assign", mediator=place.MEDIATORS[0])
        place.wait_until(lambda: self.receiver.seen("secret")[-1]["wrong"], "the old one is refused")

    def test_addresses(self):
        """What is not public is refused at the connection, however it is spelt."""
        for host in ("10.0.0.1", "169.254.169.254", "[::1]", "2852039166", "0xa9.0xfe.0xa9.0xfe",
                     "[::ffff:10.0.0.1]", "0.0.0.0"):
            s = self.done("POST", "/subscriptions", {"url": f"http://{host}:9/hook"})
            self.addCleanup(self.done, "DELETE", f"/subscriptions/{s['id']}")
            got = self.done("POST", f"/subscriptions/{s['id']}/ping")
            self.assertFalse(got["answered"])
            self.assertIn("not a public address", got["error"], host)
        self.assertTrue(self.done(
            "POST", f"/subscriptions/{self.subscribe('pinged')['id']}/ping")["answered"])
        self.assertEqual([p["type"] for p in self.receiver.seen("pinged")], ["cn.yima.ping"])
        self.assertIsNone(self.receiver.seen("pinged")[0]["wrong"])

    def test_refusals(self):
        for url in ("ftp://a.cn/", "https://", "https://u:p@a.cn/", "https://a.cn/#x", "a.cn",
                    "https://a.cn:123456/", "https://a.cn/" + "x" * 988):
            status, problem = self.api("POST", "/subscriptions", {"url": url})
            self.assertEqual(status, 422, url)
            self.assertIn("url", problem["detail"])
        s = self.done("POST", "/subscriptions", {"url": "https://a.cn/" + "x" * 987,
                                                 "label": "l" * 100})
        path = f"/subscriptions/{s['id']}"
        self.addCleanup(self.done, "DELETE", path)
        for body in ({"label": "l" * 101}, {"label": "标" * 34}, {"region": "3"},
                     {"region": "09"}, {"region": "990101"}, {"body": "0"},
                     {"body": "999999"}, {"topics": []}, {"topics": ["no"]}):
            self.assertIn(self.api("PATCH", path, body)[0], (400, 422), body)
        self.assertEqual(self.done("PATCH", path, {"region": "3301", "body": None})["region"],
                         "3301")
        self.assertIsNone(self.done("PATCH", path, {"region": None})["region"])
        self.done("POST", path + "/rotate", {"hours": 720})
        self.assertEqual(self.api("POST", path + "/rotate", {"hours": 721})[0], 422)
        self.done("GET", path + "/deliveries?limit=200")
        for query in ("limit=201", "limit=0", "dead=maybe", "cursor=x", "cursor=0SA7DTEVQW232R.0"):
            self.assertEqual(self.api("GET", f"{path}/deliveries?{query}")[0], 400, query)
        self.assertEqual(self.api("POST", path + "/skip", {})[0], 422)
        self.assertEqual(self.api("POST", path + "/redrive", {"dispute": "x"})[0], 400)
        self.assertEqual(self.api("POST", "/subscriptions", {})[0], 400)
        self.assertEqual(self.api("POST", "/subscriptions", {"url": "https://a.cn", "b": 1})[0], 400)
        self.assertEqual(self.api("GET", "/subscriptions", token=self.manager)[0], 403)
        self.assertEqual(self.api("GET", "/subscriptions/77")[0], 404)
        self.assertEqual(self.api("DELETE", "/subscriptions/77")[0], 404)
        self.assertEqual(self.api("POST", "/subscriptions/77/rotate", {})[0], 404)
        self.assertIn("no subscription 77", self.run_yima("subscription", "show", "77", code=1))
        self.run_yima("subscription", "add", "--url", "file:///etc/passwd", code=1)
        self.run_yima("subscription", "frob", code=2)

    def test_as_many_as_may_be(self):
        made = []
        while True:
            status, reply = self.api("POST", "/subscriptions", {"url": "https://a.example/"})
            if status != 201:
                break
            made.append(reply["id"])
        self.assertEqual(status, 409)
        self.assertEqual(len(self.done("GET", "/subscriptions")["items"]), 64)
        for each in made:
            self.done("DELETE", f"/subscriptions/{each}")


class Trusts(place.Place):
    """TLS: the operator's certificates are believed, others are not."""

    @classmethod
    def certificate(cls, name):
        cert, key = cls.folder / f"{name}.pem", cls.folder / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
                        "-out", cert], check=True, capture_output=True)
        return str(cert), str(key)

    @classmethod
    def more_options(cls):
        cls.ours = cls.certificate("ours")
        return ["--webhook-ca", cls.ours[0]]

    def test_certificates(self):
        known = place.Receiver(self.packages, self.ours)
        self.addCleanup(known.close)
        stranger = place.Receiver(self.packages, self.certificate("stranger"))
        self.addCleanup(stranger.close)
        self.subscribe("tls", receiver=known)
        bad = self.subscribe("tls", receiver=stranger)
        dispute = self.register()
        self.check_order(self.wait_for("tls", self.told([dispute]), receiver=known))
        got = self.done("POST", f"/subscriptions/{bad['id']}/ping")
        self.assertIn("certificate", got["error"])
        self.assertEqual(stranger.seen("tls"), [])


class Survives(place.Place):
    """kill -9 and stops: at least once, in order, with equal ids."""

    options = ["--webhook-allow", "127.0.0.1", "--webhook-retry", "1"]

    def test_kill_in_the_middle(self):
        s = self.subscribe("killed")
        disputes = [self.register() for _ in range(4)]
        ended = threading.Event()
        failed = []

        def load(dispute):
            try:
                self.lead(dispute, 25)
            except Exception as error:  # pylint: disable=broad-except  # told below
                failed.append(error)

        def trouble():
            for mode in ("drop", "500", "ok", "stall", "ok") * 100:
                times = 2 if mode == "stall" else -1
                self.receiver.behave("killed", secrets=[s["secret"]], mode=mode, times=times)
                if ended.wait(0.15 if mode != "ok" else 0.5):
                    break
            self.receiver.behave("killed", secrets=[s["secret"]])

        threads = [threading.Thread(target=load, args=(d,)) for d in disputes]
        threads.append(threading.Thread(target=trouble))
        for thread in threads:
            thread.start()
        for _ in range(4):
            time.sleep(0.4)
            self.kill()
            self.yima.start()
        for thread in threads[:-1]:
            thread.join()
        ended.set()
        threads[-1].join()
        self.assertEqual(failed, [])
        told = self.told(disputes)
        posts = self.wait_for("killed", told)
        self.check_order(posts)
        self.assertEqual({p["id"] for p in posts}, told)

    def test_a_stop_leaves_nothing_behind(self):
        s = self.subscribe("stopped")
        self.receiver.behave("stopped", secrets=[s["secret"]], mode="stall")
        dispute = self.register()
        place.wait_until(lambda: self.receiver.seen("stopped"), "a post is under way")
        self.yima.stop()
        self.receiver.behave("stopped", secrets=[s["secret"]])
        self.yima.start()
        posts = self.wait_for("stopped", self.told([dispute]))
        self.check_order(posts)
        # It was released and not only left to its lease: no attempt was counted.
        self.assertEqual(self.deliveries(s), [])


if __name__ == "__main__":
    place.Place.packages = os.path.abspath(sys.argv.pop())
    for tool in ("node", "openssl", "psql"):
        assert shutil.which(tool), f"{tool} is missing"
    unittest.main(verbosity=2)
