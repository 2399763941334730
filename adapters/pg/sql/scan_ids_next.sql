-- SPDX-License-Identifier: Apache-2.0
-- The next ids.
fetch 200 from scan_ids
