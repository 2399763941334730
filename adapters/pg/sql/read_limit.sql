-- SPDX-License-Identifier: Apache-2.0
-- For the statement that follows in the same unit, which is one transaction: no longer than this.
select set_config('statement_timeout', '4000', true)
