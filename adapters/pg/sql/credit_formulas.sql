-- SPDX-License-Identifier: Apache-2.0
-- The formulas that were imported, by the day from which they are valid.
select f.formula_id, f.version, f.valid_from, f.valid_until, f.sha256, f.document, f.imported_at,
       f.imported_by
from credit_formula f
order by f.valid_from
