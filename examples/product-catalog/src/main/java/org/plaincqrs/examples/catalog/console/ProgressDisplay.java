package org.plaincqrs.examples.catalog.console;

/** Shows progress in one of the two ways that suit a terminal or a file. */
sealed interface ProgressDisplay permits TerminalDisplay, PlainDisplay {

  /** Shows the progress, unless it was shown just before, and tells at which count to ask again. */
  long show(Progress progress);

  /** Shows the last state and ends the line. */
  void end(Progress progress);
}
