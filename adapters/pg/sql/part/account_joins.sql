-- SPDX-License-Identifier: Apache-2.0
left join account_grant g on g.account_id = a.account_id
left join staff s on s.staff_id = g.staff_id
