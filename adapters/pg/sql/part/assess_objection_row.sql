-- SPDX-License-Identifier: Apache-2.0
select o.objection_id, o.kind, o.subject, o.body_id, o.region, o.month, o.measure, o.dispute_id,
       o.at, o.by, o.by_staff, o.due, o.verdict, o.answered_at, o.answered_by, o.reason, o.answer,
       o.fingerprint
from assess_objection o
