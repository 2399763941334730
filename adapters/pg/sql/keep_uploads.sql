-- SPDX-License-Identifier: Apache-2.0
-- Uploads of one bucket that nobody finished: what was begun before $2 is given up at $3, and at most
-- $5 of what was given up before $4 go, with their parts. What is finished is never touched.
with old as (
    select a.dispute_id, a.attachment_id from attachment a
    where a.bucket = $1::integer and a.state = 3 and a.ended_at < $4::timestamptz
    limit $5::bigint
), parts as (
    delete from attachment_part p using old o
    where p.bucket = $1::integer and p.dispute_id = o.dispute_id
      and p.attachment_id = o.attachment_id
), rows as (
    delete from attachment a using old o
    where a.bucket = $1::integer and a.dispute_id = o.dispute_id
      and a.attachment_id = o.attachment_id and a.state = 3
    returning a.attachment_id
), late as (
    update attachment a set state = 3, ended_at = $3::timestamptz
    where a.bucket = $1::integer and a.state < 2 and a.at < $2::timestamptz
)
select count(*) from rows
