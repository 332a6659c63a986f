package org.plaincqrs.jdbc.codec;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.plaincqrs.contract.CommandMemoryContract;
import org.plaincqrs.contract.CommitContract;
import org.plaincqrs.contract.ConditionContract;
import org.plaincqrs.contract.DocumentStoreContract;
import org.plaincqrs.contract.EventLogContract;
import org.plaincqrs.contract.ExactTextContract;
import org.plaincqrs.contract.PayloadContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

/** The kit, in memory with the codec. */
class JacksonInMemoryTest {
  private static Storage storage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention, new JacksonCodec());
  }

  @Nested
  class PayloadTest extends PayloadContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class CommandMemoryTest extends CommandMemoryContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class CommitTest extends CommitContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class ConditionTest extends ConditionContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class DocumentStoreTest extends DocumentStoreContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class EventLogTest extends EventLogContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }

  @Nested
  class ExactTextTest extends ExactTextContract {
    @Override
    protected Storage newStorage(Duration commandRetention) {
      return storage(commandRetention);
    }
  }
}
