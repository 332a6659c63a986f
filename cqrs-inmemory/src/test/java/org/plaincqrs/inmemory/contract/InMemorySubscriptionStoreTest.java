package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.SubscriptionStoreContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemorySubscriptionStoreTest extends SubscriptionStoreContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
