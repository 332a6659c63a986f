package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.ExactTextContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryExactTextTest extends ExactTextContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
