-- SPDX-License-Identifier: Apache-2.0
-- Which member of staff issued a code. A code from whoever registered the dispute shows no credit
-- profile: else a dispute that nobody has would be a way to look at anybody.
alter table access_code add column issued_staff bigint; -- 0: not staff; null: not known
