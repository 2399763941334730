-- SPDX-License-Identifier: Apache-2.0
-- Was this database ever migrated?
select to_regclass('schema_migration') is not null
