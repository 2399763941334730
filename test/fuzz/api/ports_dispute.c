/* SPDX-License-Identifier: Apache-2.0 */
/* Ports without rows: what hangs on a dispute, and how it was done. */
#include "stub.h"

/* clang-format off */
END(app_codes_fn, (p->arg, p->err, NULL, 0))
END(app_logged_fn, (p->arg, p->err))
END(app_issues_fn, (p->arg, p->err, NULL, 0))
END(app_tried_fn, (p->arg, p->err, NULL))
END(app_notes_fn, (p->arg, p->err, NULL, 0, false))
END(app_appointments_fn, (p->arg, p->err, NULL, 0))
END(app_readers_fn, (p->arg, p->err, NULL, 0, false))
END(app_upload_fn, (p->arg, p->err, NULL))
END(app_paper_part_fn, (p->arg, p->err, NULL, NOTHING))
END(app_papers_fn, (p->arg, p->err, NULL, 0))
END(app_seal_keys_fn, (p->arg, p->err, NULL, 0))
END(app_seal_put_fn, (p->arg, p->err))
END(app_seal_fn, (p->arg, p->err, NULL))
END(app_seals_fn, (p->arg, p->err, NULL, 0))
END(app_seal_parts_fn, (p->arg, p->err, NULL, 0))
END(app_proof_fn, (p->arg, p->err, NULL))
END(app_proposals_fn, (p->arg, p->err, NULL, 0, false))
END(app_points_entries_fn, (p->arg, p->err, NULL, 0, false))
END(app_points_sums_fn, (p->arg, p->err, NULL, 0, false))
END(app_points_rules_fn, (p->arg, p->err, NOTHING))
END(app_answers_fn, (p->arg, p->err, (struct app_occasion){ 0 }, NULL, 0))
END(app_assess_months_fn, (p->arg, p->err, NULL, 0))
END(app_assess_rows_fn, (p->arg, p->err, NULL, 0, false))
END(app_assess_facts_fn, (p->arg, p->err, NULL, 0))
END(app_contests_fn, (p->arg, p->err, NULL, 0, false))
END(app_migrations_fn, (p->arg, p->err, NULL, 0))
END(app_migration_stays_fn, (p->arg, p->err, NULL, 0))

STUB(migrations_list, app_migrations_fn,
     (struct app_migrations *self, int32_t plan, app_migrations_fn *done, void *arg))
STUB(migrations_begin, app_migrations_fn,
     (struct app_migrations *self, const struct app_migration *row,
      const struct ym_request_key *key, app_migrations_fn *done, void *arg))
STUB(migrations_change, app_migrations_fn,
     (struct app_migrations *self, int32_t plan, enum app_migration_state state,
      app_migrations_fn *done, void *arg))
STUB(migrations_stays, app_migration_stays_fn,
     (struct app_migrations *self, int32_t plan, struct ym_id after, size_t limit,
      app_migration_stays_fn *done, void *arg))
STUB(casefile_codes, app_codes_fn,
     (struct app_casefile *self, struct ym_id dispute, app_codes_fn *done, void *arg))
STUB(casefile_issue, app_logged_fn,
     (struct app_casefile *self, struct ym_id dispute, const struct app_code *code, int64_t body,
      app_logged_fn *done, void *arg))
STUB(casefile_issues, app_issues_fn,
     (struct app_casefile *self, struct ym_id dispute, uint8_t seat, app_issues_fn *done, void *arg))
STUB(casefile_try_code, app_tried_fn,
     (struct app_casefile *self, const struct app_trial *trial, app_tried_fn *done, void
      *arg))
STUB(casefile_add_note, app_notes_fn,
     (struct app_casefile *self, struct ym_id dispute, const struct app_note *note, const
      struct ym_request_key *key, app_notes_fn *done, void *arg))
STUB(casefile_notes, app_notes_fn,
     (struct app_casefile *self, struct ym_id dispute, struct app_file_sight sight, int64_t
      after, app_notes_fn *done, void *arg))
STUB(casefile_put_appointment, app_appointments_fn,
     (struct app_casefile *self, struct ym_id dispute, const struct app_appointment *row,
      const struct ym_request_key *key, app_appointments_fn *done, void *arg))
