-- SPDX-License-Identifier: Apache-2.0
update account set password = $3::text where account_id = $1::bigint and password = $2::text
