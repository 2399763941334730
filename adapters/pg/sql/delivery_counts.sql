-- SPDX-License-Identifier: Apache-2.0
-- What is on its way and what is dead, and how long the oldest waits: each over so many ($1) and no
-- more, since this is asked again and again however much has piled up.
select (select count(*) from (select from delivery d where not d.is_dead limit $1::bigint) p),
       (select count(*) from (select from delivery d where d.is_dead limit $1) p),
       (select min(p.created_at)
        from (select d.created_at from delivery d where not d.is_dead limit $1) p)
