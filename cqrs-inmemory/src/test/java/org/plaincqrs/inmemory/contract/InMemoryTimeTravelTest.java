package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.TimeTravelContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryTimeTravelTest extends TimeTravelContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
