-- SPDX-License-Identifier: Apache-2.0
-- By which digits divisions are told apart between the lowest and the highest one that occurs (lo, hi):
-- those below the division that was asked for ($13; null: none) as $12 says, unless all lies in one
-- that is that division itself, which then skips a level; and else by the first that differ.
case when lo / $12::bigint <> hi / $12 or lo / $12 * $12 <> $13::bigint then $12
                when lo / 10000000000 <> hi / 10000000000 then 10000000000
                when lo / 100000000 <> hi / 100000000 then 100000000
                when lo / 1000000 <> hi / 1000000 then 1000000
                when lo / 1000 <> hi / 1000 then 1000
                else 1 end
