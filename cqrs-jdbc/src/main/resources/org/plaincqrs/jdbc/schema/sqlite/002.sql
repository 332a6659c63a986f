-- Plain CQRS, schema 2, SQLite. Every statement ends with a semicolon at the end of a line.

-- A checkpoint that has a subscription is a reader, which nodes claim; the others belong to inline projections.
alter table cqrs_checkpoints add column subscription text;
alter table cqrs_checkpoints add column build integer not null default 1;
alter table cqrs_checkpoints add column version integer not null default 1;
alter table cqrs_checkpoints add column part integer not null default 0;
alter table cqrs_checkpoints add column parts integer not null default 1;
alter table cqrs_checkpoints add column active integer not null default 1;
alter table cqrs_checkpoints add column paused integer not null default 0;
alter table cqrs_checkpoints add column epoch integer not null default 0;
alter table cqrs_checkpoints add column node text;
alter table cqrs_checkpoints add column status text;
create index cqrs_checkpoints_subscription on cqrs_checkpoints (subscription);

-- The nodes, and until when each is taken to be alive, on this database's clock.
create table cqrs_nodes (
  node text primary key,
  runs text not null,
  until_micros integer not null
) without rowid;

-- One row: how often something changed that every node should look at.
create table cqrs_roster (
  one integer primary key check (one = 1),
  generation integer not null
);
insert into cqrs_roster (one, generation) values (1, 0);
