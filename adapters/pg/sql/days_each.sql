-- SPDX-License-Identifier: Apache-2.0
select day, is_working, name, source from calendar_day order by day
