-- SPDX-License-Identifier: Apache-2.0
a.attachment_id, a.state, a.kind, a.purpose, a.media, a.shown, a.seat, a.role, a.author_seat,
a.staff_id, a.confidant, a.at, a.attached_at, a.seq, a.bytes, a.commitment, a.author, a.head,
