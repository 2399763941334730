-- SPDX-License-Identifier: Apache-2.0
-- What was answered from $1 to before $2 after return visits, by dispute.
select a.dispute_id, count(*), sum(a.score)
from visit_answer a
where a.at >= $1::timestamptz and a.at < $2::timestamptz
group by a.dispute_id
order by a.dispute_id
