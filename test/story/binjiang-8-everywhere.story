# 处处可做的事
# What can be done at any stage: risk, corrections, the code, the police, migration.
procedure binjiang-2020

story 风险、更正、换码、吊销、报警
at 2020-06-15 09:00
register type=neighbour channel=police_110 source=entrusted harm=0 urgency=0 scope=0 by job -> rule 101 INTAKE grey
expect risk low
assess_risk harm=3 urgency=2 scope=1 by mediator of wang -> refused relation
assess_risk harm=3 urgency=2 scope=1 by dispatcher -> rule 907 INTAKE grey
expect risk critical
report_police reason=可能发生暴力 by dispatcher -> rule 905 INTAKE grey
correct type=damage reason=当事人更正 by window_clerk -> rule 909 INTAKE grey
expect risk critical
reissue_code reason=调解码遗失 by window_clerk -> rule 913 INTAKE grey
revoke_code reason=调解码泄露 by dpo -> rule 915 INTAKE grey
revoke_code reason=调解码泄露 by auditor -> refused role

story 迁移到新程序须说明理由,状态一一对应
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
migrate procedure=zhejiang-2025 by admin -> refused field_missing missing reason
migrate procedure=zhejiang-2025 reason=新规施行 by mediator -> refused role
migrate procedure=zhejiang-2025 reason=新规施行 by admin -> rule 917 FIRST yellow
expect due mediation_limit 2020-07-15
refer_court court=court reason=调解不成 by mediator -> refused filed_first

story 诉前委派中的纠纷在新程序中无对应状态,不能迁移
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
refer_court court=court reason=双方同意 by mediator -> rule 303 COURT_REFERRED blue
migrate procedure=zhejiang-2025 reason=新规施行 by admin -> refused unmapped
