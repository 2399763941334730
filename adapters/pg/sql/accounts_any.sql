-- SPDX-License-Identifier: Apache-2.0
-- Is there an account?
select exists (select from account)
