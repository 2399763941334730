-- SPDX-License-Identifier: Apache-2.0
-- The one hook by which the same migrations serve one PostgreSQL and a Citus cluster.
--
-- col null: the table is small and wanted everywhere (a reference table). Otherwise it is spread by
-- that column. On a PostgreSQL without Citus both do nothing. Tables and distribution come before
-- foreign keys, because Citus refuses to distribute a table that foreign keys already tie down.
create function app_distribute(rel regclass, col text, colocate text default null)
    returns void language plpgsql as $$
begin
    if exists (select 1 from pg_extension where extname = 'citus') then
        if col is null then
            execute format('select create_reference_table(%L)', rel::text);
        else
            execute format('select create_distributed_table(%L, %L, colocate_with => %L)',
                           rel::text, col, coalesce(colocate, 'default'));
        end if;
    end if;
end
$$;
