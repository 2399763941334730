-- SPDX-License-Identifier: Apache-2.0
delete from account_grant where account_id = $1::bigint
