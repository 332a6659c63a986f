package org.plaincqrs.event;

import java.util.HashSet;
import java.util.Set;
import org.plaincqrs.error.ConfigurationException;

/** Whether stored upcasters fit the registered classes and each other. */
final class StoredUpcasterCheck {
  private final Revisions<EventType> classes;
  private final Revisions<StoredUpcaster> upcasters;

  StoredUpcasterCheck(Revisions<EventType> classes, Revisions<StoredUpcaster> upcasters) {
    this.classes = classes;
    this.upcasters = upcasters;
  }

  void run() {
    for (StoredUpcaster upcaster : upcasters.all()) {
      StoredType from = new StoredType(upcaster.name(), upcaster.revision());
      checkHasNoClass(from);
      upcaster.targets().forEach(target -> checkRegistered(from, target));
      checkNoCircle(from, from, new HashSet<>());
    }
  }

  private void checkHasNoClass(StoredType from) {
    EventType type = classes.find(from.name(), from.revision());
    if (type != null) {
      throw new ConfigurationException(
          "Event type "
              + from
              + " has a stored upcaster and is also read by "
              + type.payload().getName()
              + "; give the class another revision by @EventName, or remove one of them.");
    }
  }

  private void checkRegistered(StoredType from, StoredType target) {
    if (classes.find(target.name(), target.revision()) == null
        && upcasters.find(target.name(), target.revision()) == null) {
      throw new ConfigurationException(
          "The stored upcaster of event type "
              + from
              + " makes "
              + target
              + ", which is not registered; add its class, or a stored upcaster of it.");
    }
  }

  private void checkNoCircle(StoredType start, StoredType at, Set<StoredType> seen) {
    StoredUpcaster upcaster = upcasters.find(at.name(), at.revision());
    if (upcaster == null || !seen.add(at)) {
      return;
    }
    for (StoredType target : upcaster.targets()) {
      if (target.equals(start)) {
        throw new ConfigurationException(
            "The stored upcasters of event type "
                + start
                + " lead back to it; remove one of them.");
      }
      checkNoCircle(start, target, seen);
    }
  }
}
