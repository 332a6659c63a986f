package org.plaincqrs.jdbc.contract;

import org.plaincqrs.jdbc.database.TestDatabase;

class H2ContractsTest extends JdbcContracts {
  @Override
  TestDatabase database() {
    return TestDatabase.H2;
  }
}
