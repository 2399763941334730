-- SPDX-License-Identifier: Apache-2.0
select body_id, region, kind, is_active, name, phone, address from body order by body_id
