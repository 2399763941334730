-- SPDX-License-Identifier: Apache-2.0
-- A session with the grant that it acts in as it stands now, and whether that still holds.
select s.hash, s.account_id, s.role, s.dispute_id, s.seat, s.opened_at, s.seen_at, s.expires_at,
       coalesce(g.staff_id, 0), coalesce(g.body_id, 0), coalesce(g.region, 0),
       s.account_id = 0 or coalesce(a.is_active and g.role is not null
                                    and coalesce(t.is_active, true), false),
       s.code_bar
from session s
left join account a on a.account_id = s.account_id
left join account_grant g on g.account_id = s.account_id and g.role = s.role
left join staff t on t.staff_id = g.staff_id
where s.hash = $1::bytea
