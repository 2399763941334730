-- SPDX-License-Identifier: Apache-2.0
-- This program adds up the time from $1 to $2; no row: another one did.
update tally_mark set upto = $2::timestamptz where upto = $1::timestamptz returning upto
