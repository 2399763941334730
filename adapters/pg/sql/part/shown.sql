-- SPDX-License-Identifier: Apache-2.0
-- A row of a list, of w (dispute), t (dispute_detail), b and k (body), s (staff).
select w.dispute_id, w.version, w.colour, w.stage, w.type, w.is_open, w.region, w.due_at,
       t.received_at, w.updated_at, t.title,
       w.body, b.name, b.phone, w.mediator, s.name, s.phone, w.court, k.name, k.phone
