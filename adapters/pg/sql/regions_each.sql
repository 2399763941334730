-- SPDX-License-Identifier: Apache-2.0
select code, parent, level, name from region order by code