STUB(casefile_appointments, app_appointments_fn,
     (struct app_casefile *self, struct ym_id dispute, uint8_t seat, int64_t id,
      app_appointments_fn *done, void *arg))
STUB(casefile_readers, app_readers_fn,
     (struct app_casefile *self, struct ym_id dispute, int64_t before, unsigned limit,
      app_readers_fn *done, void *arg))
STUB(evidence_begin, app_upload_fn,
     (struct app_evidence *self, struct ym_id dispute, const struct app_paper *row, const
      struct ym_request_key *key, app_upload_fn *done, void *arg))
STUB(evidence_look, app_upload_fn,
     (struct app_evidence *self, const struct app_paper_own *own, app_upload_fn *done, void
      *arg))
STUB(evidence_put, app_logged_fn,
     (struct app_evidence *self, const struct app_paper_piece *piece, app_logged_fn *done,
      void *arg))
STUB(evidence_own_part, app_paper_part_fn,
     (struct app_evidence *self, const struct app_paper_own *own, uint16_t part,
      app_paper_part_fn *done, void *arg))
STUB(evidence_check, app_logged_fn,
     (struct app_evidence *self, struct ym_id dispute, const struct app_paper *row, ym_usec
      now, app_logged_fn *done, void *arg))
STUB(evidence_give_up, app_logged_fn,
     (struct app_evidence *self, const struct app_paper_own *own, ym_usec now, app_logged_fn
      *done, void *arg))
STUB(evidence_papers, app_papers_fn,
     (struct app_evidence *self, struct ym_id dispute, const struct app_paper_query *query,
      app_papers_fn *done, void *arg))
STUB(evidence_part, app_paper_part_fn,
     (struct app_evidence *self, struct ym_id dispute, const struct app_paper_query *query,
      app_paper_part_fn *done, void *arg))
STUB(seals_keys, app_seal_keys_fn,
     (struct app_seals *self, app_seal_keys_fn *done, void *arg))
STUB(seals_add_key, app_seal_put_fn,
     (struct app_seals *self, const struct app_seal_key *key, app_seal_put_fn *done, void
      *arg))
STUB(seals_find, app_seal_fn,
     (struct app_seals *self, const struct app_seal *like, app_seal_fn *done, void *arg))
STUB(seals_read, app_seal_fn,
     (struct app_seals *self, const struct ym_seal_code *code, app_seal_fn *done, void *arg))
STUB(seals_list, app_seals_fn,
     (struct app_seals *self, struct ym_id dispute, app_seals_fn *done, void *arg))
STUB(seals_put, app_seal_fn,
     (struct app_seals *self, const struct app_seal_new *what, app_seal_fn *done, void *arg))
STUB(seals_parts, app_seal_parts_fn,
     (struct app_seals *self, const struct ym_seal_code *code, app_seal_parts_fn *done, void
      *arg))
STUB(seals_prove, app_proof_fn,
     (struct app_seals *self, const struct app_proof_trial *trial, app_proof_fn *done, void
      *arg))
STUB(points_proposals, app_proposals_fn,
     (struct app_points *self, const struct app_points_filter *f, app_proposals_fn *done,
      void *arg))
STUB(points_proposal, app_proposals_fn,
     (struct app_points *self, struct app_points_key key, app_proposals_fn *done, void *arg))
STUB(points_propose, app_proposals_fn,
     (struct app_points *self, const struct app_proposal *row, const struct ym_request_key
      *key, app_proposals_fn *done, void *arg))
STUB(points_confirm, app_points_entries_fn,
     (struct app_points *self, const struct app_points_deciding *how, app_points_entries_fn
      *done, void *arg))
STUB(points_decline, app_proposals_fn,
     (struct app_points *self, const struct app_points_deciding *how, app_proposals_fn
      *done, void *arg))
STUB(points_entries, app_points_entries_fn,
     (struct app_points *self, const struct app_points_filter *f, app_points_entries_fn
      *done, void *arg))
STUB(points_entry, app_points_entries_fn,
     (struct app_points *self, struct app_points_key key, app_points_entries_fn *done, void
      *arg))
