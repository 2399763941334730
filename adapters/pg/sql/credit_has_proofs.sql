-- SPDX-License-Identifier: Apache-2.0
-- Is any of what is kept of histories proved?
select exists (select from credit_source where proof is not null)
