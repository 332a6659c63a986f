-- Plain CQRS, schema 2, MariaDB and MySQL. Every statement ends with a semicolon at the end of a line, and may be run
-- again, since DDL is no part of a transaction here. Texts are kept as their UTF-8 bytes, which compare exactly.

-- A checkpoint that has a subscription is a reader, which nodes claim; the others belong to inline projections. MySQL
-- knows no "add column if not exists", so the statement is made up only where the columns are missing.
set @cqrs_ddl = (select if(count(*) > 0, 'do 0', '
alter table cqrs_checkpoints
  add column subscription varbinary(765),
  add column build int not null default 1,
  add column version int not null default 1,
  add column part int not null default 0,
  add column parts int not null default 1,
  add column active boolean not null default true,
  add column paused boolean not null default false,
  add column epoch bigint not null default 0,
  add column node varbinary(765),
  add column status longblob,
  add key cqrs_checkpoints_subscription (subscription)')
  from information_schema.columns
  where table_schema = database() and table_name = 'cqrs_checkpoints' and column_name = 'epoch');
prepare cqrs_ddl from @cqrs_ddl;
execute cqrs_ddl;
deallocate prepare cqrs_ddl;

-- The nodes, and until when each is taken to be alive, on this database's clock.
create table if not exists cqrs_nodes (
  node varbinary(765) primary key,
  runs longblob not null,
  until_micros bigint not null
) engine = InnoDB;

-- One row: how often something changed that every node should look at.
create table if not exists cqrs_roster (
  one tinyint primary key check (one = 1),
  generation bigint not null
) engine = InnoDB;
insert ignore into cqrs_roster (one, generation) values (1, 0);
