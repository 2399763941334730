-- SPDX-License-Identifier: Apache-2.0
select staff_id, body_id, roles, is_active, name, phone from staff order by staff_id
