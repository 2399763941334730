-- SPDX-License-Identifier: Apache-2.0
-- Tries of identity numbers.
delete from signer_proof s
where s.bucket = $1::integer and s.dispute_id = $2::bigint
