-- Plain CQRS, schema 1, MariaDB and MySQL. Every statement ends with a semicolon at the end of a line, and may be run
-- again, since DDL is no part of a transaction here. Texts are kept as their UTF-8 bytes, which compare exactly.

-- One row: the last position of the log, and how many transactions have written. Its lock puts commits in order.
create table if not exists cqrs_head (
  one tinyint primary key check (one = 1),
  position bigint not null,
  revision bigint not null
) engine = InnoDB;
insert ignore into cqrs_head (one, position, revision) values (1, 0, 0);

create table if not exists cqrs_events (
  position bigint primary key,
  id binary(16) not null,
  stream varbinary(765),
  version bigint not null,
  type varbinary(765) not null,
  revision int not null,
  payload longblob not null,
  tags longblob,
  metadata longblob,
  time_micros bigint not null,
  unique key (stream, version)
) engine = InnoDB;

create table if not exists cqrs_tags (
  tag_key varbinary(765) not null,
  tag_value varbinary(765) not null,
  position bigint not null,
  primary key (tag_key, tag_value, position)
) engine = InnoDB;

create table if not exists cqrs_commands (
  id binary(16) primary key,
  hash varbinary(64) not null,
  result longblob,
  position bigint not null,
  time_micros bigint not null,
  key cqrs_commands_time (time_micros)
) engine = InnoDB;

create table if not exists cqrs_checkpoints (
  owner varbinary(765) primary key,
  position bigint not null
) engine = InnoDB;

-- Which table holds the documents of which type, and by which values they can be found.
create table if not exists cqrs_document_types (
  name varbinary(765) primary key,
  indexes longblob not null
) engine = InnoDB;

drop trigger if exists cqrs_events_no_update;
create trigger cqrs_events_no_update before update on cqrs_events for each row
  signal sqlstate '45000' set message_text = 'The log is append-only: update of events is refused.';
drop trigger if exists cqrs_events_no_delete;
create trigger cqrs_events_no_delete before delete on cqrs_events for each row
  signal sqlstate '45000' set message_text = 'The log is append-only: delete of events is refused.';
drop trigger if exists cqrs_tags_no_update;
create trigger cqrs_tags_no_update before update on cqrs_tags for each row
  signal sqlstate '45000' set message_text = 'The log is append-only: update of tags is refused.';
drop trigger if exists cqrs_tags_no_delete;
create trigger cqrs_tags_no_delete before delete on cqrs_tags for each row
  signal sqlstate '45000' set message_text = 'The log is append-only: delete of tags is refused.';
