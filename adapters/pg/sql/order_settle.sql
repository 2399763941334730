-- SPDX-License-Identifier: Apache-2.0
-- A person ends tasks of an order: at least one of them must be open.
update outside_order
set tasks = tasks & ~$3::integer, done_at = $4::timestamptz, done_by = $5::text,
    done_note = $6::bytea
where bucket = $1::integer and order_id = $2::bigint and tasks & $3::integer <> 0
