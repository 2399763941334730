-- SPDX-License-Identifier: Apache-2.0
-- Whoever adds to or takes from the lanes of a subscription for good holds its row first, alone: a
-- row added while another one leaves could otherwise wait for ever behind what is gone.
select s.subscription_id
from subscription s
where s.subscription_id = $1::bigint
for no key update
