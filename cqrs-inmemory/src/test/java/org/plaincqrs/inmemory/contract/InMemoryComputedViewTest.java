package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.ComputedViewContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryComputedViewTest extends ComputedViewContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
