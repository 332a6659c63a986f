package org.plaincqrs.jdbc.contract;

import org.plaincqrs.jdbc.database.TestDatabase;

class SqliteContractsTest extends JdbcContracts {
  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }
}
