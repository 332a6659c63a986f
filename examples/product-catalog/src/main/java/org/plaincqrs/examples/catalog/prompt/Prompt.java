package org.plaincqrs.examples.catalog.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.examples.catalog.wiring.Catalog;

/** Answers line by line, until "quit" or the end of the input. Not thread-safe. */
public final class Prompt {
  private static final String QUIT = "quit";

  private final PrintStream out;
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  public Prompt(Catalog catalog, PrintStream out) {
    this.out = out;
    new Questions(catalog.products(), out).answers().forEach(this::add);
    new Orders(catalog, out).answers().forEach(this::add);
    add(new Answer("help", "what can be typed here", arguments -> help()));
    add(new Answer(QUIT, "leave", arguments -> {}));
  }

  /** Reads and answers. */
  public void answer(BufferedReader lines) {
    out.println("Type 'help' to see what can be asked.");
    for (String line = next(lines); line != null; line = next(lines)) {
      List<String> words = Arrays.asList(line.strip().split("\\s+"));
      if (words.get(0).equals(QUIT)) {
        return;
      }
      if (!words.get(0).isEmpty()) {
        answer(words.get(0), words.subList(1, words.size()));
      }
    }
    out.println();
  }

  private void answer(String name, List<String> arguments) {
    Answer answer = answers.get(name);
    if (answer == null) {
      out.println("'" + name + "' is not known here. Type 'help' to see what is.");
      return;
    }
    try {
      answer.give(arguments);
    } catch (RuntimeException e) {
      out.println(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void help() {
    answers
        .values()
        .forEach(answer -> out.printf("  %-22s %s%n", answer.usage(), answer.purpose()));
  }

  private void add(Answer answer) {
    answers.put(answer.name(), answer);
  }

  private @Nullable String next(BufferedReader lines) {
    out.print("> ");
    out.flush();
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("The input could not be read: " + e.getMessage(), e);
    }
  }
}
