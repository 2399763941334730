-- SPDX-License-Identifier: Apache-2.0
-- A notice to every program on this database. Always a transaction of its own.
select pg_notify('yima', $1::text)
