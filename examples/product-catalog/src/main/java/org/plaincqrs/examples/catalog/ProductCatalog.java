package org.plaincqrs.examples.catalog;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.examples.catalog.domain.ImportedOtherwiseException;
import org.plaincqrs.examples.catalog.foodmart.FoodMartException;
import org.plaincqrs.examples.catalog.imports.ImportCheckException;
import org.plaincqrs.examples.catalog.nodes.NodesFailedException;
import org.plaincqrs.examples.catalog.stores.StoreUnusableException;

/** The catalogue as a program. */
public final class ProductCatalog {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BAD_ARGUMENTS = 2;

  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;

  /** The program with its own files in {@code folder}. */
  ProductCatalog(Path folder, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  /** Runs it on the console; leaves with the code of {@link #run} unless that is 0. */
  public static void main(String[] args) {
    int code = new ProductCatalog(dataFolder(), System.out, System.err).run(System.in, args);
    if (code != OK) {
      System.exit(code);
    }
  }

  /**
   * Runs it.
   *
   * @return 0 when all is well, 1 when something failed, 2 when the arguments were not understood,
   *     or name a store that can't be used
   */
  int run(InputStream in, String... args) {
    try {
      CatalogOptions options = CatalogOptions.parse(args);
      if (options.help()) {
        out.print(CatalogOptions.USAGE);
      } else {
        new CatalogSession(options, folder, out).run(in);
      }
      return OK;
    } catch (InvalidOptionException e) {
      err.println(e.getMessage());
      err.print(CatalogOptions.USAGE);
      return BAD_ARGUMENTS;
    } catch (StoreUnusableException | ImportedOtherwiseException e) {
      err.println(e.getMessage());
      return BAD_ARGUMENTS;
    } catch (ImportCheckException
        | FoodMartException
        | NodesFailedException
        | CqrsException
        | UncheckedIOException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return FAILED;
    }
  }

  /**
   * Beside the compiled classes, in the module's target folder, wherever the program is started.
   */
  private static Path dataFolder() {
    URL classes = ProductCatalog.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Path.of(classes.toURI()).resolveSibling("catalog");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Can't tell the folder of " + classes + ".", e);
    }
  }
}
