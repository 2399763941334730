-- SPDX-License-Identifier: Apache-2.0
-- How many objections are open past the last day of their answer.
select count(*)
from credit_objection o
where o.state = 0 and case when o.extended_at is null then o.due_on else o.latest_on end < $1::date
