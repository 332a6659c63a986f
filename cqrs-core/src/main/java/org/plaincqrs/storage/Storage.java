package org.plaincqrs.storage;

/**
 * Where an application's log and documents live; cheap to make, does nothing before it is opened.
 */
@FunctionalInterface
public interface Storage {
  /**
   * Opens it for an application's model.
   *
   * @throws org.plaincqrs.error.CqrsException when it can't be opened or does not fit the model
   */
  Store open(StorageModel model);
}
