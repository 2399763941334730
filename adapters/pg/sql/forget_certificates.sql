-- SPDX-License-Identifier: Apache-2.0
-- Delete every certificate of a party, with what was sealed.
with old as (
    select c.bucket, c.code from credit_certificate c
    where c.party = $1::bytea
-- part certificates_gone
