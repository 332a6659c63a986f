package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.CommandMemoryContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryCommandMemoryTest extends CommandMemoryContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
