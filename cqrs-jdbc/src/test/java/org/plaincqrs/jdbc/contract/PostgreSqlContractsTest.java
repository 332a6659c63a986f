package org.plaincqrs.jdbc.contract;

import org.plaincqrs.jdbc.database.TestDatabase;

class PostgreSqlContractsTest extends JdbcContracts {
  @Override
  TestDatabase database() {
    return TestDatabase.POSTGRESQL;
  }
}
