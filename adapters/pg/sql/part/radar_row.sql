-- SPDX-License-Identifier: Apache-2.0
-- A dispute of the radar, w, with t (dispute_detail), b and k (body), s (staff).
select w.dispute_id, w.state, w.head, w.colour, w.stage, w.due_at, w.updated_at, w.region, t.title,
       w.body, b.name, b.phone, w.mediator, s.name, s.phone, w.court, k.name, k.phone
