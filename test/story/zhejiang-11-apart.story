# 页面签署与附卷:经接口另有途径,见 README
# Signed on the page, and put on record: over HTTP there is another way, see the README.
procedure zhejiang-2025

story 在线签署:各方均完成电子签名时生效
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
register_court case_number=(2025)浙0108民初31号 court_procedure=ordinary by filing_judge -> rule 403 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited by court_clerk -> rule 411 FILED_OFFERED blue
accept_referral date=2025-06-15 by body_manager of invited -> rule 425 FILED_MEDIATION blue
assign mediator=zhao by body_manager of invited -> rule 207 FILED_MEDIATION blue
accept_case by mediator of zhao -> rule 209 FILED_MEDIATION blue
reach_agreement terms=分期给付 owes=1>0:340000@2025-07-31 by mediator of zhao -> rule 505 FILED_DRAFT green
sign signing=page by party 0 -> rule 535 FILED_DRAFT green
sign signing=page by party 1 -> rule 528 FILED_AGREED green gives agreement

story 涉及人身关系的不得在页面签署;材料附卷
at 2025-06-15 09:00
register type=marriage channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
attach attachment=12 sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 by party 0 -> rule 916 AGREEMENT_DRAFT green
sign signing=page by party 0 -> refused paper_only rule 512
sign_mediator signing=page by mediator -> refused paper_only rule 520
seal signing=page by body_manager -> refused paper_only rule 524
