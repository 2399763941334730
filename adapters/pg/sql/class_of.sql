-- SPDX-License-Identifier: Apache-2.0
-- What a partner's class means on a day, and who receives what it sends. A class that its table
-- does not know: no type.
select m.channel, m.days, m.body_id, c.type, c.cause_list, c.cause, c.name
from outside_map m
left join lateral (
    select k.type, k.cause_list, k.cause, k.name
    from outside_class k
    where k.partner = m.partner and k.code = $2::text and k.valid_from <= $3::date
      and (k.valid_until is null or k.valid_until >= $3::date)
    order by k.valid_from desc
    limit 1) c on true
where m.partner = $1::text
