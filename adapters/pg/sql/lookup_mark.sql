-- SPDX-License-Identifier: Apache-2.0
-- Something to commit. What a look-up finds may be a commit whose wait for the standby was cut off:
-- when this one, which lies behind it in the log, is there, so is that.
select pg_logical_emit_message(true, 'yima', '') is not null
