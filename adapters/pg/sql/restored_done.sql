-- SPDX-License-Identifier: Apache-2.0
-- From now on this cluster's transactions are meant.
update cluster_mark m set system = s.system_identifier from pg_control_system() s
