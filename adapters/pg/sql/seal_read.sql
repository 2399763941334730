-- SPDX-License-Identifier: Apache-2.0
-- The sealed document with this code.
-- part seal_columns
where s.bucket = $1::integer and s.code = $2::text
