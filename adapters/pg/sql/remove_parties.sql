-- SPDX-License-Identifier: Apache-2.0
-- Names, numbers, telephones and addresses of the parties and their agents. That somebody sat on a
-- seat, on which side and as what, stays.
update party p
set name = $3::text, identity = null, identity_hash = null, phone = null, address = null,
    agent = case when p.agent is not null then $3::text end, agent_phone = null
where p.bucket = $1::integer and p.dispute_id = $2::bigint
