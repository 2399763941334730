-- SPDX-License-Identifier: Apache-2.0
-- Take the turn to clean up, or hold on to it; no row: another program has it. What the database
-- calls now bounds the program's clock ($3): one that runs ahead must not make everything old.
update keep_turn
set instance = $1::bytea, until = now() + $2::bigint * interval '1 millisecond'
where until <= now() or instance = $1::bytea
returning least($3::timestamptz, now()), keys_bucket, keys_at
