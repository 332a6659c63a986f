package org.plaincqrs.jdbc.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.plaincqrs.contract.CommandMemoryContract;
import org.plaincqrs.contract.CommitContract;
import org.plaincqrs.contract.ComputedViewContract;
import org.plaincqrs.contract.ConcurrencyContract;
import org.plaincqrs.contract.ConditionContract;
import org.plaincqrs.contract.DocumentStoreContract;
import org.plaincqrs.contract.EventLogContract;
import org.plaincqrs.contract.ExactTextContract;
import org.plaincqrs.contract.LiveQueryContract;
import org.plaincqrs.contract.PayloadContract;
import org.plaincqrs.contract.SubscriptionContract;
import org.plaincqrs.contract.SubscriptionStoreContract;
import org.plaincqrs.contract.TimeTravelContract;
import org.plaincqrs.jdbc.JdbcStorage;
import org.plaincqrs.jdbc.database.FreshDatabase;
import org.plaincqrs.jdbc.database.TestDatabase;
import org.plaincqrs.storage.Storage;

/** The whole contract kit, unchanged, on one database; a subclass says on which. */
abstract class JdbcContracts {
  private @Nullable FreshDatabase fresh;

  abstract TestDatabase database();

  @AfterEach
  void removeDatabase() {
    if (fresh != null) {
      fresh.close();
    }
  }

  private Storage storage(Duration commandRetention) {
    fresh = database().fresh();
    return JdbcStorage.builder(fresh.dataSource()).commandRetention(commandRetention).build();
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

  @Nested
  class Subscriptions extends SubscriptionStoreContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class Following extends SubscriptionContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class LiveQueries extends LiveQueryContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class TimeTravel extends TimeTravelContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class ComputedViews extends ComputedViewContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }
}
