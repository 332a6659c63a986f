-- Plain CQRS, schema 2, PostgreSQL. Every statement ends with a semicolon at the end of a line.

-- A checkpoint that has a subscription is a reader, which nodes claim; the others belong to inline projections.
alter table cqrs_checkpoints
  add column subscription text collate "C",
  add column build int not null default 1,
  add column version int not null default 1,
  add column part int not null default 0,
  add column parts int not null default 1,
  add column active boolean not null default true,
  add column paused boolean not null default false,
  add column epoch bigint not null default 0,
  add column node text collate "C",
  add column status text;
create index cqrs_checkpoints_subscription on cqrs_checkpoints (subscription);

-- The nodes, and until when each is taken to be alive, on this database's clock.
create table cqrs_nodes (
  node text collate "C" primary key,
  runs text not null,
  until_micros bigint not null
);

-- One row: how often something changed that every node should look at.
create table cqrs_roster (
  one smallint primary key check (one = 1),
  generation bigint not null
);
insert into cqrs_roster (one, generation) values (1, 0);
