-- SPDX-License-Identifier: Apache-2.0
-- A party's certificates go with its hash.
update credit_certificate c
set party = $2::bytea
where c.party = $1::bytea
