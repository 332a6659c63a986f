package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.ConcurrencyContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryConcurrencyTest extends ConcurrencyContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
