-- SPDX-License-Identifier: Apache-2.0
-- A party takes its words away.
delete from credit_statement s
where s.bucket = $1::integer and s.party = $2::bytea
