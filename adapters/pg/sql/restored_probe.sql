-- SPDX-License-Identifier: Apache-2.0
-- Is this still the cluster whose transaction numbers stand in the feed?
select m.system = s.system_identifier from cluster_mark m, pg_control_system() s
