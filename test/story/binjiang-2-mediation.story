# 黄码与橙码:首次调解和二次调解
# Yellow and orange: the mediator, the sessions, the clock, and how mediation ends.
procedure binjiang-2020

story 调解员拒绝、沉默、被申请回避
at 2020-06-15 09:00
register type=neighbour channel=window by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
ask_recusal seat=0 reason=有利害关系 by party 0 -> refused mediator_needed rule 221
reach_agreement terms=无 by body_manager -> refused mediator_needed rule 501
assign mediator=wang by body_manager -> rule 207 FIRST yellow gives disclosure_form
expect no assignment
expect due case_answer 2020-06-18
decline_case reason=与被申请人是近亲属 by mediator -> rule 211 FIRST yellow
expect due assignment 2020-06-17
accept_case by mediator of wang -> refused not_here
assign mediator=chen by body_manager -> rule 207 FIRST yellow
expire case_answer -> rule 213 FIRST yellow
expire inquiry -> rule 217 FIRST yellow
expect due assignment 2020-06-23
accept_case by mediator of chen -> refused not_here
assign mediator=wang by body_manager -> rule 207 FIRST yellow
hold_session date=2020-06-15 attendance=0,1 by mediator -> refused mediator_needed rule 229
reach_oral_agreement terms=各自清理 by mediator -> refused mediator_needed rule 507
accept_case by mediator -> rule 209 FIRST yellow
disclose note=曾为同村居民,双方表示接受 by mediator -> rule 219 FIRST yellow
ask_recusal reason=说话不公 by party 1 -> rule 225 FIRST yellow
assign mediator=chen by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
ask_recusal reason=仍不信任 by party 1 -> rule 223 FAILED_OPEN red gives remedies_notice
expect stage failed_open

story 医疗纠纷三十个工作日,鉴定期间不计
at 2020-06-15 09:00
register type=medical channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=0 manner=当面 by window_clerk -> rule 203 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 201 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
expect due mediation_limit 2020-07-28
day +3
hold_session date=2020-06-19 attendance=0,1 place=调解室 by mediator -> refused misdated rule 0 missing date
hold_session date=2020-06-14 attendance=0,1 place=调解室 by mediator -> refused misdated rule 0 missing date
hold_session date=2020-06-18 attendance=0,1 place=调解室 by mediator -> rule 231 FIRST yellow gives record
resume by mediator -> refused not_stayed rule 237
stay stay_reason=agreed_pause by mediator -> refused consent_needed rule 234
stay stay_reason=appraisal by mediator -> rule 235 FIRST yellow
expect still mediation_limit
stay stay_reason=appraisal by mediator -> refused already rule 233
hold_session date=2020-06-18 attendance=0,1 by mediator -> refused stands_still rule 227
ask_extension days=10 reason=等待鉴定 by party 0 -> refused stands_still rule 241
consent_extension by party 1 -> refused stands_still rule 247
day +20
resume by mediator -> rule 239 FIRST yellow
expect due mediation_limit 2020-08-14
expire mediation_limit -> rule 271 FAILED_OPEN red gives remedies_notice
expect ground period_over

story 双方同意后延期,合计不超过三十日
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=0 manner=当面 by window_clerk -> rule 203 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 201 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
expect due mediation_limit 2020-07-15
consent_extension by party 1 -> refused not_here
ask_extension days=31 reason=出差 by party 0 -> refused over_cap rule 243
ask_extension days=20 reason=出差 by party 0 -> rule 245 FIRST yellow
refuse_extension reason=不同意 by party 1 -> rule 253 FIRST yellow
consent_extension by party 1 -> refused not_here
ask_extension days=20 reason=出差 by mediator -> rule 245 FIRST yellow
consent_extension by party 0 -> rule 251 FIRST yellow
consent_extension by party 1 -> rule 249 FIRST yellow gives extension_consent
expect due mediation_limit 2020-08-04
ask_extension days=11 reason=再延 by party 0 -> refused over_cap rule 243
ask_extension days=10 reason=再延 by party 0 -> rule 245 FIRST yellow
consent_extension by party 1 -> rule 249 FIRST yellow
expect due mediation_limit 2020-08-14
expire mediation_limit -> rule 271 FAILED_OPEN red

story 劳动争议自收到申请之日起十五日,不自受理之日起
at 2020-06-15 09:00
register type=labour channel=window source=applied by window_clerk -> rule 101 INTAKE grey
day +2
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-06-30
transfer body=committee reason=误选 by mediator of wang -> refused relation
transfer body=committee reason=误选 by body_manager -> refused same_body rule 300
transfer body=town reason=由行业组织调解 by body_manager -> rule 301 SECOND orange
expect due second_limit 2020-07-02

