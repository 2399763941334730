#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lead one case to the court and one agreement to its confirmation, through a court that is a
partner.

    to_court.py URL TOKENS STATE

URL is where Yima serves, TOKENS the file that quickstart.sh wrote, STATE a file that remembers which
two were chosen: run again, it goes on with the same. Prints for each its number, title and case
number. The court answers by itself; this waits until it has."""
import json
import pathlib
import re
import sys
import time

import drive
import journeys

WAIT_S = 180
NOT_CONFIRMED = ("labour", "marriage")  # other routes (劳动争议调解仲裁法; 民诉法解释 355)


def states(api, dispute):
    view = api.get(journeys.AUDITOR, f"/api/v1/disputes/{dispute}")
    return json.dumps(view["states"])


def choose(api, query, fits):
    """The newest dispute of a list that fits."""
    for row in api.pages(journeys.AUDITOR, f"/api/v1/disputes?{query}"):
        view = api.get(journeys.AUDITOR, f"/api/v1/disputes/{row['id']}")
        if fits(view, json.dumps(view["states"])):
            return row["id"]
    return None


def find(api):
    """A case without agreement that nobody has filed, and an agreement that nobody has confirmed."""
    return {"filing": choose(api, "stage=failed_open", lambda view, s: "FAILED_OPEN" in s),
            "confirmation": choose(api, "stage=agreed", lambda view, s: "CONFIRM_OPEN" in s
                                   and view["type"] not in NOT_CONFIRMED)}


def remembered(api, path):
    path = pathlib.Path(path)
    if not path.exists():
        path.write_text(json.dumps(find(api)), encoding="ascii")
    return json.loads(path.read_text(encoding="ascii"))


def send(api, who, dispute, seat, **command):
    """Once, however often this runs; whatever has gone further says so by a refusal."""
    key = f"to-court-{dispute}-{command['command']}-{seat}"
    status, reply = api.send(who, "POST", f"/api/v1/disputes/{dispute}/commands",
                             {"seat": seat, **command}, key)
    if status not in (200, 409, 422):
        raise drive.Failure(f"{command['command']}: " + json.dumps(reply, ensure_ascii=False))


def wait_for(api, dispute, wanted):
    until = time.monotonic() + WAIT_S
    while not any(word in states(api, dispute) for word in wanted):
        if time.monotonic() > until:
            raise drive.Failure(f"{dispute}: the court has not answered within {WAIT_S} s; "
                                "GET /api/v1/exchange shows what waits")
        time.sleep(0.1)


def print_case(api, dispute, commands):
    view = api.get(journeys.AUDITOR, f"/api/v1/disputes/{dispute}")
    number = ""
    for event in api.pages(journeys.AUDITOR, f"/api/v1/disputes/{dispute}/events"):
        found = re.search(r"\([0-9]{4}\)[^\"]+号", json.dumps(event, ensure_ascii=False))
        if event["command"] in commands and found:
            number = found[0]
    print(f"{view['number']}  {view['title']}  {view['colour_zh']}码 {view['stage_zh']}  {number}")


def lead(api, chosen):
    filing, confirmation = chosen["filing"], chosen["confirmation"]
    if filing:
        send(api, journeys.CLERK, filing, 0, command="submit_filing", court=journeys.COURT,
             claims="请求判令被申请人履行义务。", facts="双方争议的事实见卷内材料。")
    if confirmation:
        for seat in (0, 1):
            send(api, journeys.CLERK, confirmation, seat, command="apply_confirmation",
                 court=journeys.COURT)
    if filing:
        wait_for(api, filing, ("FILED_", "TRIAL"))
        print_case(api, filing, ("register_court",))
    if confirmation:
        wait_for(api, confirmation, ('"CONFIRMED', '"CONFIRM_FIRM'))
        print_case(api, confirmation, ("accept_confirmation",))


def main(arguments):
    if len(arguments) != 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        api = drive.Api(arguments[0], drive.read_tokens(arguments[1]))
        lead(api, remembered(api, arguments[2]))
    except drive.Failure as failure:
        print(f"to_court.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
