-- SPDX-License-Identifier: Apache-2.0
insert into outside_class (partner, code, valid_from, valid_until, name, type, cause_list, cause)
select $1::text, i.code, i.valid_from, i.valid_until, i.name, i.type, i.cause_list, i.cause
from unnest($2::text[], $3::date[], $4::date[], $5::text[], $6::smallint[], $7::text[],
            $8::text[]) as i(code, valid_from, valid_until, name, type, cause_list, cause)
