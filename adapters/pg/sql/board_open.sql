-- SPDX-License-Identifier: Apache-2.0
-- The open disputes of a division, counted for the board: one walk over them through their own index,
-- whatever else the table holds.
with span as materialized (
    select (select w.region from dispute w
            where w.is_open and w.region between $1::bigint and $2::bigint
            order by w.region limit 1) as lo,
           (select w.region from dispute w
            where w.is_open and w.region between $1::bigint and $2::bigint
            order by w.region desc limit 1) as hi
), level as materialized (
    select
-- part board_unit
           as unit
    from span
), cells as materialized (
    select w.region / (select l.unit from level l) * (select l.unit from level l) as region,
-- part board_cell
           , count(*) as n
    from dispute w
    where
-- part board_cut
    group by 1, 2, 3, 4, 5, 6
),
-- part board_sums
