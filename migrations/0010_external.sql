-- SPDX-License-Identifier: Apache-2.0
-- Numbers that disputes bear in other systems: each channel gives one to one dispute. The key is
-- the number and no dispute, so bucket is its hash (pg_external_bucket), and two programs that
-- register the same number at the same time meet here.

create table external_ref (
    bucket     integer  not null,
    channel    smallint not null,         -- enum ym_channel
    reference  text     not null,
    dispute_id bigint   not null,         -- the one registered first
    primary key (bucket, channel, reference),
    check (bucket between 0 and 1023)
);

select app_distribute('external_ref', 'bucket', 'dispute');
