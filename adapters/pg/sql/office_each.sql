-- SPDX-License-Identifier: Apache-2.0
select key, valid_from, value, unit, source from office_rule order by key, valid_from
