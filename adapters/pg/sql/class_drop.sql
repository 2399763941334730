-- SPDX-License-Identifier: Apache-2.0
delete from outside_class where partner = $1::text
