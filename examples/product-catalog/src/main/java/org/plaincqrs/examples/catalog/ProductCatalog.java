package org.plaincqrs.examples.catalog;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.plaincqrs.error.CqrsException;
import org.plaincqrs.examples.catalog.foodmart.FoodMartException;
import org.plaincqrs.examples.catalog.imports.ImportCheckException;

/** The catalogue as a program. */
public final class ProductCatalog {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BAD_ARGUMENTS = 2;

  private ProductCatalog() {}

  /** Runs it on the console; leaves with the code of {@link #run} unless that is 0. */
  public static void main(String[] args) {
    int code = run(args, System.in, System.out, System.err);
    if (code != OK) {
      System.exit(code);
    }
  }

  /**
   * Runs it.
   *
   * @return 0 when all is well, 1 when something failed, 2 when the arguments were not understood
   */
  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    try {
      CatalogOptions options = CatalogOptions.parse(args);
      if (options.help()) {
        out.print(CatalogOptions.USAGE);
      } else {
        new CatalogSession(options, out).run(in);
      }
      return OK;
    } catch (InvalidOptionException e) {
      err.println(e.getMessage());
      err.print(CatalogOptions.USAGE);
      return BAD_ARGUMENTS;
    } catch (ImportCheckException | FoodMartException | CqrsException | UncheckedIOException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return FAILED;
    }
  }
}
