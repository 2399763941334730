-- SPDX-License-Identifier: Apache-2.0
delete from subscription s where s.subscription_id = $1::bigint and s.partner_kind = 0
