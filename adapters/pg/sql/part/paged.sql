-- SPDX-License-Identifier: Apache-2.0
-- What belongs to the rows of a page; when it is empty, one row without any of it.
left join page w on true
left join dispute_detail t on t.bucket = w.bucket and t.dispute_id = w.dispute_id
left join body b on b.body_id = w.body
left join staff s on s.staff_id = w.mediator
left join body k on k.body_id = w.court
order by w.dispute_id desc
