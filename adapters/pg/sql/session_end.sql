-- SPDX-License-Identifier: Apache-2.0
delete from session where hash = $1::bytea
