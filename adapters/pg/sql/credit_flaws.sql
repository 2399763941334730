-- SPDX-License-Identifier: Apache-2.0
-- Months of credit whose rows do not agree, each with what is wrong (enum pg_credit_flaw): parts of a
-- run that is not there (1), a formula that is not the one whose hash is kept, or another expiry than
-- it has (2).
select l.month, 1::smallint
from (select s.month, s.run from credit_slice s
      union select o.month, o.run from credit_objection o
      union select c.month, c.run from credit_certificate c) l
where not exists (select from credit_run r where r.month = l.month and r.run = l.run)
union
select r.month, 2::smallint
from credit_run r
where r.state in (2, 3)
  and case when sha256(r.formula_json) = r.formula_sha256
           then r.expiry_days <> coalesce((convert_from(r.formula_json, 'UTF8')::json
                                           ->> 'expiry_days')::smallint, 1826)
           else true end
order by 1, 2
