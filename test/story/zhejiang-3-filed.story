# 蓝码:先立案,双方同意后委托调解
# Blue since 2025: filed first, then mediation by consent.
procedure zhejiang-2025

story 起诉状七日内立案,征询意愿,普通程序十五日加延三十日
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
refer_court court=court reason=诉前委派 by window_clerk -> refused filed_first rule 303
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
expect stage intake
expect due complaint_decision 2025-06-23
refer_court court=court reason=诉前委派 by window_clerk -> refused filed_first rule 303
ask_supplement reason=缺少身份证明 by filing_judge -> rule 117 COMPLAINT_SUPPLEMENT grey
expect due complaint_supplement 2025-06-30
supplement by party 0 -> rule 119 COMPLAINT grey
expire complaint_decision -> rule 125 COMPLAINT grey
register_court case_number=(2025)浙0108民初565号 by filing_judge -> refused field_missing missing court_procedure
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary by filing_judge -> rule 403 FILED_ASKED blue
expect stage court_filed
expect due consent_answer 2025-07-01
notify seat=1 manner=电子送达 by court_clerk -> rule 203 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
expect due joint_choice 2025-06-26
expire joint_choice -> rule 421 FILED_CONSENTED blue
expire appointment -> rule 423 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue
expect due referral_answer 2025-07-02
at 2025-07-01 10:00
accept_referral date=2025-07-01 by mediator -> rule 425 FILED_MEDIATION blue
expect due filed_limit 2025-07-16
accept_case by mediator -> rule 209 FILED_MEDIATION blue
ask_extension days=31 reason=双方要求 by mediator -> refused over_cap
ask_extension days=30 reason=双方要求 by mediator -> rule 245 FILED_MEDIATION blue
consent_extension by party 0 -> rule 251 FILED_MEDIATION blue
consent_extension by party 1 -> rule 249 FILED_MEDIATION blue
expect due filed_limit 2025-08-15
ask_extension days=1 reason=再延 by mediator -> refused over_cap
expire filed_limit -> rule 437 TRIAL red gives remedies_notice
expect stage failed_trial
expect ground period_over

story 简易程序七日
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=simplified date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
expect due filed_limit 2025-06-23

story 一方不同意调解,转入审判
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
refuse_mediation by party 1 -> rule 413 TRIAL red gives remedies_notice
expect stage failed_trial

story 立案后第三人不参加的,双方仍可调解
at 2025-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
refuse_mediation seat=2 by court_clerk -> rule 415 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue

story 期限内不答复视为不同意
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
expire consent_answer -> rule 419 TRIAL red gives remedies_notice
expect ground party_refuses

story 特邀组织不接受或者沉默的另行委托
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited by court_clerk -> rule 411 FILED_OFFERED blue
decline_referral reason=人手不足 by body_manager -> rule 427 FILED_CONSENTED blue
appoint body=lawyers by court_clerk -> rule 411 FILED_OFFERED blue
expire referral_answer -> rule 429 FILED_CONSENTED blue
terminate ground=other by court_clerk -> rule 435 TRIAL red

story 第二次申请更换调解员视为拒绝
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
ask_recusal reason=有利害关系 by party 1 -> rule 433 FILED_MEDIATION blue
assign mediator=zhao by body_manager -> rule 207 FILED_MEDIATION blue
ask_recusal reason=仍不信任 by party 1 -> rule 431 TRIAL red gives remedies_notice

story 达成协议,法院出具调解书,可以强制执行
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 505 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
vary terms=改为七月二十日前 owes=1>0:340000@2025-07-20 by mediator -> rule 561 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
sign by party 1 -> rule 533 FILED_AGREED green
expect stage agreed
expect due court_closing 2025-06-30
apply_confirmation court=court by party 0 -> refused court_closes rule 545
expire court_closing -> rule 439 FILED_AGREED green
close_case way=statement by court_clerk -> rule 537 FILED_CLOSED/CONFIRM_IDLE/PERFORM_PENDING green gives mediation_statement
expire performance_reminder -> rule 708 FILED_CLOSED/CONFIRM_IDLE/PERFORM_PENDING green
expire performance_due -> rule 709 FILED_CLOSED/CONFIRM_IDLE/PERFORM_OVERDUE green
sue by party 0 -> refused is_confirmed
apply_enforcement by party 0 -> rule 719 FILED_CLOSED/CONFIRM_IDLE/PERFORM_ENFORCEMENT green

story 达成协议,无履行义务,出具调解书
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=互相道歉 by mediator -> rule 505 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
sign by party 1 -> rule 533 FILED_AGREED green
close_case way=statement by court_clerk -> rule 539 FILED_CLOSED/CONFIRM_IDLE/PERFORM_DONE green gives mediation_statement
archive by body_manager -> rule 929 CLOSED/CONFIRM_IDLE/PERFORM_DONE grey

