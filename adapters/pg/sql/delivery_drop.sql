-- SPDX-License-Identifier: Apache-2.0
delete from delivery d where d.subscription_id = $1::bigint
