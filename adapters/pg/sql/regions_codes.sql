-- SPDX-License-Identifier: Apache-2.0
select code, name from region order by code