STUB(points_reverse, app_points_entries_fn,
     (struct app_points *self, const struct app_points_deciding *how, app_points_entries_fn
      *done, void *arg))
STUB(points_sums, app_points_sums_fn,
     (struct app_points *self, const struct app_points_filter *f, app_points_sums_fn *done,
      void *arg))
STUB(points_rules, app_points_rules_fn,
     (struct app_points *self, ym_day day, app_points_rules_fn *done, void *arg))
STUB(answers_read, app_answers_fn,
     (struct app_answers *self, struct ym_id dispute, app_answers_fn *done, void *arg))
STUB(answers_put, app_answers_fn,
     (struct app_answers *self, struct ym_id dispute, const struct app_answer *row, const
      char *by, app_answers_fn *done, void *arg))
STUB(assess_months, app_assess_months_fn,
     (struct app_assess *self, ym_day from, ym_day until, app_assess_months_fn *done, void
      *arg))
STUB(assess_rows, app_assess_rows_fn,
     (struct app_assess *self, const struct app_assess_filter *f, app_assess_rows_fn *done,
      void *arg))
STUB(assess_facts, app_assess_facts_fn,
     (struct app_assess *self, const struct app_assess_filter *f, app_assess_facts_fn *done,
      void *arg))
STUB(assess_object, app_contests_fn,
     (struct app_assess *self, const struct app_contest *row, const struct ym_request_key
      *key, app_contests_fn *done, void *arg))
STUB(assess_objections, app_contests_fn,
     (struct app_assess *self, const struct app_contest_filter *f, app_contests_fn *done,
      void *arg))
STUB(assess_objection, app_contests_fn,
     (struct app_assess *self, int64_t subject, int64_t id, app_contests_fn *done, void *arg))
STUB(assess_answer, app_contests_fn,
     (struct app_assess *self, const struct app_contest *row, app_contests_fn *done, void
      *arg))
/* clang-format on */

static void casefile_log(struct app_casefile *self, const struct app_access *row,
                         app_logged_fn *done, void *arg)
{
    later(ports_of(self)->world, YM_E_OK, (any_fn *)done, arg, end_app_logged_fn);
}

const struct app_casefile_ops ports_casefile_ops = {
    .codes = casefile_codes,
    .issue = casefile_issue,
    .issues = casefile_issues,
    .try_code = casefile_try_code,
    .add_note = casefile_add_note,
    .notes = casefile_notes,
    .put_appointment = casefile_put_appointment,
    .appointments = casefile_appointments,
    .log = casefile_log,
    .readers = casefile_readers,
};

const struct app_evidence_ops ports_evidence_ops = {
    .begin = evidence_begin,
    .look = evidence_look,
    .put = evidence_put,
    .own_part = evidence_own_part,
    .check = evidence_check,
    .give_up = evidence_give_up,
    .papers = evidence_papers,
    .part = evidence_part,
};

const struct app_seals_ops ports_seals_ops = {
    .keys = seals_keys,
    .add_key = seals_add_key,
    .find = seals_find,
    .read = seals_read,
    .list = seals_list,
    .put = seals_put,
    .parts = seals_parts,
    .prove = seals_prove,
};

const struct app_points_ops ports_points_ops = {
    .proposals = points_proposals,
    .proposal = points_proposal,
    .propose = points_propose,
    .confirm = points_confirm,
    .decline = points_decline,
    .entries = points_entries,
    .entry = points_entry,
    .reverse = points_reverse,
    .sums = points_sums,
    .rules = points_rules,
};

const struct app_answers_ops ports_answers_ops = {
    .read = answers_read,
    .put = answers_put,
};

const struct app_assess_ops ports_assess_ops = {
    .months = assess_months,
    .rows = assess_rows,
    .facts = assess_facts,
    .object = assess_object,
    .objections = assess_objections,
    .objection = assess_objection,
    .answer = assess_answer,
};

const struct app_migrations_ops ports_migrations_ops = {
    .list = migrations_list,
    .begin = migrations_begin,
    .change = migrations_change,
    .stays = migrations_stays,
};
