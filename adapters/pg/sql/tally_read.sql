-- SPDX-License-Identifier: Apache-2.0
-- Up to which hour the days are added up.
select upto from tally_mark
