-- SPDX-License-Identifier: Apache-2.0
-- Are tables distributed here?
select exists (select from pg_extension where extname = 'citus')
