-- SPDX-License-Identifier: Apache-2.0
-- What belongs to the rows of a list, w.
join dispute_detail t on t.bucket = w.bucket and t.dispute_id = w.dispute_id
left join body b on b.body_id = w.body
left join staff s on s.staff_id = w.mediator
left join body k on k.body_id = w.court
