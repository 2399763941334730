# 绿码:协议的签署与生效
# Green: drafted, signed, effective; computed from signatures, never typed in.
procedure zhejiang-2025

story 书面协议:双方签字、调解员签字、盖章后生效
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
hold_session date=2025-06-15 attendance=0,1 by mediator -> rule 231 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
expect stage agreed
expect due signing_limit 2025-06-23
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
expect no signing_limit
expect due sealing_limit 2025-06-18
expire sealing_limit -> rule 551 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager of town -> refused relation
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives agreement
expect no sealing_limit
expect due confirm_window 2025-07-21
expect due performance_due 2025-07-16
serve seat=0 manner=当面 by mediator -> rule 901 AGREED/CONFIRM_OPEN/PERFORM_PENDING green

story 先盖章,调解员最后签字
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
seal by body_manager -> rule 531 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 521 AGREED/CONFIRM_OPEN/PERFORM_PENDING green

story 调解员先签、组织先盖章,最后一名当事人签字即生效
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign_mediator by mediator -> rule 525 AGREEMENT_DRAFT green
seal by body_manager -> rule 531 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign seat=1 manner=纸质 by mediator -> rule 513 AGREED/CONFIRM_OPEN/PERFORM_PENDING green

story 无履行义务的协议:盖章即完成
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=互相道歉 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 529 AGREED/CONFIRM_OPEN/PERFORM_DONE green
archive by body_manager -> rule 927 CLOSED/CONFIRM_LAPSED/PERFORM_DONE grey gives back_cover

story 无履行义务:调解员最后签字
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=互相道歉 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
seal by body_manager -> rule 531 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 523 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 无履行义务:当事人最后签字
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=互相道歉 by mediator -> rule 503 AGREEMENT_DRAFT green
sign_mediator by mediator -> rule 525 AGREEMENT_DRAFT green
seal by body_manager -> rule 531 AGREEMENT_DRAFT green
sign by party 1 -> rule 519 AGREEMENT_DRAFT green
sign by party 0 -> rule 515 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 口头协议自达成之日起生效,不能申请司法确认
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_oral_agreement terms=七月十五日前退还押金 owes=1>0:340000@2025-07-15 by mediator -> rule 509 AGREED/CONFIRM_OPEN/PERFORM_PENDING green gives record
apply_confirmation court=court by party 0 -> refused not_signed rule 605

story 口头协议,即时履行
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_oral_agreement terms=当场道歉 by mediator -> rule 511 AGREED/CONFIRM_OPEN/PERFORM_DONE green

story 草签后改动,重新签字
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
vary terms=改为七月二十日前 owes=1>0:340000@2025-07-20 by mediator -> rule 559 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
vary terms=改为七月二十五日前 owes=1>0:340000@2025-07-25 by mediator -> rule 559 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
expect due performance_due 2025-07-28

story 期限内不签字的终止
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
expire signing_limit -> rule 547 FAILED_OPEN red gives remedies_notice
expect ground refuses_to_sign

story 一方拒绝签字
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
terminate ground=refuses_to_sign by mediator -> rule 269 FAILED_OPEN red gives remedies_notice
expect ground refuses_to_sign

story 签署前反悔的可以转入诉讼
at 2025-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
notify seat=1 manner=电话 by window_clerk -> rule 203 FIRST yellow
consent seat=0 by party 0 -> rule 205 FIRST yellow
consent by party 1 -> rule 205 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2025-07-15 by mediator -> rule 503 AGREEMENT_DRAFT green
go_to_court by party 1 -> rule 259 FAILED_OPEN red gives remedies_notice
