-- SPDX-License-Identifier: Apache-2.0
-- The same as board_open for the docket $15 (its kind) of $16: one walk over what is or was theirs.
with mine as materialized (
    select w.region,
-- part board_cell
    from docket o
    join dispute w on w.bucket = o.bucket and w.dispute_id = o.dispute_id
    where o.kind = $15::smallint and o.holder = $16::bigint and
-- part board_cut
), span as materialized (
    select min(w.region) as lo, max(w.region) as hi from mine w
), level as materialized (
    select
-- part board_unit
           as unit
    from span
), cells as materialized (
    select w.region / l.unit * l.unit as region, w.body, w.type, w.colour, w.age, w.due,
           count(*) as n
    from level l
    cross join mine w
    group by 1, 2, 3, 4, 5, 6
),
-- part board_sums
