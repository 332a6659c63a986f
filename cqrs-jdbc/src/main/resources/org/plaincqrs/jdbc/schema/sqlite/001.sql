-- Plain CQRS, schema 1, SQLite. Every statement ends with a semicolon at the end of a line.

-- One row: the last position of the log, and how many transactions have written.
create table cqrs_head (
  one integer primary key check (one = 1),
  position integer not null,
  revision integer not null
);
insert into cqrs_head (one, position, revision) values (1, 0, 0);

create table cqrs_events (
  position integer primary key,
  id blob not null,
  stream text,
  version integer not null,
  type text not null,
  revision integer not null,
  payload blob not null,
  tags blob,
  metadata blob,
  time_micros integer not null,
  unique (stream, version)
);

create table cqrs_tags (
  tag_key text not null,
  tag_value text not null,
  position integer not null,
  primary key (tag_key, tag_value, position)
) without rowid;

create table cqrs_commands (
  id blob primary key,
  hash blob not null,
  result blob,
  position integer not null,
  time_micros integer not null
) without rowid;
create index cqrs_commands_time on cqrs_commands (time_micros);

create table cqrs_checkpoints (
  owner text primary key,
  position integer not null
) without rowid;

-- Which table holds the documents of which type, and by which values they can be found.
create table cqrs_document_types (
  name text primary key,
  indexes text not null
) without rowid;

create trigger cqrs_events_no_update before update on cqrs_events
  begin select raise(abort, 'The log is append-only: update of events is refused.'); end;
create trigger cqrs_events_no_delete before delete on cqrs_events
  begin select raise(abort, 'The log is append-only: delete of events is refused.'); end;
create trigger cqrs_tags_no_update before update on cqrs_tags
  begin select raise(abort, 'The log is append-only: update of tags is refused.'); end;
create trigger cqrs_tags_no_delete before delete on cqrs_tags
  begin select raise(abort, 'The log is append-only: delete of tags is refused.'); end;
