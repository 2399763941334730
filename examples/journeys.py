# SPDX-License-Identifier: Apache-2.0
"""What becomes of each sample dispute: the commands that lead it to its outcome, and who sends them.

A journey is the same every time: it depends on the row of disputes.csv and on the moment at which
the dispute was registered, never on today. So a journey that was interrupted can be taken up again.
"""

import datetime

CITY = "330100"
COURT = "1009"          # Binjiang District People's Court
INVITED = "1037"        # the court's invited mediators
LAWYERS = "1039"        # where a dispute goes that no trade body fits
TRADE_BODIES = {"medical": "1030", "traffic": "1031", "property_service": "1032", "labour": "1033",
                "consumer": "1034", "contract": "1040", "production": "1040"}
NOT_CONFIRMABLE = {"labour": "labour_route", "marriage": "family_status"}
PAPER_ONLY = ("marriage",)                         # personal relations are not signed on a page
WRITING_NEEDED = ("labour", "medical", "traffic")  # no oral agreement
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))

# Who does what. The names are those of the file of tokens.
DISPATCHER, CLERK, AUDITOR = "dispatcher", "window_clerk", "auditor"
COURT_CLERK, FILING_JUDGE, CONFIRMING_JUDGE = "court_clerk", "filing_judge", "confirming_judge"

# Two more who come to the window; they are not among the month's 869, since neither is accepted.
WALK_INS = [
    {"external_ref": "DEMO-W001", "type": "contract", "title": "已有生效判决的货款纠纷",
     "description": "法院已经判决，不属于人民调解受理范围。", "outcome": "refused"},
    {"external_ref": "DEMO-W002", "type": "neighbour", "title": "空调外机噪声纠纷",
     "description": "刚刚登记，等待西兴街道调委会审查是否受理。", "outcome": "waiting"},
]


def walk_ins(columns):
    """The rows of the two, with all columns of disputes.csv."""
    common = {"channel": "window", "source": "applied", "region": "330108001", "body": "1011",
              "harm": "0", "urgency": "0", "scope": "0", "claimant_kind": "natural",
              "claimant_name": "样例甲", "claimant_phone": "0571-00009001",
              "respondent_kind": "natural", "respondent_name": "样例乙",
              "respondent_phone": "0571-00009002"}
    return [dict.fromkeys(columns, "") | common | row for row in WALK_INS]


def second_body(row):
    """Where a dispute goes that the first body hands on."""
    body = TRADE_BODIES.get(row["type"], LAWYERS)
    return LAWYERS if body == row["body"] else body


def bodies_used(rows):
    """Every body that mediates in some journey."""
    used = {row["body"] for row in rows} | {INVITED}
    return sorted(used | {second_body(row) for row in rows})


def intake(row):
    """The body of POST /disputes."""
    parties = []
    for side in ("claimant", "respondent"):
        party = {"side": side}
        for member in ("kind", "name", "identity", "phone"):
            if row[f"{side}_{member}"]:
                party[member] = row[f"{side}_{member}"]
        parties.append(party)
    body = {name: row[name] for name in
            ("external_ref", "type", "channel", "source", "region", "body", "title", "description")}
    body.update({name: int(row[name]) for name in ("harm", "urgency", "scope")})
    if row["amount_fen"]:
        body["amount_fen"] = row["amount_fen"]
    return body | {"parties": parties}


class Step:
    """One command: who sends it, what it says, and the refusal that it is to meet, if any."""

    def __init__(self, who, command, refusal=None, **fields):
        self.who = who
        self.refusal = refusal
        self.body = {"command": command, **fields}


