-- SPDX-License-Identifier: Apache-2.0
-- The next clocks.
fetch 1000 from scan_deadlines
