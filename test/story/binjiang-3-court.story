# 蓝码:立案前法院委派调解
# Blue before 2025: the court delegates before filing.
procedure binjiang-2020

story 窗口移送法院:编号、征得同意、委派、接受、三十日
at 2020-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
refer_court court=court reason=适宜调解 by window_clerk -> rule 303 COURT_REFERRED blue gives transfer_slip
expect stage court_pre
expect due joint_choice 2020-06-17
expect due appointment 2020-06-18
appoint body=invited by court_clerk -> refused number_needed rule 403
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> refused consent_needed rule 405
consent by party 0 -> rule 205 COURT_REFERRED blue
notify seat=1 manner=电话 by court_clerk -> rule 203 COURT_REFERRED blue
consent seat=1 manner=电话 by court_clerk -> rule 205 COURT_REFERRED blue
expire joint_choice -> rule 409 COURT_REFERRED blue
expire appointment -> rule 411 COURT_REFERRED blue
expect due appointment 2020-06-24
appoint body=invited mediator=zhao by court_clerk -> rule 407 COURT_OFFERED blue
expect due referral_answer 2020-06-24
accept_referral by body_manager of committee -> refused relation
at 2020-06-22 10:00
accept_referral date=2020-06-22 by mediator -> rule 413 COURT_MEDIATION blue
expect due court_limit 2020-07-22
accept_case by mediator -> rule 209 COURT_MEDIATION blue
day +1
hold_session date=2020-06-23 attendance=0,1 by mediator -> rule 231 COURT_MEDIATION blue
ask_extension days=60 reason=双方要求 by mediator -> rule 245 COURT_MEDIATION blue
consent_extension by party 0 -> rule 251 COURT_MEDIATION blue
consent_extension seat=1 by mediator -> rule 249 COURT_MEDIATION blue
expect due court_limit 2020-09-21
stay stay_reason=appraisal by mediator -> rule 235 COURT_MEDIATION blue
day +10
resume by mediator -> rule 239 COURT_MEDIATION blue
expect due court_limit 2020-10-09
expire court_limit -> rule 419 FAILED_OPEN red gives remedies_notice
expect stage failed_open
expect ground period_over

story 特邀组织不接受,另行委派;沉默的重新指定
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
decline_referral reason=人手不足 by body_manager -> rule 415 COURT_REFERRED blue
appoint body=lawyers by court_clerk -> rule 407 COURT_OFFERED blue
expire referral_answer -> rule 417 COURT_REFERRED blue
expect due appointment 2020-06-24

story 委派调解达成协议,双方签字即生效
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
accept_referral by body_manager -> rule 413 COURT_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
accept_case by mediator -> rule 209 COURT_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 505 COURT_DRAFT green
expect stage agreed
sign by party 0 -> rule 537 COURT_DRAFT green
vary terms=改为七月二十日前 owes=1>0:340000@2020-07-20 by mediator -> rule 551 COURT_DRAFT green
sign by party 0 -> rule 537 COURT_DRAFT green
sign by party 1 -> rule 533 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives agreement
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green

story 委派调解达成无履行义务的协议
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
accept_referral by body_manager -> rule 413 COURT_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
accept_case by mediator -> rule 209 COURT_MEDIATION blue
reach_agreement terms=互相道歉 by mediator -> rule 505 COURT_DRAFT green
sign by party 0 -> rule 537 COURT_DRAFT green
sign seat=1 manner=纸质 by court_clerk -> rule 535 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 委派协议期限内不签字
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
accept_referral by body_manager -> rule 413 COURT_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
accept_case by mediator -> rule 209 COURT_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2020-07-15 by mediator -> rule 505 COURT_DRAFT green
expire signing_limit -> rule 539 FAILED_OPEN red gives remedies_notice
expect ground refuses_to_sign

story 委派阶段随时可以转入诉讼
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
go_to_court by party 0 -> rule 259 FAILED_OPEN red gives remedies_notice

story 待接受时一方拒绝
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
refuse_mediation by party 1 -> rule 255 FAILED_OPEN red gives remedies_notice

story 委派调解中终止
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意诉前委派 by mediator -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调801号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
accept_referral by body_manager -> rule 413 COURT_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
accept_case by mediator -> rule 209 COURT_MEDIATION blue
terminate ground=unreachable by mediator -> rule 269 FAILED_OPEN red gives remedies_notice

story 委派后调解员三个工作日未答复的,重新指派
at 2020-06-15 09:00
register type=contract channel=window source=applied joint=yes by window_clerk -> rule 101 INTAKE grey
refer_court court=court reason=双方同意诉前委派 by centre -> rule 303 COURT_REFERRED blue
register_court case_number=(2020)浙0108民诉前调811号 by court_clerk -> rule 401 COURT_REFERRED blue
appoint body=invited by court_clerk -> rule 407 COURT_OFFERED blue gives transfer_slip
accept_referral by body_manager -> rule 413 COURT_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
expect due case_answer 2020-06-18
expire case_answer -> rule 213 COURT_MEDIATION blue
accept_case by mediator of zhao -> refused not_here
decline_case reason=已经重新指派 by body_manager -> refused mediator_needed rule 210
assign mediator=zhao by body_manager -> rule 207 COURT_MEDIATION blue
accept_case by mediator -> rule 209 COURT_MEDIATION blue
expect no case_answer
