-- SPDX-License-Identifier: Apache-2.0
-- Running programs see that what they hold in memory is old.
update reference_revision set revision = revision + 1
