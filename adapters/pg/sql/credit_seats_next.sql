-- SPDX-License-Identifier: Apache-2.0
-- The next seats.
fetch 200 from credit_seats
