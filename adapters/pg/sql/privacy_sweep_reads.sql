-- SPDX-License-Identifier: Apache-2.0
-- The log of reads of a bucket, past its time.
delete from person_access a
where a.bucket = $1::integer and a.at < $2::timestamptz
