-- SPDX-License-Identifier: Apache-2.0
select c.code, c.name, c.type, c.cause_list, c.cause, c.valid_from, c.valid_until
from outside_class c
where c.partner = $1::text
order by c.code, c.valid_from