class Journey:
    """The way of one dispute. number is its row, from 1; it spreads the variants."""

    def __init__(self, row, number, ends, received_at, mediators):
        self.row = row
        self.number = number
        self.ends = ends
        self.mediators = mediators
        moment = datetime.datetime.fromisoformat(received_at.replace("Z", "+00:00"))
        self.day = moment.astimezone(SHANGHAI).date()
        self.body = row["body"]
        self.steps = []
        getattr(self, "_" + ends)()

    # ---- Words ----

    def _add(self, who, command, **fields):
        self.steps.append(Step(who, command, **fields))

    def _both(self, who, command, **fields):
        for seat in (0, 1):
            self._add(who, command, seat=seat, **fields)

    @property
    def _manager(self):
        return f"manager-{self.body}"

    @property
    def _mediator(self):
        return f"mediator-{self.body}"

    def _date(self, days=0):
        return (self.day + datetime.timedelta(days=days)).isoformat()

    def _case_number(self, word):
        return f"({self.day.year})浙0108{word}{self.number}号"

    # ---- Stretches of the way ----

    def _accepted(self):
        self._add(self._manager, "accept", note="符合受理条件")
        self._both(self._manager, "notify", manner="电话告知")

    def _assigned(self):
        self._add(self._manager, "assign", mediator=self.mediators[self.body])
        self._add(self._mediator, "accept_case")

    def _session(self, absent=False):
        came = [{"seat": 0, "status": "attended"},
                {"seat": 1, "status": "absent" if absent else "attended"}]
        self._add(self._mediator, "hold_session", date=self._date(), place="调解室",
                  attendance=came)

    def _mediated(self):
        """First mediation up to its session, now and then with a stay or an extension."""
        self._assigned()
        self._both(self._mediator, "consent", manner="当面同意")
        if self.row["type"] == "medical" and self.number % 4 == 0:
            self._add(self._mediator, "stay", stay_reason="appraisal", reason="双方同意委托鉴定")
            self._add(self._mediator, "resume", note="鉴定意见已出具")
        elif self.number % 40 == 0:
            self._add(self._mediator, "ask_extension", days=10, reason="双方需要时间核对账目")
            self._both(self._mediator, "consent_extension", manner="当面同意")
        self._session()

    def _transferred(self):
        self._accepted()
        self._mediated()
        to = second_body(self.row)
        self._add(self._manager, "transfer", body=to, reason="首次调解未成，移送专业力量继续调解")
        self.body = to

    def _second(self):
        self._assigned()
        self._session()

    def _agreement(self):
        """The fields of an agreement; money that was claimed becomes an obligation."""
        fields = {"terms": "双方互谅互让，自愿达成如下协议：被申请人按约履行，双方就此事再无争议。"}
        if self.row["amount_fen"]:
            share = 60 + self.number % 5 * 10
            fen = max(1, int(self.row["amount_fen"]) * share // 100)
            fields["obligations"] = [{"payer": 1, "payee": 0, "amount_fen": str(fen),
                                      "due": self._date(30), "manner": "银行转账"}]
        return fields

    def _signed(self):
        self._add(self._mediator, "reach_agreement", **self._agreement())
        self._both(self._mediator, "sign", signing="paper", manner="当面签字")
        self._add(self._mediator, "sign_mediator")
        self._add(self._manager, "seal")

    def _performed(self, who):
        """Most perform in time; a few in part, a few not yet, and now and then one breaks its word."""
        if not self.row["amount_fen"]:
            return True
        result = {0: None, 1: "partial", 2: "breached"}.get(self.number % 25, "fulfilled")
        if result is not None:
            self._add(who, "record_performance", obligation=0, result=result, date=self._date())
        return result == "fulfilled"

    def _filed(self):
        """The complaint goes straight to the court, which asks both sides whether to mediate."""
        self._add(CLERK, "submit_filing", seat=0, court=COURT, claims="请求判令被申请人履行义务。",
                  facts=self.row["description"])
        self._add(FILING_JUDGE, "register_court", case_number=self._case_number("民初"),
                  court_procedure="simplified" if self.number % 3 == 0 else "ordinary")

    def _entrusted(self):
        self._both(COURT_CLERK, "consent", manner="书面同意")
        self.body = INVITED
        self._add(COURT_CLERK, "appoint", body=INVITED, mediator=self.mediators[INVITED])
        self._add(self._manager, "accept_referral", date=self._date())
        self._add(self._mediator, "accept_case")
        self._session()

    # ---- Outcomes ----

    def _settled(self):
        self._accepted()
        self._mediated()
        if (self.number % 6 == 0 and not self.row["amount_fen"]
                and self.row["type"] not in WRITING_NEEDED):
            self._add(self._mediator, "reach_oral_agreement", **self._agreement())
        else:
            self._signed()
        if not self._performed(self._mediator):
            return
        if self.number % 12 == 5:
            self._add(self._manager, "visit", date=self._date(), note="电话回访，双方满意")
        if self.number % 12 == 7:
            self._add(self._manager, "archive", note="已履行，归档")

    def _settled_after_transfer(self):
        self._transferred()
        self._second()
        self._signed()
        self._performed(self._mediator)

    def _settled_in_court(self):
        self._filed()
        self._entrusted()
        self._add(self._mediator, "reach_agreement", **self._agreement())
        self._add(self._mediator, "sign_mediator")
        self._add(self._manager, "seal")
        on_paper = self.row["type"] in PAPER_ONLY
        self._both(self._mediator, "sign", signing="fingerprint" if on_paper else "paper")
        way = "withdrawal" if self.number % 5 == 0 else "statement"
        self._add(COURT_CLERK, "close_case", way=way, date=self._date())
        self._performed(COURT_CLERK)

    def _confirmed(self):
        """Labour and family agreements are settled, but no court confirms them: the engine says so."""
        self._accepted()
        self._mediated()
        self._signed()
        refusal = NOT_CONFIRMABLE.get(self.row["type"])
        if refusal is not None:
            self._add(self._mediator, "apply_confirmation", refusal=refusal, seat=0, court=COURT)
            return
        self._both(self._mediator, "apply_confirmation", court=COURT)
        self._add(COURT_CLERK, "accept_confirmation", date=self._date(),
                  case_number=self._case_number("诉前调确"))
        self._add(COURT_CLERK, "appear", date=self._date(),
                  attendance=[{"seat": seat, "status": "attended"} for seat in (0, 1)])
        self._add(CONFIRMING_JUDGE, "confirm", date=self._date(), note="裁定确认有效")
        self._both(COURT_CLERK, "serve", date=self._date(), manner="电子送达")

    def _failed(self):
        self._accepted()
        if self.number % 4 == 3:
            self._add(self._manager, "refuse_mediation", seat=1, reason="明确表示不接受调解")
            return
        self._mediated()
        ground = ("big_gap", "unreachable", "refuses_to_sign")[self.number % 3]
        self._add(self._mediator, "terminate", ground=ground, reason="已告知救济途径")

    def _withdrawn(self):
        self._accepted()
        self._add(CLERK, "withdraw", seat=0, reason="已自行和解")

    def _court(self):
        """Whoever wants a judgment can go to court at once; the court still asks about mediation."""
        self._accepted()
        self._add(CLERK, "go_to_court", seat=0, reason="要求判决")
        self._filed()
        self._add(COURT_CLERK, "refuse_mediation", seat=0, reason="要求判决")
        if self.number % 2 == 0:
            self._add(COURT_CLERK, "notify_fee", date=self._date())

    def _redirected(self):
        self._accepted()
        self._add(self._manager, "redirect", route="administrative", reason="属于行政裁决事项")

    def _refused(self):
        self._add(self._manager, "refuse", reason="法院已经作出生效判决")

    def _waiting(self):
        """Registered, and somebody is to look at it."""

    def _live_yellow(self):
        self._accepted()
        self._mediated()

    def _live_orange(self):
        self._transferred()
        self._second()

    def _live_blue(self):
        self._filed()
        self._entrusted()

    def _live_green(self):
        """Agreed upon, and only the respondent's signature is missing."""
        self._accepted()
        self._mediated()
        self._add(self._mediator, "reach_agreement", **self._agreement())
        self._add(self._mediator, "sign", seat=0, manner="当面签字")


# The last rows of these outcomes do not end: they stay behind as live cases. A published month
# counts them among those accepted and not settled.
LIVE = {"failed": ["redirected", "live_orange", "live_green", "live_yellow", "live_yellow"],
        "court": ["live_blue", "live_blue"]}


def endings(rows):
    """How each row's journey ends, in the order of rows."""
    ends = [row["outcome"] for row in rows]
    for outcome, instead in LIVE.items():
        places = [i for i, row in enumerate(rows) if row["outcome"] == outcome]
        for i, end in zip(places[-len(instead):], instead):
            ends[i] = end
    return ends
