package org.plaincqrs.inmemory.contract;

import java.time.Duration;
import org.plaincqrs.contract.ConditionContract;
import org.plaincqrs.inmemory.InMemoryStorage;
import org.plaincqrs.storage.Storage;

class InMemoryConditionTest extends ConditionContract {
  @Override
  protected Storage newStorage(Duration commandRetention) {
    return new InMemoryStorage(commandRetention);
  }
}
