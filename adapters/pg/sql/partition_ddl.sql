-- SPDX-License-Identifier: Apache-2.0
-- The statement that makes the partition of event for a month ('202611') with its first id and the
-- first one past it; no row when there is one. A partition's bounds are constants and its DDL takes
-- no parameters, so that the server writes it, quoted, and the caller sends it back.
select format('create table %I partition of event for values from (%s) to (%s)',
              'event_p' || $1::text, $2::bigint, $3::bigint)
where to_regclass('event_p' || $1::text) is null
