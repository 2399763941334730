-- SPDX-License-Identifier: Apache-2.0
-- How many fields are sealed under which key, by column. A deliberate scatter read of everything.
select k.what, k.key, k.n
from (select 'party.identity', get_byte(p.identity, 0), count(*) from party p
      where p.identity is not null and octet_length(p.identity) > 0 group by 2
      union all
      select 'party.phone', get_byte(p.phone, 0), count(*) from party p
      where p.phone is not null and octet_length(p.phone) > 0 group by 2
      union all
      select 'party.address', get_byte(p.address, 0), count(*) from party p
      where p.address is not null and octet_length(p.address) > 0 group by 2
      union all
      select 'party.agent_phone', get_byte(p.agent_phone, 0), count(*) from party p
      where p.agent_phone is not null and octet_length(p.agent_phone) > 0 group by 2
      union all
      select 'note.body', get_byte(p.body, 0), count(*) from note p
      where p.body is not null and octet_length(p.body) > 0 group by 2
      union all
      select 'appointment.place', get_byte(p.place, 0), count(*) from appointment p
      where p.place is not null and octet_length(p.place) > 0 group by 2
      union all
      select 'appointment.note', get_byte(p.note, 0), count(*) from appointment p
      where p.note is not null and octet_length(p.note) > 0 group by 2
      union all
      select 'appointment.reason', get_byte(p.reason, 0), count(*) from appointment p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'attachment.head', get_byte(p.head, 0), count(*) from attachment p
      where p.head is not null and octet_length(p.head) > 0 group by 2
      union all
      select 'attachment_part.body', get_byte(p.body, 0), count(*) from attachment_part p
      where p.body is not null and octet_length(p.body) > 0 group by 2
      union all
      select 'sealed_part.body', get_byte(p.body, 0), count(*) from sealed_part p
      where p.body is not null and octet_length(p.body) > 0 group by 2
      union all
      select 'exchange_message.payload', get_byte(p.payload, 0), count(*) from exchange_message p
      where p.payload is not null and octet_length(p.payload) > 0 group by 2
      union all
      select 'exchange_message.note', get_byte(p.note, 0), count(*) from exchange_message p
      where p.note is not null and octet_length(p.note) > 0 group by 2
      union all
      select 'outside_order.payload', get_byte(p.payload, 0), count(*) from outside_order p
      where p.payload is not null and octet_length(p.payload) > 0 group by 2
      union all
      select 'outside_order.done_note', get_byte(p.done_note, 0), count(*) from outside_order p
      where p.done_note is not null and octet_length(p.done_note) > 0 group by 2
      union all
      select 'credit_profile.body', get_byte(p.body, 0), count(*) from credit_profile p
      where p.body is not null and octet_length(p.body) > 0 group by 2
      union all
      select 'credit_read.purpose', get_byte(p.purpose, 0), count(*) from credit_read p
      where p.purpose is not null and octet_length(p.purpose) > 0 group by 2
      union all
      select 'credit_objection.reason', get_byte(p.reason, 0), count(*) from credit_objection p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'credit_objection.answer', get_byte(p.answer, 0), count(*) from credit_objection p
      where p.answer is not null and octet_length(p.answer) > 0 group by 2
      union all
      select 'credit_statement.text', get_byte(p.text, 0), count(*) from credit_statement p
      where p.text is not null and octet_length(p.text) > 0 group by 2
      union all
      select 'dispute_protection.reason', get_byte(p.reason, 0), count(*) from dispute_protection p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'points_proposal.note', get_byte(p.note, 0), count(*) from points_proposal p
      where p.note is not null and octet_length(p.note) > 0 group by 2
      union all
      select 'points_proposal.reason', get_byte(p.reason, 0), count(*) from points_proposal p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'points_entry.reason', get_byte(p.reason, 0), count(*) from points_entry p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'assess_objection.reason', get_byte(p.reason, 0), count(*) from assess_objection p
      where p.reason is not null and octet_length(p.reason) > 0 group by 2
      union all
      select 'assess_objection.answer', get_byte(p.answer, 0), count(*) from assess_objection p
      where p.answer is not null and octet_length(p.answer) > 0 group by 2
      union all
      select 'exchange_discrepancy.note', get_byte(p.note, 0), count(*) from exchange_discrepancy p
      where p.note is not null and octet_length(p.note) > 0 group by 2
      union all
      select 'account.totp', get_byte(p.totp, 0), count(*) from account p
      where p.totp is not null and octet_length(p.totp) > 0 group by 2
      union all
      select 'account.totp_next', get_byte(p.totp_next, 0), count(*) from account p
      where p.totp_next is not null and octet_length(p.totp_next) > 0 group by 2
      union all
      select 'subscription.secret', get_byte(p.secret, 0), count(*) from subscription p
      where p.secret is not null and octet_length(p.secret) > 0 group by 2
      union all
      select 'subscription.secret_before', get_byte(p.secret_before, 0), count(*) from subscription p
      where p.secret_before is not null and octet_length(p.secret_before) > 0 group by 2) as k(what, key, n)
order by k.what, k.key
