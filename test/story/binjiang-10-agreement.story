# 变更、签署方式、到庭核实、逐笔履行、法院的矛盾决定
# The agreement varied beside itself, how it was signed, appearing in court, each due day, and
# what a court cannot decide twice.
procedure binjiang-2020

story 劳动争议须制作调解协议书
at 2020-06-15 09:00
register type=labour channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_oral_agreement terms=当场给付 by mediator -> refused writing_needed rule 508

story 医疗纠纷须制作调解协议书
at 2020-06-15 09:00
register type=medical channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_oral_agreement terms=当场给付 by mediator -> refused writing_needed rule 506

story 公安机关调解的交通事故须制作调解书,双方签名即生效
at 2020-06-15 09:00
register type=traffic channel=window source=applied body=police by window_clerk -> rule 101 INTAKE grey
accept by body_manager of police -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=gao by body_manager of police -> rule 207 FIRST yellow
accept_case by mediator of gao -> rule 209 FIRST yellow
reach_oral_agreement terms=当场给付 by mediator of gao -> refused writing_needed rule 504
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator of gao -> rule 503 AGREEMENT_DRAFT green
sign signing=paper by party 0 -> rule 519 AGREEMENT_DRAFT green
sign signing=stamp by party 1 -> rule 514 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives agreement
sign_mediator signing=paper by mediator of gao -> rule 526 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal signing=stamp by body_manager of police -> rule 532 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改为七月二十日前 owes=1>0:340000@2020-07-20 reason=双方协商 by mediator of gao -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign signing=stamp by party 1 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 569 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives agreement

story 律师调解组织的协议无履行义务,双方签名即生效;变更亦同
at 2020-06-15 09:00
register type=contract channel=window source=applied body=lawyers by window_clerk -> rule 101 INTAKE grey
accept by body_manager of lawyers -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=sun by body_manager of lawyers -> rule 207 FIRST yellow
accept_case by mediator of sun -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 by mediator of sun -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 516 AGREED/CONFIRM_OPEN/PERFORM_DONE green
vary terms=改为书面道歉 reason=双方协商 by mediator of sun -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_DONE green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_DONE green
sign by party 1 -> rule 571 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 劳动争议在任何组织都须调解员签名并盖章
at 2020-06-15 09:00
register type=labour channel=window source=applied body=lawyers by window_clerk -> rule 101 INTAKE grey
accept by body_manager of lawyers -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=sun by body_manager of lawyers -> rule 207 FIRST yellow
accept_case by mediator of sun -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 by mediator of sun -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green

story 涉及人身关系的须在纸质协议上签名
at 2020-06-15 09:00
register type=marriage channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> refused paper_only rule 512
sign signing=paper attachment=7 by party 0 -> rule 519 AGREEMENT_DRAFT green
sign seat=1 signing=fingerprint attachment=8 by mediator -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal signing=stamp by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改为七月二十日前 owes=1>0:340000@2020-07-20 reason=双方协商 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> refused paper_only rule 563
sign signing=paper by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green

story 变更协议签署前原协议继续有效;当事人最后签名即生效
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改为分期 owes=1>0:170000@2020-07-20,1>0:170000@2020-08-20 reason=资金周转 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_due 2020-07-16
expect due variation_limit 2020-06-22
apply_confirmation court=court by party 0 -> refused variation_pending rule 602
archive by body_manager -> refused variation_pending rule 918
claim_performance obligation=0 result=partial amount_fen=100000 by party 1 -> rule 712 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign_mediator by mediator -> rule 579 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal by body_manager -> rule 585 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 565 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives agreement
expect no variation_limit
expect due performance_due 2020-07-21
expect due performance_reminder 2020-07-17

story 变更为无履行义务:当事人最后签名
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=免除给付并道歉 reason=双方协商 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign_mediator by mediator -> rule 579 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal by body_manager -> rule 585 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 567 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 变更:调解员最后签名
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改动 owes=1>0:340000@2020-07-20 reason=双方协商 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal by body_manager -> rule 585 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign_mediator by mediator -> rule 575 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改动 reason=双方协商 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal by body_manager -> rule 585 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign_mediator by mediator -> rule 577 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 变更:组织最后盖章,无履行义务
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=免除给付 reason=双方协商 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign_mediator by mediator -> rule 579 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
seal by body_manager -> rule 583 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 一方不同意变更,或者逾期不签,原协议继续有效
parties 1 claimant 1 respondent 1 third
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
vary terms=改为八月 owes=1>0:340000@2020-08-15 reason=资金周转 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
reject_variation reason=与我无关 by party 2 -> rule 587 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
reject_variation reason=不同意延期 by party 0 -> rule 589 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect no variation_limit
reject_variation reason=再次 by party 0 -> refused not_here
sign by party 0 -> refused not_here
vary terms=改为七月底 owes=1>0:340000@2020-07-31 reason=再议 by mediator -> rule 548 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire variation_limit -> rule 591 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_due 2020-07-16

