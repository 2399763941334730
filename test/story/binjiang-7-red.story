# 红码:可以起诉,或者转入审判
# Red: the party may file, refile or reopen; or the court tries the case.
procedure binjiang-2020

story 双方同意重启,回到黄码
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=big_gap by mediator -> rule 269 FAILED_OPEN red
reopen by party 0 -> rule 819 FAILED_OPEN red
reopen by party 1 -> rule 817 FIRST yellow
expect due mediation_limit 2020-07-15
expect due assignment 2020-06-17

story 网上立案:补正、逾期、不予立案、再次申请
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 by party 0 -> refused field_missing missing court
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red gives filing_packet
expect due filing_decision 2020-06-22
ask_supplement reason=缺少证据清单 by filing_judge -> rule 803 SUPPLEMENT red
expect due supplement_limit 2020-06-30
supplement note=已补证据清单 by party 0 -> rule 805 FILING red
expect due filing_decision 2020-06-22
expire filing_decision -> rule 813 FILING red
withdraw reason=材料有误 by party 0 -> rule 807 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
refuse_filing reason=不属于受理范围 by filing_judge -> rule 809 FAILED_OPEN red gives remedies_notice
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
ask_supplement reason=被告不明确 by filing_judge -> rule 803 SUPPLEMENT red
expire supplement_limit -> rule 815 FAILED_OPEN red
serve seat=0 manner=电子送达 by court_clerk -> rule 901 FAILED_OPEN red
archive by body_manager -> rule 931 CLOSED grey

story 立案后通知交费,交费进入审理
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
register_court case_number=(2020)浙0108民初565号 by filing_judge -> rule 811 TRIAL red
notify_fee by court_clerk -> rule 823 FEE_DUE red gives fee_notice
expect due fee_limit 2020-06-22
pay_fee by party 0 -> rule 825 TRIAL red
notify_fee by court_clerk -> refused already rule 821
close_case way=other by court_clerk -> rule 829 CLOSED grey

story 逾期未交费的,由法院裁定按撤诉处理
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
register_court case_number=(2020)浙0108民初565号 by filing_judge -> rule 811 TRIAL red
notify_fee by court_clerk -> rule 823 FEE_DUE red gives fee_notice
expect due fee_limit 2020-06-22
expire fee_limit -> rule 827 FEE_UNPAID red
expect stage failed_trial
close_case way=other by court_clerk -> refused not_here
close_case way=deemed_withdrawal by party 0 -> refused role
close_case way=deemed_withdrawal by filing_judge -> rule 828 WITHDRAWN grey
expect no trial_limit


story 裁定前交费的继续审理;审理期限与院长批准延长
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
register_court case_number=(2020)浙0108民初565号 by filing_judge -> rule 811 TRIAL red
notify_fee by court_clerk -> rule 823 FEE_DUE red gives fee_notice
expect due fee_limit 2020-06-22
expire fee_limit -> rule 827 FEE_UNPAID red
pay_fee by party 0 -> rule 825 TRIAL red
expect due trial_limit 2020-12-15
extend_review days=180 reason=案情复杂 by filing_judge -> rule 833 TRIAL red
expect due trial_limit 2021-06-15
expire trial_limit -> rule 831 TRIAL red
extend_review days=30 reason=再次延长 by filing_judge -> refused no_limit rule 832
close_case way=other by court_clerk -> rule 829 CLOSED grey

story 小额诉讼二个月
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 801 FILING red
register_court case_number=(2020)浙0108民初565号 court_procedure=small_claim by filing_judge -> rule 811 TRIAL red
expect due trial_limit 2020-08-17
