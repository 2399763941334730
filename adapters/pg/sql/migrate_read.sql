-- SPDX-License-Identifier: Apache-2.0
-- The migrations applied here, in order.
select version, sha256 from schema_migration order by version
