package org.plaincqrs.jdbc.contract;

import org.plaincqrs.jdbc.database.TestDatabase;

class MariaDbContractsTest extends JdbcContracts {
  @Override
  TestDatabase database() {
    return TestDatabase.MARIADB;
  }
}
