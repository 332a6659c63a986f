package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.EventLogContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryEventLogTest extends EventLogContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
