-- SPDX-License-Identifier: Apache-2.0
-- Of w: where it is counted. Age by the id, whose high bits are the time of registration: from $8,
-- from $9, from $10 on, or older. Due: passed at $6, by $7, later, or no clock runs.
w.body, w.type, w.colour,
           case when w.dispute_id >= $8::bigint then 0 when w.dispute_id >= $9::bigint then 1
                when w.dispute_id >= $10::bigint then 2 else 3 end as age,
           case when w.due_at is null then 3 when w.due_at <= $6::timestamptz then 0
                when w.due_at <= $7::timestamptz then 1 else 2 end as due
