-- Plain CQRS, schema 1, PostgreSQL. Every statement ends with a semicolon at the end of a line.

-- One row: the last position of the log, and how many transactions have written. Its lock puts commits in order.
create table cqrs_head (
  one smallint primary key check (one = 1),
  position bigint not null,
  revision bigint not null
) with (fillfactor = 10);
insert into cqrs_head (one, position, revision) values (1, 0, 0);

create table cqrs_events (
  position bigint primary key,
  id uuid not null,
  stream text collate "C",
  version bigint not null,
  type text collate "C" not null,
  revision int not null,
  payload bytea not null,
  tags bytea,
  metadata bytea,
  time_micros bigint not null,
  unique (stream, version)
);

create table cqrs_tags (
  tag_key text collate "C" not null,
  tag_value text collate "C" not null,
  position bigint not null,
  primary key (tag_key, tag_value, position)
);

create table cqrs_commands (
  id uuid primary key,
  hash bytea not null,
  result bytea,
  position bigint not null,
  time_micros bigint not null
);
create index cqrs_commands_time on cqrs_commands (time_micros);

create table cqrs_checkpoints (
  owner text collate "C" primary key,
  position bigint not null
);

-- Which table holds the documents of which type, and by which values they can be found.
create table cqrs_document_types (
  name text collate "C" primary key,
  indexes text not null
);

create function cqrs_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'The log is append-only: % of % is refused.', tg_op, tg_table_name; end $$;
create trigger cqrs_events_append_only before update or delete or truncate on cqrs_events
  for each statement execute function cqrs_append_only();
create trigger cqrs_tags_append_only before update or delete or truncate on cqrs_tags
  for each statement execute function cqrs_append_only();
