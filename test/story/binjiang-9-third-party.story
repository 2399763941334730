# 第三人
# Third parties: their consent is not asked for, and what they decline ends nothing for the others.
procedure binjiang-2020

story 第三人自行起诉,双方继续调解
at 2020-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=damage channel=window by window_clerk -> rule 101 INTAKE grey
go_to_court by party 2 -> rule 258 INTAKE grey gives remedies_notice filing_packet
expect ground none
accept by body_manager -> rule 105 FIRST yellow
refuse_mediation by party 2 -> rule 257 FIRST yellow
expect ground none
go_to_court seat=2 by mediator of wang -> refused relation
go_to_court by party 0 -> rule 259 FAILED_OPEN red gives remedies_notice filing_packet
expect ground party_refuses

story 第三人不同意延期,不影响双方同意
at 2020-06-15 09:00
parties 1 claimant 1 respondent 1 third
register type=damage channel=window by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
expect due mediation_limit 2020-07-15
ask_extension days=10 reason=等待检测 by party 0 -> rule 245 FIRST yellow
refuse_extension by party 2 -> rule 253 FIRST yellow
consent_extension by party 1 -> rule 249 FIRST yellow gives extension_consent
expect due mediation_limit 2020-07-27
ask_extension days=10 reason=等待检测 by party 0 -> rule 245 FIRST yellow
refuse_extension by party 1 -> rule 253 FIRST yellow
consent_extension by party 1 -> refused not_here

story 六个月后才知道裁定的利害关系人仍可提出异议
at 2020-06-15 09:00
register type=contract channel=window source=applied by window_clerk -> rule 101 INTAKE grey
accept by body_manager -> rule 105 FIRST yellow
assign mediator=wang by body_manager -> rule 207 FIRST yellow
accept_case by mediator -> rule 209 FIRST yellow
reach_agreement terms=双方确认退还押金三千四百元 owes=1>0:340000@2022-12-31 by mediator -> rule 503 AGREEMENT_DRAFT green
sign by party 0 -> rule 519 AGREEMENT_DRAFT green
sign by party 1 -> rule 517 AGREEMENT_SIGNED green
sign_mediator by mediator -> rule 525 AGREEMENT_SIGNED green
seal by body_manager -> rule 527 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 0 -> rule 609 AGREED/CONFIRM_OPEN/PERFORM_PENDING green
apply_confirmation court=court by party 1 -> rule 607 AGREED/CONFIRM_APPLIED/PERFORM_PENDING green
accept_confirmation case_number=(2020)浙0108民特29号 by court_clerk -> rule 613 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
appear date=2020-06-15 attendance=0,1 by court_clerk -> rule 620 AGREED/CONFIRM_ACCEPTED/PERFORM_PENDING green
confirm date=2020-06-15 by confirming_judge -> rule 623 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=0 date=2020-06-15 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
serve seat=1 date=2020-06-15 by court_clerk -> rule 629 AGREED/CONFIRMED/PERFORM_PENDING green
expire objection_party -> rule 631 AGREED/CONFIRMED_SERVED/PERFORM_PENDING green
expire objection_third -> rule 637 AGREED/CONFIRM_FIRM/PERFORM_PENDING green
day +90
object reason=上周才知道裁定 by court_clerk -> rule 635 AGREED/CONFIRM_OBJECTED/PERFORM_PENDING green
decide_objection ruling=upheld reason=损害他人权益 by confirming_judge -> rule 641 AGREED/CONFIRM_DISMISSED/PERFORM_PENDING green
