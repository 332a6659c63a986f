package org.plaincqrs.jdbc.internal.document;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.storage.Versioned;

/**
 * Documents in order of key, read a page at a time, when they are asked for. Only an empty page is
 * the end: a table may return fewer documents than it is asked for.
 */
final class Pages<D> extends AbstractSpliterator<Versioned<D>> {
  /** Reads the page behind a key. */
  interface Reader {
    List<? extends DocumentTable.Row<?>> behind(String key);
  }

  private final Reader reader;
  private Iterator<? extends DocumentTable.Row<?>> page =
      List.<DocumentTable.Row<?>>of().iterator();
  private String last = "";
  private boolean more = true;

  Pages(Reader reader) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.reader = reader;
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean tryAdvance(Consumer<? super Versioned<D>> action) {
    if (!page.hasNext() && more) {
      List<? extends DocumentTable.Row<?>> next = reader.behind(last);
      more = !next.isEmpty();
      page = next.iterator();
    }
    if (!page.hasNext()) {
      return false;
    }
    DocumentTable.Row<?> row = page.next();
    last = row.key();
    action.accept((Versioned<D>) row.versioned());
    return true;
  }
}
