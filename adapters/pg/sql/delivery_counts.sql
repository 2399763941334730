-- SPDX-License-Identifier: Apache-2.0
select count(*) filter (where not d.is_dead), count(*) filter (where d.is_dead),
       min(d.created_at) filter (where not d.is_dead)
from delivery d
