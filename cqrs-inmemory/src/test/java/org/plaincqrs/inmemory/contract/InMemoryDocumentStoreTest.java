package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.DocumentStoreContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryDocumentStoreTest extends DocumentStoreContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
