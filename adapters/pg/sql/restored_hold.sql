-- SPDX-License-Identifier: Apache-2.0
-- The same, until the end of the transaction for this program alone.
select m.system = s.system_identifier from cluster_mark m, pg_control_system() s for update of m