story 未申请、未受理、未到庭的不能裁定;已作决定的不再另作决定
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2021-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特41号 by court_clerk -> refused not_applied rule 647
reject_confirmation bar=outside_court reason=无 by court_clerk -> refused not_applied rule 649
confirm date=2020-06-15 by confirming_judge -> refused not_applied rule 651
dismiss_confirmation bar=unclear reason=无 by confirming_judge -> refused not_applied rule 653
apply_confirmation court=court manner=口头 by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
confirm date=2020-06-15 by confirming_judge -> refused not_accepted rule 655
dismiss_confirmation bar=unclear reason=内容不明确 by confirming_judge -> refused not_accepted rule 657
reject_confirmation bar=unclear reason=内容不明确 by court_clerk -> refused bar_later rule 614
reject_confirmation reason=不属于受理范围 by court_clerk -> refused field_missing rule 615 missing bar
accept_confirmation case_number=(2020)浙0108民特41号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特41号 by court_clerk -> refused decided rule 659
reject_confirmation bar=outside_court reason=不属于受理范围 by court_clerk -> refused decided rule 661
confirm date=2020-06-15 by confirming_judge -> refused not_appeared rule 622
appear date=2020-06-15 attendance=0 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-15 by confirming_judge -> refused not_appeared rule 622
appear date=2020-06-15 attendance=1 by confirming_judge -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
dismiss_confirmation bar=involuntary reason=违反自愿 by confirming_judge -> rule 625 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green gives remedies_notice
confirm date=2020-06-15 by confirming_judge -> refused decided rule 663
dismiss_confirmation bar=unclear reason=再次 by confirming_judge -> refused decided rule 665
vary terms=明确给付 owes=1>0:340000@2021-12-31 reason=裁定驳回后变更 by mediator -> rule 548 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green
sign by party 0 -> rule 573 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green
sign by party 1 -> rule 573 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green
sign_mediator by mediator -> rule 579 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green
seal by body_manager -> rule 581 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due confirm_window 2020-07-15

story 逾期的一笔补上后回到部分履行;违约补上后仍有逾期;归档前发现退票
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:100000@2020-07-01,1>0:100000@2020-07-10,1>0:140000@2020-08-10 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_reminder 2020-06-28
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expire performance_due -> rule 709 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
at 2020-07-03 09:00
record_performance obligation=0 result=fulfilled date=2020-07-02 by mediator -> refused result_late rule 704 missing date result
record_performance obligation=0 result=late date=2020-07-02 amount_fen=100000 attachment=3 by mediator -> rule 704 AGREED/CONFIRM_OPEN/PERFORM_PARTIAL green
record_performance obligation=1 result=late date=2020-07-03 by mediator -> refused result_on_time rule 705 missing date result
expire performance_reminder -> rule 708 AGREED/CONFIRM_OPEN/PERFORM_PARTIAL green
expire performance_due -> rule 709 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
record_performance obligation=2 result=breached by mediator -> rule 703 AGREED/CONFIRM_OPEN/PERFORM_BREACHED green
record_performance obligation=2 result=excused by mediator -> rule 706 AGREED/CONFIRM_OPEN/PERFORM_OVERDUE green
record_performance obligation=1 result=late by mediator -> rule 701 AGREED/CONFIRM_OPEN/PERFORM_DONE green gives performance_proof
record_performance obligation=1 result=breached note=付款被退回 by mediator -> rule 702 AGREED/CONFIRM_OPEN/PERFORM_BREACHED green gives remedies_notice
record_performance obligation=1 result=late by mediator -> rule 701 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 未提交的不能立案;立案后不再另作决定
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator of wang -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
refuse_filing reason=被告不明确 by filing_judge -> rule 809 FAILED_OPEN red
register_court case_number=(2020)浙0108民初51号 by filing_judge -> refused not_filed rule 835
refuse_filing reason=重复 by filing_judge -> refused not_filed rule 837
ask_supplement reason=重复 by filing_judge -> refused not_filed rule 839
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
register_court case_number=(2020)浙0108民初51号 by filing_judge -> rule 811 TRIAL red
register_court case_number=(2020)浙0108民初52号 by filing_judge -> refused decided rule 841
refuse_filing reason=重复 by filing_judge -> refused decided rule 843
ask_supplement reason=重复 by filing_judge -> refused decided rule 845
