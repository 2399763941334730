-- SPDX-License-Identifier: Apache-2.0
-- A party's objections go with its hash, but one that stands under the new hash already.
update credit_objection o
set bucket = $3::integer, party = $4::bytea
where o.bucket = $1::integer and o.party = $2::bytea
  and not exists (select from credit_objection n
                  where n.bucket = $3::integer and n.party = $4::bytea and n.state in (0, 1)
                    and n.item_dispute = o.item_dispute and n.item_seq = o.item_seq
                    and n.item_kind = o.item_kind and n.item_no = o.item_no and o.state in (0, 1))
