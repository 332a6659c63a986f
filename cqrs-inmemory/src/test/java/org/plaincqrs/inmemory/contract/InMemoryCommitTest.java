package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.CommitContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryCommitTest extends CommitContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
