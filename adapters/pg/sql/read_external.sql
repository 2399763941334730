-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of those disputes that bear the number $19 in another system: of the
-- channel $20 (null: any), and with the terms $21 (null: any) in their words.
-- part shown
from (select w.*
      from dispute_detail t
      join dispute w on w.bucket = t.bucket and w.dispute_id = t.dispute_id
      where t.external_ref = $19::text
        and ($20::smallint is null or t.channel = $20)
        and ($21::text[] is null or t.terms @> $21)
-- part wishes
      order by w.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
