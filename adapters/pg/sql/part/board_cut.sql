-- SPDX-License-Identifier: Apache-2.0
-- Of w: open disputes of a division ($1 to $2), of a body, mediator and court ($3 to $5; null: any).
      w.is_open and w.region between $1::bigint and $2::bigint
      and ($3::bigint is null or w.body = $3)
      and ($4::bigint is null or w.mediator = $4)
      and ($5::bigint is null or w.court = $5)
