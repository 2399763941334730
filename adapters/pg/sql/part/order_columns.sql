-- SPDX-License-Identifier: Apache-2.0
o.order_id, o.revision, o.channel, o.state, o.type, o.wants_status, o.tasks, o.region,
       o.received_at, o.dispute_id, o.digest, o.partner, o.reference, o.external_type,
       o.cause_list, o.cause, o.likely, o.done_at, o.done_by, o.done_note,
