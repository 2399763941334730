-- SPDX-License-Identifier: Apache-2.0
-- Objections, newest first: $1 kind of $2 the subject, $3 about or by this mediator, $4 about this
-- body and its mediators, $5 and $6 regions (0: any), $7 open ones alone, $8 older than, $9 how
-- many.
-- part assess_objection_row
where ($2::bigint = 0 or (o.kind = $1::smallint and o.subject = $2::bigint))
  and ($3::bigint = 0 or o.by_staff = $3::bigint or (o.kind = 0 and o.subject = $3::bigint))
  and ($4::bigint = 0 or o.body_id = $4::bigint)
  and ($6::bigint = 0 or o.region between $5::bigint and $6::bigint)
  and (not $7::boolean or o.verdict = 0)
  and ($8::bigint = 0 or o.objection_id < $8::bigint)
order by o.objection_id desc
limit $9::bigint
