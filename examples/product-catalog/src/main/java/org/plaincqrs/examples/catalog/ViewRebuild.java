package org.plaincqrs.examples.catalog;

import java.io.PrintStream;
import java.time.Duration;
import org.plaincqrs.examples.catalog.console.ProgressBar;
import org.plaincqrs.examples.catalog.wiring.Catalog;
import org.plaincqrs.subscription.Rebuild;

/** Builds the view of products anew, shows how far it is, and asks the view all the while. */
final class ViewRebuild {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(10);

  private final Catalog catalog;
  private final PrintStream out;

  ViewRebuild(Catalog catalog, PrintStream out) {
    this.catalog = catalog;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException when an answer meanwhile was not the one from before
   */
  void run() {
    int products = ask();
    Rebuild rebuild = catalog.rebuild();
    long head = rebuild.progress().head();
    int questions = 0;
    try (ProgressBar bar = ProgressBar.of("Rebuild", head, out)) {
      while (!rebuild.await(BETWEEN_QUESTIONS)) {
        bar.at(Math.min(head, rebuild.progress().position()));
        check(products);
        questions++;
      }
      bar.at(head);
    }
    check(products);
    catalog.dropOldBuilds();
    out.printf(
        "Built the view anew, as build %d; it was asked %d times meanwhile and always knew all"
            + " %,d products.%n",
        rebuild.build(), questions, products);
  }

  private void check(int expected) {
    int found = ask();
    if (found != expected) {
      throw new IllegalStateException(
          "The view knew " + found + " products during its rebuild, of " + expected + ".");
    }
  }

  private int ask() {
    return catalog.products().findAllInventory().size();
  }
}
