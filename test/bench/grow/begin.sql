-- SPDX-License-Identifier: Apache-2.0
-- Before a database is grown: templates, settings, partitions, and no index in the way.
-- Variables: shapes (file of lines "id weight"), total, seed, months, histories (true: each copy keeps
-- the times of its template, so that ids lie where their events do; false: ids are spread over the
-- months).
\set ON_ERROR_STOP on
\set QUIET on
create schema grow;
create table grow.shape (dispute_id bigint primary key, weight integer not null);
\copy grow.shape from pstdin with (delimiter ' ')

-- What each month of ids begins with, in Shanghai; the last is the current one.
create function grow.id_at(id bigint) returns timestamptz language sql immutable as
$$ select to_timestamp(((id >> 22) + 1577836800000) / 1000.0) $$;
create table grow.setting as
select :total::bigint as total, :seed::bigint as seed, :histories as histories,
       case when :histories then
            date_trunc('month', grow.id_at(min(dispute_id)) at time zone 'Asia/Shanghai')
       else date_trunc('month', now() at time zone 'Asia/Shanghai')
            - make_interval(months => :months - 1) end at time zone 'Asia/Shanghai' as since,
       case when :histories then grow.id_at(max(dispute_id)) else now() end as until,
       sum(weight)::integer as slots
from grow.shape;

create function grow.id_floor(at timestamptz) returns bigint language sql immutable as
$$ select ((extract(epoch from at) * 1000)::bigint - 1577836800000) << 22 $$;

-- A zigzag variable-length number of nine bytes, as engine/src/pack.c writes an id.
create function grow.varint9(v bigint) returns bytea language sql immutable as $$
select set_byte(set_byte(set_byte(set_byte(set_byte(set_byte(set_byte(set_byte(set_byte(
    '\x000000000000000000'::bytea,
    0, (v << 1 & 127 | 128)::integer), 1, (v >> 6 & 127 | 128)::integer),
    2, (v >> 13 & 127 | 128)::integer), 3, (v >> 20 & 127 | 128)::integer),
    4, (v >> 27 & 127 | 128)::integer), 5, (v >> 34 & 127 | 128)::integer),
    6, (v >> 41 & 127 | 128)::integer), 7, (v >> 48 & 127 | 128)::integer),
    8, (v >> 55 & 127)::integer)
$$;

-- A name of three characters: one of 96 surnames, two of 97 characters behind it.
create function grow.name(r bigint) returns text language sql immutable as $$
select substr('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄',
              (r & 2147483647)::integer % 96 + 1, 1)
    || substr('子若云清明文华建国志强伟丽敏静秀兰芳芬燕红梅玉英俊杰浩宇泽轩梓涵欣怡雨佳琪思源博雅晨曦嘉懿煜城立诚致远承天昊然瑞霖锦程烨磊晓啸修洁黎昕远航旭尧鸿涛伟祺荣轩越浩瑾瑜皓轩擎苍擎宇志泽渊睿弘文哲瀚雨泽',
              ((r >> 8) & 2147483647)::integer % 97 + 1, 1)
    || substr('子若云清明文华建国志强伟丽敏静秀兰芳芬燕红梅玉英俊杰浩宇泽轩梓涵欣怡雨佳琪思源博雅晨曦嘉懿煜城立诚致远承天昊然瑞霖锦程烨磊晓啸修洁黎昕远航旭尧鸿涛伟祺荣轩越浩瑾瑜皓轩擎苍擎宇志泽渊睿弘文哲瀚雨泽',
              ((r >> 16) & 2147483647)::integer % 97 + 1, 1)
$$;

create table grow.template as
select row_number() over (order by s.dispute_id)::integer as n, s.weight, d.*
from grow.shape s
join dispute d using (dispute_id);
create table grow.slot as
select row_number() over () - 1 as slot, n, dispute_id >> 22 as ms
from grow.template, generate_series(1, weight);
create table grow.event as
select t.n, e.seq, e.at, e.rule, e.kind,
       substr(e.payload, 1, x.place - 1) as head, substr(e.payload, x.place + 18) as tail
from grow.template t
join event e using (bucket, dispute_id)
cross join lateral (select position(convert_to(t.dispute_id::text, 'UTF8') in e.payload))
    as x(place);
