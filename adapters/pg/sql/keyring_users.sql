-- SPDX-License-Identifier: Apache-2.0
-- The programs that run, and which keys each said that it uses; '' when it has said nothing yet.
select l.label, coalesce(k.rings, '')
from node_lease l
left join keyring_program k on k.instance = l.instance
where l.until > now() and l.instance is not null
order by l.node
