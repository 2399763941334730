-- SPDX-License-Identifier: Apache-2.0
-- The next hashes.
fetch 5000 from credit_digest
