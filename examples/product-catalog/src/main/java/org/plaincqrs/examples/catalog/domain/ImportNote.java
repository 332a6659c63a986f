package org.plaincqrs.examples.catalog.domain;

import java.util.SortedSet;
import java.util.TreeSet;
import org.plaincqrs.storage.DocumentType;

/**
 * What a catalogue notes of the import that it began with, so that a later start goes on with it or
 * leaves it alone. Immutable.
 *
 * @param source what is imported, by name; a catalogue imports it once
 * @param years whose movements
 * @param openingStock units of each product counted in first
 * @param finished whether everything is there and was checked
 */
public record ImportNote(
    String source, SortedSet<Integer> years, int openingStock, boolean finished) {
  /** What the library must know of these notes. */
  public static final DocumentType<ImportNote, String> TYPE =
      DocumentType.of("import-note", ImportNote.class, String.class);

  public ImportNote {
    years = new TreeSet<>(years);
  }

  /** The same import, finished. */
  public ImportNote finish() {
    return new ImportNote(source, years, openingStock, true);
  }
}
