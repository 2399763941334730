/* SPDX-License-Identifier: Apache-2.0 */
/* The statements of adapters/pg/sql: file name, enum and prepared name are the same word. The build
 * keeps three texts of each file, which differ by the lines that end in one of these marks:
 *
 *   -- sharded   names the buckets of a batch once more, so that a distributed database finds the
 *                one shard that it concerns. A plain PostgreSQL would compare every row with every
 *                bucket of the batch, the square of its size, for nothing.
 *   -- careful   asks, row by row, whether this change is the one that won.
 *   -- bold      instead expects that all have won, and undoes the whole batch when one has not:
 *                it saves a search of the dispute in each statement. Whoever sends bold texts sends
 *                careful ones when they fail. */
#ifndef YM_PG_SQL_H
#define YM_PG_SQL_H

#include "pg/param.h"

/* clang-format off */
#define PG_SQL_LIST(X) \
    X(code_issue) X(code_issues) X(code_read) X(code_try) X(note_insert) X(note_made) X(note_read) X(notice_send) \
    X(attachment_insert) X(attachment_own) X(attachment_put) X(attachment_print) \
    X(attachment_own_part) X(attachment_check) X(attachment_give_up) X(attachment_read) \
    X(attachment_attach) X(keep_uploads) X(keep_uploads_next) X(scan_paper) X(scan_paper_part) X(scan_paperless) \
    X(appointment_insert) X(appointment_made) X(appointment_read) X(access_insert) X(access_read) \
    X(dispute_load) X(dispute_insert) X(dispute_update) X(event_insert) X(detail_insert) \
    X(detail_update) X(party_insert) X(code_insert) X(code_revoke) X(docket_delete) X(docket_insert) \
    X(deadline_delete) X(deadline_insert) X(outbox_insert) X(request_key_insert) X(external_insert) \
    X(lookup_event) X(lookup_key) X(lookup_mark) X(recall) X(due_peek) X(due_forget) X(horizon_read) \
    X(read_dispute) X(read_external) X(read_events) X(read_scan) X(read_list) X(read_docket) X(read_district) X(read_street) X(read_community) X(read_overdue) X(read_search) X(read_duplicates) \
    X(read_token) X(tokens_each) X(token_put) X(token_revoke) X(revision_read) \
    X(revision_bump) X(bodies_each) X(staff_each) X(regions_each) X(regions_codes) X(days_each) X(regions_put) \
    X(bodies_put) X(staff_put) X(days_put) X(office_put) X(office_other) X(office_frozen) \
    X(office_each) X(procedure_find) X(procedure_insert) \
    X(procedures_each) X(lock_take) X(lock_release) X(lock_hold) X(migrate_create) \
    X(migrate_exists) X(migrate_read) X(migrate_record) X(partition_ddl) X(keyring_put) X(keyring_read) \
    X(delivery_look) X(delivery_feed) X(delivery_hold) X(delivery_share) X(delivery_insert) \
    X(delivery_advance) X(delivery_claim) X(delivery_done) X(delivery_promote) X(delivery_failed) \
    X(delivery_gone) X(delivery_counts) X(delivery_list) X(delivery_redrive) X(delivery_skip) \
    X(delivery_drop) X(subscription_read) X(subscription_put) X(subscription_change) \
    X(subscription_rotate) X(subscription_delete) \
    X(feed_read) \
    X(board_open) X(board_docket) X(board_trend) X(radar_open) X(radar_docket) X(radar_due) \
    X(tally_read) X(tally_move) X(tally_add) \
    X(lease_take) X(lease_renew) X(lease_release) X(lease_holder) \
    X(keep_turn) X(keep_done) X(keep_mark) X(keep_unmark) X(keep_feed_end) X(keep_feed) \
    X(keep_keys) X(keep_tokens) X(restored_probe) X(restored_hold) X(restored_feed) \
    X(restored_places) X(restored_marks) X(restored_done) \
    X(account_read) X(account_by_login) X(account_by_link) X(account_made) X(account_list) \
    X(account_put) X(account_change) X(grants_delete) X(grants_put) X(account_password) \
    X(account_password_by_link) X(account_rehash) X(account_totp_next) X(account_totp_on) \
    X(account_totp_off) X(account_totp_step) X(account_try) X(account_wrong) X(account_recovery) X(accounts_any) X(link_drop) \
    X(link_put) X(link_use) X(session_read) X(session_put) X(session_trim) X(session_role) \
    X(session_end) X(sessions_end) X(sessions_end_link) X(sessions_end_seat) \
    X(sessions_groundless) X(session_touch) X(sessions_each) X(keep_sessions) X(keep_links) \
    X(partner_read) X(partner_put) X(partner_lane) X(partner_change) X(partner_key_put) \
    X(partner_resume) X(exchange_named) X(exchange_told) X(exchange_one) X(exchange_room) \
    X(exchange_put) X(exchange_posted) X(exchange_answered) X(exchange_arrive) X(exchange_arrived) \
    X(exchange_receive) X(exchange_open) X(exchange_list) X(exchange_resend) X(exchange_again) \
    X(exchange_settle) X(exchange_wake) X(exchange_counts) X(exchange_turn) X(exchange_turned) \
    X(discrepancy_put) X(discrepancy_gone) X(discrepancy_list) X(discrepancy_settle) \
    X(exchange_keep_receipts) X(exchange_keep_payloads) \
    X(seal_find) X(seal_read) X(seal_list) X(seal_by_hash) X(seal_insert) X(seal_part_insert) \
    X(seal_parts) X(seal_keys) X(seal_key_put) X(seal_key_end) X(seal_prove) X(seal_next) X(seal_event) \
    X(order_take) X(order_newest) X(order_end) X(order_list) X(order_read) X(order_settle) \
    X(refer_put) X(refer_drop) X(refer_list) X(phone_put) X(phone_find) X(class_of) \
    X(class_table_put) X(class_drop) X(class_put) X(class_tables) X(class_list) \
    X(look_insert) X(look_list) X(look_region) X(objection_insert) X(objection_made) \
    X(objection_list) X(objection_read) X(objection_desk) X(objection_decide) X(objection_extend) \
    X(statement_read) X(statement_put) X(statement_drop) X(protection_list) X(protection_insert) \
    X(protection_among) X(certificate_insert) X(sweep_looks) X(sweep_objections) \
    X(sweep_statements) X(sweep_certificates) X(sweep_sources) \
    X(moved_months) X(moved_profile_read) X(moved_profile_put) X(moved_profile_drop) \
    X(moved_looks) X(moved_objections) X(moved_certificates) \
    X(privacy_ended) X(privacy_hold) X(privacy_rounds) X(privacy_put) X(privacy_redact) \
    X(privacy_number) X(privacy_orders) X(privacy_left) \
    X(privacy_sweep_orders) X(privacy_sweep_reads) X(privacy_forget) X(remove_number) X(remove_order) \
    X(remove_references) X(remove_phones) X(remove_messages) X(remove_differences) X(remove_notes) \
    X(remove_appointments) X(remove_paper_parts) X(remove_papers) X(remove_documents) \
    X(remove_codes) X(remove_proofs) X(remove_protections) X(remove_proposals) \
    X(remove_deliveries) X(remove_sessions) X(remove_tokens) X(remove_parties) X(remove_words) \
    X(credit_party) X(credit_read) X(credit_months) X(credit_runs) X(credit_approve) \
    X(credit_withdraw) X(credit_begin) X(credit_drawn) X(credit_lock) X(credit_first) \
    X(credit_stale) X(credit_source_put) X(credit_has_proofs) X(credit_flaws) X(credit_seats_open) X(credit_seats_next) X(credit_flags) X(credit_profile_put) \
    X(credit_slice_put) X(credit_slices) X(credit_before) X(credit_digest_open) \
    X(credit_digest_next) X(credit_drop) X(credit_drop_slice) X(credit_drop_gone) X(credit_over) X(credit_swept) \
    X(credit_reached) X(credit_replayed) X(credit_buckets) X(credit_forget) X(credit_gone_put) \
    X(credit_unmeasured) X(credit_measure) X(credit_barred) X(barred_put) X(barred_lift) X(barred_list) \
    X(forget_objections) X(forget_certificates) X(objection_overdue) X(sweep_profiles) \
    X(sweep_barred) X(moved_barred) \
    X(credit_formula_put) X(credit_formulas) \
    X(reseal_party) X(reseal_party_put) X(reseal_note) X(reseal_note_put) X(reseal_appointment) \
    X(reseal_appointment_put) X(reseal_attachment) X(reseal_attachment_put) \
    X(reseal_attachment_part) X(reseal_attachment_part_put) X(reseal_sealed_part) \
    X(reseal_sealed_part_put) X(reseal_exchange_message) X(reseal_exchange_message_put) \
    X(reseal_outside_order) X(reseal_outside_order_put) X(reseal_credit_profile) \
    X(reseal_credit_profile_put) X(reseal_credit_read) X(reseal_credit_read_put) \
    X(reseal_credit_objection) X(reseal_credit_objection_put) X(reseal_credit_statement) \
    X(reseal_credit_statement_put) X(reseal_dispute_protection) X(reseal_dispute_protection_put) \
    X(reseal_points_proposal) X(reseal_points_proposal_put) X(reseal_points_entry) \
    X(reseal_points_entry_put) X(reseal_assess_objection) X(reseal_assess_objection_put) \
    X(reseal_exchange_discrepancy) X(reseal_exchange_discrepancy_put) X(reseal_account) \
    X(reseal_account_put) X(reseal_subscription) X(reseal_subscription_put) \
    X(privacy_keys) X(keyring_ack) X(keyring_users) X(keyring_gone) X(keyring_partners) \
    X(rehash_page) X(rehash_put) X(rehash_phone) X(rehash_phone_drop) \
    X(read_limit) \
    X(job_take) X(job_holder) X(job_release) X(history_events) X(month_candidates) X(month_repeats) X(month_answers) \
    X(month_read) X(month_last) X(month_begin) X(month_drop) X(month_drop_slices) X(month_slice_put) \
    X(month_place) X(month_slice_read) X(month_report_put) X(month_report_read) X(month_freeze) \
    X(month_list) X(month_frozen) X(month_lost) X(month_hashes) X(population_put) X(population_each) X(replica_state) \
    X(answer_read) X(answer_put) X(points_proposals) X(points_proposal) X(points_made) \
    X(points_propose) X(points_confirm) X(points_decline) X(points_entries) X(points_entry) \
    X(points_reverse) X(points_sums) X(points_rules_read) X(points_rules_put) X(points_facts_put) \
    X(points_facts_gone) X(assess_months) X(assess_rows) X(assess_facts) X(assess_part_drop) \
    X(assess_part_put) X(assess_month_put) X(assess_objections) X(assess_objection) \
    X(assess_objection_made) X(assess_objection_put) X(assess_objection_answer) \
    X(recount_page) X(recount_events) X(plan_open) X(plan_put) X(plan_read) X(plan_window) X(plan_reach) X(plan_items_put) X(plan_pending) X(plan_hold) \
    X(plan_moved) X(plan_stayed) X(plan_count) X(plan_state) X(plan_stays) \
    X(read_work) X(read_work_docket) X(read_work_region) X(read_work_overdue)
/* clang-format on */

#define X(name) PG_SQL_##name,
enum pg_sql { PG_SQL_LIST(X) PG_SQL_COUNT };
#undef X

enum pg_sql_text {
    PG_TEXT_SHARDED, /* for a distributed database, and good for one that is not */
    PG_TEXT_PLAIN,   /* for one database, careful */
    PG_TEXT_BOLD,    /* for one database, bold; prepared under a name of its own */
};

/* The sharded text of a statement file of this name (without .sql); asserts that there is one. */
const char *pg_sql_text(const char *name);

/* A statement in one of its texts, prepared under its name. Params are not copied. */
struct ym_statement pg_sql_in(enum pg_sql_text text, enum pg_sql which,
                              const struct ym_param *params, size_t n);

/* The same in the sharded text. */
struct ym_statement pg_sql_statement(enum pg_sql which, const struct ym_param *params, size_t n);

#endif
