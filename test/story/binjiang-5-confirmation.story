# 司法确认
# Judicial confirmation: thirty days, both sides, and every way it can end.
procedure binjiang-2020

story 双方共同申请、裁定确认、异议期届满
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2021-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
day +3
apply_confirmation by party 0 -> refused field_missing missing court
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green gives confirm_application
expect no confirm_window
expect due confirm_acceptance 2020-06-28
expire confirm_acceptance -> rule 619 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
vary terms=改动 reason=改动 by mediator -> refused confirm_pending rule 543
archive by body_manager -> refused confirm_pending
accept_confirmation case_number=(2020)浙0108民特17号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
expect due confirm_review 2020-07-29
extend_review days=15 reason=院长批准 by confirming_judge -> rule 621 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
expect due confirm_review 2020-08-13
expire confirm_review -> rule 627 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2020-08-20 09:00
confirm date=2020-08-20 by court_clerk -> refused role
appear date=2020-08-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-08-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green gives confirm_ruling
expect due objection_third 2021-02-20
at 2020-08-24 09:00
serve seat=0 date=2020-08-24 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
expect due objection_party 2020-09-08
at 2020-08-25 09:00
serve seat=1 date=2020-08-25 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
expect due objection_party 2020-09-08
expire objection_party -> rule 632 AGREED/CONFIRMED/PERFORM_PENDING green
expect due objection_party 2020-09-09
object reason=违反自愿 by party 0 -> refused period_over rule 630
expire objection_party -> rule 631 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green
expire objection_third -> rule 637 AGREED/CONFIRM_FIRM/PERFORM_PENDING green
vary terms=改动 reason=改动 by mediator -> refused is_confirmed rule 545
sue by party 0 -> refused is_confirmed rule 721
go_to_court by party 0 -> refused is_confirmed rule 725

story 超过三十日未申请
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire confirm_window -> rule 611 AGREED/CONFIRM_LAPSED/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> refused not_here

story 法院不予受理,可变更协议
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
reject_confirmation bar=outside_court reason=不属于受理范围 by court_clerk -> rule 615 AGREED/CONFIRM_REJECTED/PERFORM_PENDING green
vary terms=明确给付期限 owes=1>0:340000@2020-08-01 reason=内容不明确 by mediator -> rule 548 AGREED/CONFIRM_REJECTED/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_REJECTED/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_REJECTED/PERFORM_PENDING green
sign_mediator by mediator -> rule 579 AGREED/CONFIRM_REJECTED/PERFORM_PENDING green
seal by body_manager -> rule 581 AGREED/CONFIRM_OPEN/PERFORM_PENDING green

story 受理前撤回申请
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
withdraw_confirmation seat=0 by party 0 -> rule 617 AGREED/CONFIRM_WITHDRAWN/PERFORM_PENDING green

story 裁定驳回后起诉
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
at 2020-06-16 09:00
accept_confirmation case_number=(2020)浙0108民特18号 date=2020-06-16 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
dismiss_confirmation bar=unclear reason=内容不明确 by confirming_judge -> rule 625 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green gives remedies_notice
sue by party 0 -> rule 731 FAILED_OPEN/CONFIRM_DISMISSED/PERFORM_SUED red gives remedies_notice

story 当事人异议成立,确认撤销
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2021-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特19号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2020-06-20 09:00
appear date=2020-06-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
object reason=违反自愿 by party 1 -> rule 633 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
expire objection_review -> rule 645 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
decide_objection ruling=upheld reason=违反自愿原则 by confirming_judge -> rule 641 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green gives remedies_notice
go_to_court by party 1 -> rule 729 FAILED_OPEN/CONFIRM_DISMISSED/PERFORM_SUED red

story 当事人异议期过后,利害关系人仍可提出;异议驳回
at 2020-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2021-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特20号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2020-06-20 09:00
appear date=2020-06-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
at 2020-06-21 09:00
serve seat=0 date=2020-06-21 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=1 date=2020-06-21 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
expire objection_party -> rule 631 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green
at 2020-12-15 09:00
object reason=损害利益 by party 1 -> refused period_over rule 630
object seat=2 reason=损害利益 by court_clerk -> rule 635 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
expire objection_third -> rule 639 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
decide_objection ruling=rejected reason=无事实依据 by confirming_judge -> rule 643 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green

story 劳动争议协议向仲裁委员会申请审查
at 2020-06-15 09:00
register type=labour channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> refused labour_route rule 601

story 涉及身份关系的不予确认
at 2020-06-15 09:00
register type=marriage channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign signing=fingerprint by party 0 -> rule 519 AGREEMENT_DRAFT green
sign signing=fingerprint by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> refused family_status rule 603

story 一方未收到裁定的,其异议期不起算
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2022-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特31号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
appear date=2020-06-15 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-15 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=0 date=2020-06-15 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=0 date=2020-06-15 by court_clerk -> refused already rule 628
expect due objection_party 2020-06-30
expire objection_party -> rule 632 AGREED/CONFIRMED/PERFORM_PENDING green
expect no objection_party
expire objection_third -> rule 639 AGREED/CONFIRMED/PERFORM_PENDING green
object reason=违反自愿 by party 0 -> refused period_over rule 630
serve seat=1 date=2020-12-16 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
expect due objection_party 2020-12-31
object reason=违反自愿 by party 1 -> rule 633 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green

story 异议驳回后,另一方的异议期继续计算
at 2020-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2022-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特32号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
appear date=2020-06-15 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-15 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=0 date=2020-06-15 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
object reason=违反自愿 by party 0 -> rule 633 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
expect no objection_party
day +1
serve seat=1 date=2020-06-16 by court_clerk -> rule 629 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
object reason=同样异议 by party 1 -> rule 634 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
decide_objection ruling=rejected reason=自愿达成 by confirming_judge -> rule 644 AGREED/CONFIRMED/PERFORM_PENDING green
expect due objection_party 2020-06-30
expire objection_party -> rule 632 AGREED/CONFIRMED/PERFORM_PENDING green
expire objection_party -> rule 631 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green
object reason=损害第三人利益 by party 2 -> rule 635 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
decide_objection ruling=rejected reason=无利害关系 by confirming_judge -> rule 643 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green

story 司法确认未决的,撤回后才能起诉
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2022-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特33号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
sue by party 0 -> refused confirm_pending rule 720
go_to_court by party 1 -> refused confirm_pending rule 726
withdraw_confirmation reason=改为起诉 by party 1 -> rule 617 AGREED/CONFIRM_WITHDRAWN/PERFORM_PENDING green
go_to_court by party 1 -> rule 729 FAILED_OPEN/CONFIRM_WITHDRAWN/PERFORM_SUED red gives remedies_notice

story 申请未决同样不能起诉;撤回后就协议起诉
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2022-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
go_to_court by party 1 -> refused confirm_pending rule 726
withdraw_confirmation reason=改为起诉 by party 0 -> rule 617 AGREED/CONFIRM_WITHDRAWN/PERFORM_PENDING green
sue by party 0 -> rule 731 FAILED_OPEN/CONFIRM_WITHDRAWN/PERFORM_SUED red gives filing_packet
