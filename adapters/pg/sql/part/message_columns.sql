-- SPDX-License-Identifier: Apache-2.0
select m.bucket, m.message_no, m.dispute_id, m.partner_id, m.is_out, m.verb, m.kind, m.state,
       m.name, m.reply_to, m.seq, m.revision, m.made_at, m.due_at, m.tried_at, m.answered_at,
       m.attempts, m.status, m.error, m.reason_code, m.reason_zh, m.reason_en, m.settled_at,
       m.settled_by, m.is_paper, m.event_at, m.event_rule, m.event_kind, m.procedure, m.colour,
       m.stage, m.type, m.region, m.body_id, m.topics
