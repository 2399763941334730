-- SPDX-License-Identifier: Apache-2.0
-- A dead one is given up, so that what waits behind it can go.
delete from delivery d
where d.subscription_id = $1::bigint and d.dispute_id = $2::bigint and d.is_dead
