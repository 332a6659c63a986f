-- Plain CQRS, schema 2, H2. Every statement ends with a semicolon at the end of a line, and may be run again, since DDL
-- is no part of a transaction here.

-- A checkpoint that has a subscription is a reader, which nodes claim; the others belong to inline projections.
alter table cqrs_checkpoints add column if not exists subscription varchar(255);
alter table cqrs_checkpoints add column if not exists build int default 1 not null;
alter table cqrs_checkpoints add column if not exists version int default 1 not null;
alter table cqrs_checkpoints add column if not exists part int default 0 not null;
alter table cqrs_checkpoints add column if not exists parts int default 1 not null;
alter table cqrs_checkpoints add column if not exists active boolean default true not null;
alter table cqrs_checkpoints add column if not exists paused boolean default false not null;
alter table cqrs_checkpoints add column if not exists epoch bigint default 0 not null;
alter table cqrs_checkpoints add column if not exists node varchar(255);
alter table cqrs_checkpoints add column if not exists status varchar;
create index if not exists cqrs_checkpoints_subscription on cqrs_checkpoints (subscription);

-- The nodes, and until when each is taken to be alive, on this database's clock.
create table if not exists cqrs_nodes (
  node varchar(255) primary key,
  runs varchar not null,
  until_micros bigint not null
);

-- One row: how often something changed that every node should look at.
create table if not exists cqrs_roster (
  one tinyint primary key check (one = 1),
  generation bigint not null
);
insert into cqrs_roster (one, generation)
  select 1, 0 where not exists (select 1 from cqrs_roster);
