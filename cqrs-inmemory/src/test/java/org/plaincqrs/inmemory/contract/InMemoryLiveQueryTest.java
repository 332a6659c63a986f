package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.LiveQueryContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryLiveQueryTest extends LiveQueryContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
