-- SPDX-License-Identifier: Apache-2.0
-- The next free number. Two programs at the same moment: one of them finds the number taken, and
-- asks again.
insert into procedure_version (number, procedure_id, version, sha256, document, valid_from,
                               valid_until, imported_at)
select coalesce(max(number), 0) + 1, $1::text, $2::text, $3::bytea, $4::text, $5::date, $6::date,
       $7::timestamptz
from procedure_version
on conflict do nothing
returning number
