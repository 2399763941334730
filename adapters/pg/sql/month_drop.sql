-- SPDX-License-Identifier: Apache-2.0
-- Give up a revision that is being drawn.
delete from month where month = $1::date and revision = $2::smallint and state = 1
