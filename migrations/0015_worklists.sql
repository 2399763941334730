-- SPDX-License-Identifier: Apache-2.0
-- Worklists: which disputes wait for whose step? Every wait has a clock, so the clocks that run say
-- it, and only open disputes have any: a list costs what waits, not what is archived. deadline is a
-- side table of inserts and deletes; dispute gets no index, so that its updates stay heap-only.
-- kind leads: a list is a few kinds; the id follows, in whose order it is read; bucket is there to
-- be read from the index alone.

create index deadline_work on deadline (kind, dispute_id, bucket);
