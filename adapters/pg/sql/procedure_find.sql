-- SPDX-License-Identifier: Apache-2.0
select number, sha256 from procedure_version where procedure_id = $1::text and version = $2::text
