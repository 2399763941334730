-- SPDX-License-Identifier: Apache-2.0
-- Foreign keys where rows are written once. The tables that every command writes (event, docket,
-- deadline, outbox, request_key) have none: each of their rows is inserted by a join with the
-- dispute row in the same transaction, disputes are never deleted, and a check per row by trigger
-- would cost more than the insert. `yima verify` proves the same over the whole database.
alter table staff add constraint staff_body_fk foreign key (body_id) references body;
alter table dispute_detail add constraint dispute_detail_fk
    foreign key (bucket, dispute_id) references dispute;
alter table party add constraint party_fk foreign key (bucket, dispute_id) references dispute;
alter table code add constraint code_fk foreign key (bucket, dispute_id) references dispute;