-- The tables that hold something of a dispute: those with its bucket and id. Events and outbox rows
-- are made by themselves.
create table grow.copied as
select c.oid as rel, c.relname as name
from pg_class c
where c.relkind = 'r' and not c.relispartition and c.relnamespace = 'public'::regnamespace
  and c.relname <> 'outbox'
  and 2 = (select count(*) from pg_attribute a
           where a.attrelid = c.oid and a.attname in ('bucket', 'dispute_id'));
select format('create table grow.%I as select t.n, x.* from grow.template t join %s x'
              ' using (bucket, dispute_id)%s', 't_' || name, rel::regclass,
              case name when 'request_key' then ' where x.seq = 1' else '' end)
from grow.copied
\gexec

-- How a column differs from the template's; m is the new dispute, c its last event, t the template.
create table grow.differs (name text, col text, expression text);
insert into grow.differs values
    ('dispute', 'state', 'overlay(t.state placing grow.varint9(m.id) from 2 for 9)'),
    ('dispute', 'head', 'c.hash'),
    ('dispute_detail', 'title', $$m.name0 || '与' || m.name1 || t.title$$),
    ('dispute_detail', 'terms',
     $$array_remove(array_remove(t.terms, '甲某'), '乙某')
       || array[substr(m.name0, 1, 2), substr(m.name0, 2), substr(m.name1, 1, 2),
                substr(m.name1, 2)]$$),
    ('party', 'name', 'case t.seat when 0 then m.name0 else m.name1 end'),
    ('party', 'identity_hash', -- some people come twice
     $$case when t.identity_hash is not null
       then sha256(((m.r + t.seat) % (g.total * 3 / 4))::text::bytea) end$$),
    ('code', 'token', $$upper(left(encode(sha256(m.id::text::bytea), 'hex'), 28))$$),
    ('request_key', 'key', 'encode(substr(c.hash, 1, 16), ''hex'')::uuid'),
    ('request_key', 'fingerprint', 'encode(substr(c.hash, 17, 16), ''hex'')::uuid');
create table grow.copying as
select format('insert into %s (%s) select %s from grow.setting g, made m join grow.%I t using (n)'
              ' join heads c on c.id = m.id', rel::regclass,
              string_agg(quote_ident(attname), ', ' order by attnum),
              string_agg(coalesce(expression, case attname when 'bucket' then 'm.bucket'
                                                           when 'dispute_id' then 'm.id'
                                                           else 't.' || quote_ident(attname) end),
                         ', ' order by attnum),
              't_' || k.name) as statement
from grow.copied k
join pg_attribute on attrelid = rel and attnum > 0 and not attisdropped
left join grow.differs f on f.name = k.name and f.col = attname
group by rel, k.name
order by k.name;

-- The months before the current one, as the program names and bounds them.
select format('create table if not exists event_p%s partition of event for values from (%s) to (%s)',
              to_char(month at time zone 'Asia/Shanghai', 'YYYYMM'), grow.id_floor(month),
              grow.id_floor((month at time zone 'Asia/Shanghai' + interval '1 month')
                            at time zone 'Asia/Shanghai'))
from grow.setting,
     generate_series(since at time zone 'Asia/Shanghai', until at time zone 'Asia/Shanghai',
                     interval '1 month') as local(m),
     lateral (select m at time zone 'Asia/Shanghai') as x(month)
\gexec

-- What goes now comes back in end.sql: keys first, foreign keys last. Partitions follow their parent.
create table grow.ddl (step integer, making text, dropping text);
insert into grow.ddl
select case contype when 'f' then 3 else 1 end,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)),
       format('alter table %s drop constraint %I', conrelid::regclass, conname)
from pg_constraint
where contype in ('p', 'u', 'f') and conparentid = 0
  and (conrelid in ('event'::regclass, 'outbox'::regclass)
       or conrelid in (select rel from grow.copied));
insert into grow.ddl
select 2, pg_get_indexdef(indexrelid), format('drop index %s', indexrelid::regclass)
from pg_index
where indrelid in (select rel from grow.copied)
  and not exists (select from pg_constraint c where c.conindid = indexrelid);
create unique index on grow.template (n);
create unique index on grow.event (n, seq);
create unique index on grow.slot (slot);
analyze grow.template;
analyze grow.event;
analyze grow.slot;
select dropping from grow.ddl order by step desc
\gexec