story 劳动争议重启的,自重启之日起十五日
at 2020-06-15 09:00
register type=labour channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
refuse_mediation by party 1 -> rule 255 FAILED_OPEN red
day +60
reopen by party 0 -> rule 819 FAILED_OPEN red
reopen by party 1 -> rule 817 FIRST yellow
expect due mediation_limit 2020-08-31

story 交通事故由公安机关调解的十日
at 2020-06-15 09:00
register type=traffic channel=window source=applied body=police by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-06-28
assign mediator=gao by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow

story 交通事故由人民调解组织调解的一个月
at 2020-06-15 09:00
register type=traffic channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-07-15
transfer body=police reason=双方请求公安机关调解 by body_manager -> rule 301 SECOND orange
expect due second_limit 2020-06-28

story 消费纠纷由市场监管部门调解的四十五个工作日
at 2020-06-15 09:00
register type=consumer channel=window source=applied body=market by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-08-18
assign mediator=lin by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow

story 消费纠纷由其他组织调解的一个月
at 2020-06-15 09:00
register type=consumer channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-07-15

story 各方各有一次更换调解员的权利
at 2020-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=damage channel=window by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
decline_case reason=尚未指派 by body_manager -> refused mediator_needed rule 210
assign mediator=wang by body_manager -> rule 207 FIRST yellow
ask_recusal reason=系亲属 by party 0 -> rule 225 FIRST yellow
assign mediator=chen by body_manager -> rule 207 FIRST yellow
ask_recusal reason=系同事 by party 1 -> rule 225 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
ask_recusal reason=系邻居 by party 2 -> rule 225 FIRST yellow
assign mediator=chen by body_manager -> rule 207 FIRST yellow
ask_recusal reason=仍不信任 by party 2 -> refused already rule 222
ask_recusal reason=仍不信任 by party 1 -> rule 223 FAILED_OPEN red gives remedies_notice
expect ground party_refuses

story 首次调解不成移送二次调解,橙码,期满终止
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
ask_extension days=20 reason=出差 by party 0 -> rule 245 FIRST yellow
transfer body=town reason=案情复杂 by body_manager -> rule 301 SECOND orange gives transfer_slip
consent_extension by party 1 -> refused not_here
expect stage second
expect no mediation_limit
expect due second_limit 2020-07-15
expect due assignment 2020-06-17
assign mediator=wang by body_manager of committee -> refused relation
assign mediator=li by body_manager -> rule 207 SECOND orange
accept_case by mediator -> rule 209 SECOND orange
transfer body=lawyers reason=须专业调解 by dispatcher -> rule 301 SECOND orange
expect due second_limit 2020-07-15
assign mediator=sun by body_manager -> rule 207 SECOND orange
accept_case by mediator -> rule 209 SECOND orange
expire second_limit -> rule 273 FAILED_OPEN red gives remedies_notice
expect ground period_over
sue by party 0 -> refused not_here

story 终止须写明事由;达成协议不能用终止
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate reason=谈不拢 by mediator -> refused field_missing missing ground
terminate ground=agreement by mediator -> refused only_agreed rule 265
terminate ground=big_gap reason=差距过大 by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground big_gap

story 自行和解撤回的终止
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=self_settled by mediator -> rule 267 WITHDRAWN grey
expect ground self_settled

story 终止事由:期限内无法联系
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=unreachable by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground unreachable

story 终止事由:一方明确拒绝
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=party_refuses by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground party_refuses

story 终止事由:期限届满
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=period_over by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground period_over

story 终止事由:一方拒绝签字
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=refuses_to_sign by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground refuses_to_sign

story 终止事由:其他
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
terminate ground=other by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground other

story 调解中一方拒绝
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refuse_mediation by agent 1 -> rule 255 FAILED_OPEN red gives remedies_notice
expect ground party_refuses

story 中止期间转入诉讼,计时随之了结
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
stay stay_reason=sham_suspected reason=疑似虚假调解 by mediator -> rule 235 FIRST yellow
report_police reason=疑似虚假调解 by mediator -> rule 905 FIRST yellow
go_to_court by party 0 -> rule 259 FAILED_OPEN red gives remedies_notice
expect no mediation_limit
reopen by party 0 -> rule 819 FAILED_OPEN red
reopen by party 1 -> rule 817 FIRST yellow
resume by body_manager -> refused not_stayed

story 二次调解中引导其他途径
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
transfer body=town reason=案情复杂 by mediator -> rule 301 SECOND orange
redirect route=administrative reason=属行政处理事项 by dispatcher -> rule 109 REDIRECTED grey
