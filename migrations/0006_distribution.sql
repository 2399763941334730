-- SPDX-License-Identifier: Apache-2.0
-- Spread the tables. A batch of one bucket touches one shard, so its commit is one-phase.
select app_distribute(t::regclass, null)
from unnest(array['region', 'body', 'staff', 'procedure_version', 'api_token', 'calendar_day',
                  'reference_revision', 'keyring_check']) as t;
select app_distribute('dispute', 'bucket', 'none');
select app_distribute(t::regclass, 'bucket', 'dispute')
from unnest(array['dispute_detail', 'party', 'docket', 'event', 'deadline', 'outbox',
                  'request_key', 'code']) as t;
