-- Plain CQRS, schema 1, H2. Every statement ends with a semicolon at the end of a line, and may be run again, since DDL
-- is no part of a transaction here. H2 has no trigger in SQL, so nothing but the library keeps the log append-only.

-- One row: the last position of the log, and how many transactions have written. Its lock puts commits in order.
create table if not exists cqrs_head (
  one tinyint primary key check (one = 1),
  position bigint not null,
  revision bigint not null
);
insert into cqrs_head (one, position, revision)
  select 1, 0, 0 where not exists (select 1 from cqrs_head);

create table if not exists cqrs_events (
  position bigint primary key,
  id uuid not null,
  stream varchar(255),
  version bigint not null,
  type varchar(255) not null,
  revision int not null,
  payload varbinary not null,
  tags varbinary,
  metadata varbinary,
  time_micros bigint not null,
  unique (stream, version)
);

create table if not exists cqrs_tags (
  tag_key varchar(255) not null,
  tag_value varchar(255) not null,
  position bigint not null,
  primary key (tag_key, tag_value, position)
);

create table if not exists cqrs_commands (
  id uuid primary key,
  hash varbinary(64) not null,
  result varbinary,
  position bigint not null,
  time_micros bigint not null
);
create index if not exists cqrs_commands_time on cqrs_commands (time_micros);

create table if not exists cqrs_checkpoints (
  owner varchar(255) primary key,
  position bigint not null
);

-- Which table holds the documents of which type, and by which values they can be found.
create table if not exists cqrs_document_types (
  name varchar(255) primary key,
  indexes varchar not null
);
