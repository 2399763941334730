-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of those disputes whose words hold all of the terms $19.
-- part shown
from (select w.*
      from dispute_detail t
      join dispute w on w.bucket = t.bucket and w.dispute_id = t.dispute_id
      where t.terms @> $19::text[]
-- part wishes
      order by w.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
