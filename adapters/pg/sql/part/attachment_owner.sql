-- SPDX-License-Identifier: Apache-2.0
  and case when $5::smallint is null
           then a.staff_id = $3::bigint and $3::bigint <> 0 and a.role = $4::smallint
           else a.author_seat = $5::smallint end
