-- SPDX-License-Identifier: Apache-2.0
select code from region order by code
