package org.plaincqrs.examples.catalog.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.plaincqrs.examples.catalog.Architecture;
import org.plaincqrs.storage.Storage;

/**
 * The stores of one architecture. Each architecture has files of its own, or tables of its own in a
 * database that it is given, so that two of them never mix. Close it after the catalogue.
 */
public final class CatalogStores implements AutoCloseable {
  /** Enough that a commit always finds others to share its wait for the disk. */
  private static final int COMMANDS_IN_FLIGHT = 64;

  private final OpenStore writeModel;
  private final OpenStore readModel;

  private CatalogStores(OpenStore writeModel, OpenStore readModel) {
    this.writeModel = writeModel;
    this.readModel = readModel;
  }

  /** Empty stores, forgotten when the process ends. */
  public static CatalogStores inMemory() {
    return new CatalogStores(OpenStore.inMemory(), OpenStore.inMemory());
  }

  /**
   * Connects to the stores.
   *
   * @param readModel where two stores keep the read model; the other architectures have it in the
   *     same store
   * @param folder where the catalogue's own files are
   * @throws StoreUnusableException when a database can't be reached
   */
  public static CatalogStores open(
      Architecture architecture, StoreName writeModel, StoreName readModel, Path folder) {
    Path file = folder.toAbsolutePath().normalize().resolve(architecture.optionName());
    OpenStore write = open(writeModel, file, "catalog_" + tables(architecture));
    if (architecture != Architecture.TWO_STORES) {
      return new CatalogStores(write, write);
    }
    try {
      return new CatalogStores(
          write,
          open(readModel, file.resolveSibling(file.getFileName() + "-read"), readTables(write)));
    } catch (StoreUnusableException e) {
      write.close();
      throw e;
    }
  }

  private static OpenStore open(StoreName name, Path file, String prefix) {
    if (name.isMemory()) {
      return OpenStore.inMemory();
    }
    if (name.isFile()) {
      makeFolder(file);
    }
    return OpenStore.in(name.url(file), prefix);
  }

  /** SQLite does not make the folder of its file. */
  private static void makeFolder(Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
    } catch (IOException e) {
      throw new StoreUnusableException(
          "The folder of %s can't be made: %s. Name a --store elsewhere.".formatted(file, e), e);
    }
  }

  private static String tables(Architecture architecture) {
    return switch (architecture) {
      case ONE_STORE -> "one_";
      case TWO_STORES -> "two_";
      case EVENT_SOURCED -> "es_";
    };
  }

  /** Named after the write model, since a read model is of use to that one alone. */
  private static String readTables(OpenStore write) {
    UUID hash = UUID.nameUUIDFromBytes(write.place().getBytes(StandardCharsets.UTF_8));
    return "catalog_read_" + hash.toString().substring(0, 6) + "_";
  }

  /** Where commands write. */
  public Storage writeModel() {
    return writeModel;
  }

  /** Where the view is; the same as {@link #writeModel} unless the architecture has two stores. */
  public Storage readModel() {
    return readModel;
  }

  /** How many commands to send at once: one where each costs less than handing it to a thread. */
  public int commandsInFlight() {
    return writeModel.isDurable() ? COMMANDS_IN_FLIGHT : 1;
  }

  /** Where the data is, for people. */
  public String places() {
    return readModel == writeModel
        ? writeModel.place()
        : "%s; read model: %s".formatted(writeModel.place(), readModel.place());
  }

  @Override
  public void close() {
    if (readModel != writeModel) {
      readModel.close();
    }
    writeModel.close();
  }
}
