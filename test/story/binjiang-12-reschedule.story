# 调整期限:谁可以调,调到哪天,哪些不能调
# A running deadline gets another last day: by whom, how far, and what nobody may touch.
procedure binjiang-2020

story 监督人员调整:受理、调解期限
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
expect due intake_acceptance 2020-06-18
reschedule deadline=intake_acceptance last_day=2020-06-19 shift_ground=just_cause reason=材料较多 by dispatcher -> refused role rule 941
reschedule deadline=intake_acceptance last_day=2020-06-19 shift_ground=just_cause reason=材料较多 by supervisor -> rule 941 INTAKE grey
expect due intake_acceptance 2020-06-19
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-07-15
reschedule deadline=mediation_limit last_day=2020-07-20 shift_ground=just_cause reason=再谈谈 by supervisor -> refused consent_needed rule 933
reschedule deadline=mediation_limit last_day=2020-07-14 shift_ground=court_order reason=少一天 by supervisor -> refused told_later rule 941
day +1
reschedule deadline=assignment last_day=2020-06-18 shift_ground=calendar reason=调休 by supervisor -> rule 937 FIRST yellow
expect due assignment 2020-06-18

story 法院掌握的期限由法院调整
at 2020-06-15 09:00
register type=contract channel=court_window by court_clerk -> rule 101 INTAKE grey
refer_court court=court reason=适宜调解 by window_clerk -> rule 303 COURT_REFERRED blue gives transfer_slip
expect due appointment 2020-06-18
reschedule deadline=appointment last_day=2020-06-19 shift_ground=court_order reason=不由监督人员 by supervisor -> refused role rule 939
day +1
reschedule deadline=appointment last_day=2020-06-19 shift_ground=calendar reason=调休 by court_clerk -> rule 935 COURT_REFERRED blue
expect due appointment 2020-06-19
reschedule deadline=joint_choice last_day=2020-06-19 shift_ground=just_cause reason=一方出差 by court_clerk -> rule 939 COURT_REFERRED blue
expect due joint_choice 2020-06-19
reschedule deadline=joint_choice last_day=2020-06-22 shift_ground=just_cause reason=超过二个工作日 by court_clerk -> refused day_over_cap rule 939
