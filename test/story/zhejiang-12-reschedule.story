# 调整期限:谁可以调,调到哪天,哪些不能调
# A running deadline gets another last day: by whom, how far, and what nobody may touch.
procedure zhejiang-2025

story 监督人员调整:受理、调解期限
at 2025-06-16 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
expect due intake_acceptance 2025-06-19
reschedule deadline=intake_acceptance last_day=2025-06-20 shift_ground=just_cause reason=材料较多 by body_manager -> refused role rule 941
reschedule deadline=intake_acceptance last_day=2025-06-20 shift_ground=just_cause by supervisor -> refused field_missing rule 941 missing reason
reschedule deadline=mediation_limit last_day=2025-06-20 shift_ground=wrong_day reason=尚未起算 by supervisor -> refused no_deadline rule 941
reschedule deadline=intake_acceptance last_day=2025-06-15 shift_ground=wrong_day reason=早于今日 by supervisor -> refused day_past rule 941
reschedule deadline=intake_acceptance last_day=2025-06-19 shift_ground=wrong_day reason=没有变化 by supervisor -> refused same_day rule 941
reschedule deadline=intake_acceptance last_day=2025-06-25 shift_ground=just_cause reason=超过三个工作日 by supervisor -> refused day_over_cap rule 941
reschedule deadline=intake_acceptance last_day=2025-06-21 shift_ground=just_cause reason=周六顺延至周一 by supervisor -> rule 941 INTAKE grey
expect due intake_acceptance 2025-06-23
reschedule deadline=intake_acceptance last_day=2025-06-18 shift_ground=wrong_day reason=调解组织自己的期限可以提前 by supervisor -> rule 941 INTAKE grey
expect due intake_acceptance 2025-06-18
accept by body_manager -> rule 105 FIRST yellow
expect due assignment 2025-06-18
expect due mediation_limit 2025-07-16
reschedule deadline=mediation_limit last_day=2025-07-15 shift_ground=wrong_day reason=少一天 by supervisor -> refused told_later rule 941
reschedule deadline=mediation_limit last_day=2025-07-25 shift_ground=just_cause reason=再谈谈 by supervisor -> refused consent_needed rule 933
reschedule deadline=mediation_limit last_day=2025-08-18 shift_ground=force_majeure reason=台风 by supervisor -> refused day_over_cap rule 941
reschedule deadline=mediation_limit last_day=2025-07-25 shift_ground=force_majeure reason=台风停工九日 by supervisor -> rule 941 FIRST yellow
expect due mediation_limit 2025-07-25
day +1
reschedule deadline=mediation_limit last_day=2025-07-28 shift_ground=calendar reason=节假日未变 by supervisor -> refused day_over_cap rule 937
reschedule deadline=assignment last_day=2025-06-19 shift_ground=calendar reason=调休 by supervisor -> rule 937 FIRST yellow
expect due assignment 2025-06-19
reschedule deadline=assignment last_day=2025-06-19 shift_ground=calendar reason=再次 by job -> refused same_day rule 937
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
ask_extension days=22 reason=鉴定 by mediator -> refused over_cap rule 243
ask_extension days=21 reason=鉴定 by mediator -> rule 245 FIRST yellow
consent_extension by party 0 -> rule 251 FIRST yellow
consent_extension by party 1 -> rule 249 FIRST yellow
expect due mediation_limit 2025-08-15
stay stay_reason=appraisal by mediator -> rule 235 FIRST yellow
reschedule deadline=mediation_limit last_day=2025-08-15 shift_ground=court_order reason=中止中 by supervisor -> refused stands_still rule 941

story 法院掌握的期限由法院调整,调整后按新的日期届满一次
at 2025-06-16 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
submit_filing claims=退还押金 facts=租期届满 court=court by party 0 -> rule 115 COMPLAINT grey
expect due complaint_decision 2025-06-23
reschedule deadline=complaint_decision last_day=2025-06-24 shift_ground=court_order reason=法定期限 by filing_judge -> refused day_over_cap rule 939
reschedule deadline=complaint_decision last_day=2025-06-24 shift_ground=court_order reason=不由监督人员 by supervisor -> refused role rule 939
register_court case_number=(2025)浙0108民初565号 court_procedure=ordinary by filing_judge -> rule 403 FILED_ASKED blue
notify seat=1 manner=电子送达 by court_clerk -> rule 203 FILED_ASKED blue
consent by party 0 -> rule 409 FILED_ASKED blue
consent by party 1 -> rule 407 FILED_CONSENTED blue
expect due appointment 2025-06-19
day +1
reschedule deadline=appointment last_day=2025-06-20 shift_ground=calendar reason=调休 by court_clerk -> rule 935 FILED_CONSENTED blue
expect due appointment 2025-06-20
reschedule deadline=joint_choice last_day=2025-06-19 shift_ground=just_cause reason=一方出差 by court_clerk -> rule 939 FILED_CONSENTED blue
expect due joint_choice 2025-06-19
expire joint_choice -> rule 421 FILED_CONSENTED blue
expire appointment -> rule 423 FILED_CONSENTED blue

story 履行期限由协议确定,不能调整
at 2025-06-16 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
reschedule deadline=signing_limit last_day=2025-06-30 shift_ground=just_cause reason=一方在外地 by supervisor -> rule 941 AGREEMENT_DRAFT green
expect due signing_limit 2025-06-30
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
reschedule deadline=performance_due last_day=2026-03-31 shift_ground=just_cause reason=应当变更协议 by supervisor -> refused fixed_deadline rule 941
reschedule deadline=confirm_window last_day=2025-08-15 shift_ground=just_cause reason=法定期间 by supervisor -> refused day_over_cap rule 941
