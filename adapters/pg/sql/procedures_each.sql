-- SPDX-License-Identifier: Apache-2.0
select number, procedure_id, version, sha256, document, valid_from, valid_until
from procedure_version
order by number
