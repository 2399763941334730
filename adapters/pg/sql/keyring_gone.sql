-- SPDX-License-Identifier: Apache-2.0
-- What programs said that run no more.
delete from keyring_program k
where not exists (select from node_lease l where l.instance = k.instance and l.until > now())