story 达成协议,准许撤诉;违约的就协议起诉
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 505 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
sign by party 1 -> rule 533 FILED_AGREED green
close_case way=withdrawal by court_clerk -> rule 541 FILED_CLOSED/CONFIRM_IDLE/PERFORM_PENDING green
record_performance obligation=0 result=breached by mediator -> rule 703 FILED_CLOSED/CONFIRM_IDLE/PERFORM_BREACHED green
apply_enforcement by party 0 -> refused not_confirmed
sue by party 0 -> rule 731 FAILED_OPEN/CONFIRM_IDLE/PERFORM_SUED red gives remedies_notice

story 达成协议即时履行,其他方式结案
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=当场付清 by mediator -> rule 505 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
sign by party 1 -> rule 533 FILED_AGREED green
close_case way=other by court_clerk -> rule 543 FILED_CLOSED/CONFIRM_IDLE/PERFORM_DONE green

story 签字后、结案前反悔的,法院及时判决
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 505 FILED_DRAFT green
sign by party 0 -> rule 535 FILED_DRAFT green
sign by party 1 -> rule 533 FILED_AGREED green
go_to_court by party 1 -> rule 417 TRIAL red gives remedies_notice
expect stage failed_trial

story 委托协议期限内不签字
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue gives transfer_slip
accept_referral by mediator -> rule 425 FILED_MEDIATION blue
accept_case by mediator -> rule 209 FILED_MEDIATION blue
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 505 FILED_DRAFT green
expire signing_limit -> rule 549 TRIAL red gives remedies_notice
expect ground refuses_to_sign

story 立案后撤回调解的转入审判;是否准许撤诉由法院裁定
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey gives filing_packet
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary date=2025-06-15 by filing_judge -> rule 403 FILED_ASKED blue gives rights_notice
withdraw reason=自行和解 by party 0 -> rule 262 TRIAL red gives remedies_notice
close_case way=withdrawal by mediator -> refused role
close_case way=withdrawal by filing_judge -> rule 827 CLOSED grey

story 委托调解中自行和解的,由法院准许撤诉
at 2025-06-15 09:00
parties 2 claimant 1 respondent
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey
register_court case_number=(2025)浙0108民初568号 court_procedure=ordinary by filing_judge -> rule 403 FILED_ASKED blue
withdraw by party 0 -> rule 263 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 409 FILED_ASKED blue
consent by party 2 -> rule 407 FILED_CONSENTED blue
appoint body=invited mediator=zhao by court_clerk -> rule 411 FILED_OFFERED blue
accept_referral date=2025-06-16 by mediator -> refused misdated rule 0 missing date
accept_referral date=2025-06-14 by mediator -> refused misdated rule 0 missing date
accept_referral date=2025-06-15 by mediator -> rule 425 FILED_MEDIATION blue
expect due filed_limit 2025-06-30
stay stay_reason=agreed_pause by mediator -> refused consent_needed rule 234
terminate ground=self_settled by mediator -> rule 435 TRIAL red gives remedies_notice
expect ground self_settled
close_case way=withdrawal by court_clerk -> rule 827 CLOSED grey

story 起诉材料逾期未补正
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
ask_supplement reason=缺少身份证明 by filing_judge -> rule 117 COMPLAINT_SUPPLEMENT grey
expire complaint_supplement -> rule 127 FAILED_OPEN red gives remedies_notice
expect ground none

story 起诉状不符合条件,不予立案
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
refuse_filing reason=没有明确的被告 by filing_judge -> rule 121 FAILED_OPEN red gives remedies_notice

story 起诉后表示不调解,立案后直接审判
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
refuse_mediation by party 0 -> rule 405 COMPLAINT grey
register_court case_number=(2025)浙0108民初566号 court_procedure=ordinary by filing_judge -> rule 401 TRIAL red gives remedies_notice

story 等待立案时要求直接诉讼
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
expect due complaint_decision 2025-06-23
day +5
go_to_court by party 0 -> rule 123 FILING red gives remedies_notice
expect due complaint_decision 2025-06-23
expire complaint_decision -> rule 811 FILING red
expect due complaint_decision 2025-07-01

story 委托后调解员三个工作日未答复的,重新指派
at 2025-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing seat=0 claims=退还押金 facts=租期届满 court=court by window_clerk -> rule 115 COMPLAINT grey
register_court case_number=(2025)浙0108民初571号 court_procedure=small_claim by filing_judge -> rule 403 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
appoint body=invited by court_clerk -> rule 411 FILED_OFFERED blue
accept_referral by body_manager -> rule 425 FILED_MEDIATION blue
expect due filed_limit 2025-06-23
assign mediator=zhao by body_manager -> rule 207 FILED_MEDIATION blue
expect due case_answer 2025-06-18
expire case_answer -> rule 213 FILED_MEDIATION blue
decline_case reason=已经重新指派 by body_manager -> refused mediator_needed rule 210
assign mediator=zhao by body_manager -> rule 207 FILED_MEDIATION blue
ask_recusal reason=系亲属 by party 0 -> rule 433 FILED_MEDIATION blue
expect no case_answer
