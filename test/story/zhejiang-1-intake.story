# 登记到受理:黄码之前
# Registered, and then: accepted, not accepted, redirected, withdrawn, merged.
procedure zhejiang-2025

story 窗口登记后三个工作日内受理,转黄码
at 2025-06-15 09:00
register type=contract channel=window source=applied harm=1 urgency=1 scope=0 by window_clerk -> rule 101 INTAKE grey gives receipt rights_notice
expect stage intake
expect risk medium
expect due intake_acceptance 2025-06-18
day +1
notify seat=0 manner=当面 by window_clerk -> rule 203 INTAKE grey
notify seat=1 manner=电话 by window_clerk -> rule 203 INTAKE grey
accept by body_manager -> rule 103 FIRST yellow
expect stage first
expect no intake_acceptance
expect no inquiry
expect due mediation_limit 2025-07-16
expect due assignment 2025-06-18

story 尚未联系上对方的先受理,三个工作日内征询
at 2025-06-15 09:00
register type=neighbour channel=grid_worker source=active by grid_worker -> rule 101 INTAKE grey
accept by dispatcher -> rule 105 FIRST yellow
expect due inquiry 2025-06-18
expire assignment -> rule 215 FIRST yellow
expire inquiry -> rule 217 FIRST yellow
expect due mediation_limit 2025-07-15
notify seat=0 manner=上门 by grid_worker -> rule 203 FIRST yellow
notify seat=1 manner=上门 by grid_worker -> rule 201 FIRST yellow

story 逾期未决定是否受理的提醒负责人,重新计时
at 2025-06-15 09:00
register type=other channel=code_scan by party 0 -> rule 101 INTAKE grey
expire intake_acceptance -> rule 113 INTAKE grey
expect due intake_acceptance 2025-06-24
accept by party 0 -> refused role
accept by body_manager of town -> refused relation
accept by body_manager -> rule 105 FIRST yellow

story 市场监管部门七个工作日内决定是否受理消费投诉
at 2025-06-15 09:00
register type=consumer channel=hotline_12345 body=market by job -> rule 101 INTAKE grey
expect due intake_acceptance 2025-06-24
accept by body_manager of committee -> refused relation
accept by body_manager of market -> rule 105 FIRST yellow

story 其他组织受理消费纠纷适用一般期限;不能移送给本组织
at 2025-06-15 09:00
register type=consumer channel=hotline_12345 by job -> rule 101 INTAKE grey
expect due intake_acceptance 2025-06-18
transfer body=committee reason=误选 by centre -> refused same_body rule 110
transfer body=market reason=有管辖的组织 by centre -> rule 111 INTAKE grey gives transfer_slip
expect due intake_acceptance 2025-06-18

story 不属于调解范围的不予受理,说明理由并归档
at 2025-06-15 09:00
register type=other channel=window by window_clerk -> rule 101 INTAKE grey
refuse by body_manager -> refused field_missing missing reason
refuse reason=法院已经受理 by body_manager -> rule 107 NOT_ACCEPTED grey gives refusal_notice
serve seat=0 manner=当面 by window_clerk -> rule 901 NOT_ACCEPTED grey
go_to_court by party 0 -> refused not_here
archive by body_manager -> rule 931 CLOSED grey gives back_cover
archive by body_manager -> refused already rule 919

story 劳动纠纷引导仲裁
at 2025-06-15 09:00
register type=labour channel=window by window_clerk -> rule 101 INTAKE grey
redirect route=arbitration reason=当事人要求仲裁 by window_clerk -> rule 109 REDIRECTED grey gives transfer_slip
archive by centre -> rule 931 CLOSED grey

story 申请人撤回;有两名申请人的须都撤回
at 2025-06-15 09:00
parties 2 claimant 1 respondent
register type=property_service channel=window by window_clerk -> rule 101 INTAKE grey
withdraw reason=已经自行解决 by party 0 -> rule 263 INTAKE grey
withdraw by party 1 -> rule 261 WITHDRAWN grey
visit date=2025-06-16 note=预约 by grid_worker -> refused misdated rule 0 missing date
visit date=2025-06-14 note=登记前 by grid_worker -> refused misdated rule 0 missing date
day +1
visit date=2025-06-16 note=双方均表示满意 by grid_worker -> rule 903 WITHDRAWN grey
archive by job -> rule 931 CLOSED grey

story 同一纠纷重复登记的并案
at 2025-06-15 09:00
register type=contract channel=code_scan by party 0 -> rule 101 INTAKE grey
merge dispute=another reason=与窗口登记的为同一纠纷 by window_clerk -> rule 911 MERGED grey
archive by admin -> rule 931 CLOSED grey

story 受理前转由有管辖的组织受理
at 2025-06-15 09:00
register type=property_service channel=window by window_clerk -> rule 101 INTAKE grey
transfer body=town reason=属行业调解组织管辖 by dispatcher -> rule 111 INTAKE grey
accept by body_manager of committee -> refused relation
accept by body_manager -> rule 105 FIRST yellow

story 被申请人明确拒绝调解的,告知可以起诉
at 2025-06-15 09:00
register type=contract channel=window by window_clerk -> rule 101 INTAKE grey
refuse_mediation reason=不愿调解 by party 1 -> rule 255 FAILED_OPEN red gives remedies_notice
expect ground party_refuses
expect stage failed_open

story 第三人不参加的,双方仍可调解
at 2025-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=damage channel=window by window_clerk -> rule 101 INTAKE grey
refuse_mediation seat=2 reason=不愿参加 by window_clerk -> rule 257 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
refuse_mediation seat=0 by party 1 -> refused relation
refuse_mediation seat=3 by window_clerk -> refused seat_unknown

story 双方共同申请的视为都已同意
at 2025-06-15 09:00
register type=contract channel=window joint=yes by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow

story 登记后当事人随时可以转入诉讼
at 2025-06-15 09:00
register type=contract channel=window by window_clerk -> rule 101 INTAKE grey
go_to_court by party 0 -> rule 259 FAILED_OPEN red gives remedies_notice filing_packet
expect ground party_refuses
