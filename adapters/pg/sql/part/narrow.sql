-- SPDX-License-Identifier: Apache-2.0
-- What a list looks at, of w (dispute).
select w.bucket, w.dispute_id, w.version, w.colour, w.stage, w.type, w.is_open, w.region, w.due_at,
       w.updated_at, w.body, w.mediator, w.court
from dispute w
