package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.SubscriptionContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemorySubscriptionTest extends SubscriptionContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
