-- SPDX-License-Identifier: Apache-2.0
-- What finished messages said, from the oldest on: what is emptied each night is found without
-- reading through what was emptied before.
create index exchange_message_said
    on exchange_message (made_at) where state in (2, 4, 5) and payload is not null;
