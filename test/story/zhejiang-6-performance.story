# 履行
# Performance: in time, in part, late, breached, enforced, sued upon.
procedure zhejiang-2025

story 分期按时履行,归档
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_due 2025-07-02
archive by body_manager -> refused not_performed rule 925
apply_enforcement by party 0 -> refused no_breach rule 715
record_performance obligation=2 result=fulfilled by mediator -> refused obligation_unknown
record_performance obligation=0 result=fulfilled date=2025-06-30 by mediator -> refused misdated rule 0 missing date
at 2025-06-30 09:00
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
record_performance obligation=0 result=fulfilled date=2025-06-30 by mediator -> rule 705 AGREED/CONFIRM_OPEN/PERFORM_PARTIAL green
at 2025-07-14 09:00
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PARTIAL green
record_performance obligation=1 result=fulfilled date=2025-07-14 by party 1 -> refused role
record_performance obligation=1 result=fulfilled date=2025-07-14 by mediator -> rule 701 AGREED/CONFIRM_OPEN/PERFORM_DONE green
expect no performance_due
at 2025-07-14 10:00
visit date=2025-07-14 note=满意 by mediator -> rule 903 AGREED/CONFIRM_OPEN/PERFORM_DONE green
archive by body_manager -> rule 927 CLOSED/CONFIRM_LAPSED/PERFORM_DONE grey

story 逾期后督促,迟延履行
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_due -> rule 709 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
expire confirm_window -> rule 611 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
expire performance_due -> rule 710 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
expect due performance_follow_up 2025-08-04
expect due enforcement_limit 2027-07-15
expire performance_follow_up -> rule 711 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
apply_enforcement by party 0 -> refused not_confirmed rule 717
record_performance obligation=0 result=late by mediator -> rule 707 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
record_performance obligation=1 result=late by mediator -> rule 701 AGREED/CONFIRM_LAPSED/PERFORM_DONE green

story 违约,未经司法确认,就协议起诉
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
record_performance obligation=0 result=breached by mediator -> rule 703 AGREED/CONFIRM_OPEN/PERFORM_BREACHED green gives remedies_notice
sue by party 0 -> rule 723 FAILED_OPEN/CONFIRM_IDLE/PERFORM_SUED red gives remedies_notice filing_packet
submit_filing claims=请求履行调解协议 facts=对方未按协议付款 court=court by party 0 -> rule 801 FILING/CONFIRM_IDLE/PERFORM_SUED red

story 经司法确认的申请强制执行,执行到位
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2025)浙0108诉前调确21号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2025-06-20 09:00
appear date=2025-06-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2025-06-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
expire performance_reminder -> rule 708 AGREED/CONFIRMED/PERFORM_PENDING green
expire performance_due -> rule 709 AGREED/CONFIRMED/PERFORM_OVERDUE green
record_performance obligation=0 result=breached by mediator -> rule 703 AGREED/CONFIRMED/PERFORM_BREACHED green
apply_enforcement by party 0 -> rule 719 AGREED/CONFIRMED/PERFORM_ENFORCEMENT green
record_performance obligation=0 result=late by court_clerk -> rule 707 AGREED/CONFIRMED/PERFORM_ENFORCEMENT green
record_performance obligation=1 result=fulfilled by court_clerk -> rule 701 AGREED/CONFIRMED/PERFORM_DONE green
archive by body_manager -> rule 929 CLOSED/CONFIRMED/PERFORM_DONE grey

story 转入执行后归档
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2025)浙0108诉前调确21号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2025-06-20 09:00
appear date=2025-06-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2025-06-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
expire performance_reminder -> rule 708 AGREED/CONFIRMED/PERFORM_PENDING green
expire performance_due -> rule 709 AGREED/CONFIRMED/PERFORM_OVERDUE green
apply_enforcement by party 0 -> rule 719 AGREED/CONFIRMED/PERFORM_ENFORCEMENT green
archive by body_manager -> rule 923 CLOSED/CONFIRMED/PERFORM_ENFORCEMENT grey
archive by body_manager -> refused already rule 919

story 二年未申请执行,督促终结
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_due -> rule 709 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
expire confirm_window -> rule 611 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
expire performance_due -> rule 710 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
expire performance_follow_up 23 times -> rule 711 AGREED/CONFIRM_LAPSED/PERFORM_OVERDUE green
expire enforcement_limit -> rule 713 AGREED/CONFIRM_LAPSED/PERFORM_LAPSED green
archive by body_manager -> rule 923 CLOSED/CONFIRM_LAPSED/PERFORM_LAPSED grey

story 对协议内容有争议的可以转入诉讼
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
go_to_court by party 1 -> rule 727 FAILED_OPEN/CONFIRM_IDLE/PERFORM_SUED red gives remedies_notice

story 确认期间未过而已履行完毕的可以归档
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=分两期退还押金 owes=1>0:100000@2025-07-01,1>0:240000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2025)浙0108诉前调确21号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
at 2025-06-20 09:00
appear date=2025-06-20 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2025-06-20 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
record_performance obligation=0 result=excused by mediator -> rule 705 AGREED/CONFIRMED/PERFORM_PARTIAL green
record_performance obligation=1 result=fulfilled by grid_worker -> rule 701 AGREED/CONFIRMED/PERFORM_DONE green
archive by mediator -> rule 929 CLOSED/CONFIRMED/PERFORM_DONE grey

story 履行期限不得早于达成协议之日
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=退还押金 owes=1>0:340000@2025-06-14 by mediator -> refused past_due rule 0 missing obligations
reach_agreement terms=退还押金 owes=1>0:100000@2025-06-14,1>0:240000@2025-07-15 by mediator -> refused past_due rule 0 missing obligations
reach_oral_agreement terms=退还押金 owes=1>0:340000@2025-06-14 by mediator -> refused past_due rule 0 missing obligations
reach_oral_agreement terms=当场退还押金 owes=1>0:340000@2025-06-15 by mediator -> rule 509 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
record_performance obligation=0 result=fulfilled date=2025-06-15 by mediator -> rule 701 AGREED/CONFIRM_OPEN/PERFORM_DONE green
go_to_court by party 1 -> refused not_here

story 协议生效时履行期已过的,当日届满
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=退还押金 owes=1>0:340000@2025-06-16 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
day +4
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_due 2025-06-19
expire performance_due -> rule 709 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
expect due enforcement_limit 2027-06-16

story 第三人自行起诉,双方的协议继续履行
at 2025-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2027-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
go_to_court by party 2 -> rule 724 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives filing_packet
