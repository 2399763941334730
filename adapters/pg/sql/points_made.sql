-- SPDX-License-Identifier: Apache-2.0
-- The proposal that a request put forward.
-- part points_proposal_row
where p.bucket = $1::integer and p.request_key = $2::bytea
