package org.plaincqrs.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.plaincqrs.Cqrs;
import org.plaincqrs.CqrsBuilder;
import org.plaincqrs.storage.Storage;

/**
 * What contracts stand on that are told as whole applications: one fresh storage per test, and
 * whatever is opened on it is closed after the test.
 */
public abstract class ApplicationFixture {
  final List<Cqrs> open = new ArrayList<>();
  private @Nullable Storage storage;

  /** An empty storage that remembers commands that long; asked for once in each test. */
  protected abstract Storage newStorage(Duration commandRetention);

  @AfterEach
  final void closeAll() {
    Collections.reverse(open);
    open.forEach(Cqrs::close);
  }

  final Storage storage() {
    if (storage == null) {
      storage = newStorage(Duration.ofHours(1));
    }
    return storage;
  }

  final Cqrs open(CqrsBuilder builder) {
    Cqrs cqrs = builder.build();
    open.add(cqrs);
    return cqrs;
  }
}
