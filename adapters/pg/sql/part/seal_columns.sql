-- SPDX-License-Identifier: Apache-2.0
select s.dispute_id, s.code, s.document, s.version, s.subject, s.made_at, s.key_number, s.size,
       s.sha256, s.terms_sha256, s.signature
from sealed_document s
