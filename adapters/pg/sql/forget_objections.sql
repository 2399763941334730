-- SPDX-License-Identifier: Apache-2.0
-- Delete every objection of a party.
delete from credit_objection o
where o.bucket = $1::integer and o.party = $2::bytea
