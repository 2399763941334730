-- SPDX-License-Identifier: Apache-2.0
-- What the keys of this database answer.
select hash from keyring_check
