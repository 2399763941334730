-- SPDX-License-Identifier: Apache-2.0
-- The slices of a revision that was given up.
delete from month_slice where month = $1::date and revision = $2::smallint
