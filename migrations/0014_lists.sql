-- SPDX-License-Identifier: Apache-2.0
-- What lists are read from, so that no page looks at more disputes than it may (APP_LIST_LOOKS).

-- Disputes of a district and of a street, newest first; dispute_region has those of a community. A
-- region changes only when it is corrected, so an update stays a heap-only tuple on the same page.
create index dispute_district on dispute ((region / 1000000), dispute_id);
create index dispute_street on dispute ((region / 1000), dispute_id);

-- Numbers of other systems, newest first.
create index dispute_detail_reference on dispute_detail (external_ref, dispute_id)
    where external_ref is not null;
drop index dispute_detail_external;

-- Words that are not among the most common ones of the statistics are rare: with this target they
-- are in fewer than one of two thousand disputes.
alter table dispute_detail alter column terms set statistics 300;

-- Are disputes with all of these terms so rare that no more than so many are expected, and those
-- with the rarest no more than so many? As far as is known: the shares of the most common terms
-- are, and where nothing is, as in a new database, all terms are rare.
create function app_is_rare(terms text[], most_expected bigint, most_of_rarest bigint)
    returns boolean language sql stable as $$
    select coalesce(max(c.reltuples) * exp(sum(ln(greatest(k.share, 1e-9)))) <= most_expected
                    and max(c.reltuples) * min(k.share) <= most_of_rarest, true)
           or count(*) > count(k.share)
    from unnest(terms) w(term)
    cross join (select reltuples from pg_class where oid = 'dispute_detail'::regclass) c
    left join (select e.term, e.share
               from pg_stats s
               cross join lateral unnest(s.most_common_elems::text::text[],
                                         s.most_common_elem_freqs) as e(term, share)
               where s.schemaname = current_schema() and s.tablename = 'dispute_detail'
                 and s.attname = 'terms') k on k.term = w.term
$$;
