package org.plaincqrs.jdbc.contract;

import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.plaincqrs.contract.CommandMemoryContract;
import org.plaincqrs.contract.CommitContract;
import org.plaincqrs.contract.ConcurrencyContract;
import org.plaincqrs.contract.ConditionContract;
import org.plaincqrs.contract.DocumentStoreContract;
import org.plaincqrs.contract.EventLogContract;
import org.plaincqrs.contract.ExactTextContract;
import org.plaincqrs.contract.PayloadContract;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.storage.Storage;

/** The whole contract kit, unchanged, on one database; a subclass says on which. */
abstract class JdbcContracts {
  abstract DataSource fresh() throws Exception;

  private Storage storage(Duration commandRetention) {
    try {
      return JdbcStorage.builder(fresh()).commandRetention(commandRetention).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Nested
  class Commits extends CommitContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Conditions extends ConditionContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class CommandMemory extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Log extends EventLogContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class ExactText extends ExactTextContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Documents extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Payloads extends PayloadContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }
}
