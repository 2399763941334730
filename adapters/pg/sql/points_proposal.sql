-- SPDX-License-Identifier: Apache-2.0
-- One proposal.
-- part points_proposal_row
where p.bucket = $1::integer and p.proposal_id = $2::bigint
