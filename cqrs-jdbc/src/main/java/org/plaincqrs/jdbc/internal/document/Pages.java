package org.plaincqrs.jdbc.internal.document;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.plaincqrs.jdbc.DocumentTable;
import org.plaincqrs.storage.Versioned;

/** Documents in order of key, read a page at a time, when they are asked for. */
final class Pages<D> extends AbstractSpliterator<Versioned<D>> {
  /** Reads the page behind a key. */
  interface Reader {
    List<? extends DocumentTable.Row<?>> behind(String key);
  }

  private final Reader reader;
  private final int size;
  private Iterator<? extends DocumentTable.Row<?>> page =
      List.<DocumentTable.Row<?>>of().iterator();
  private String last = "";
  private boolean more = true;

  Pages(Reader reader, int size) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.reader = reader;
    this.size = size;
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean tryAdvance(Consumer<? super Versioned<D>> action) {
    if (!page.hasNext() && more) {
      List<? extends DocumentTable.Row<?>> next = reader.behind(last);
      more = next.size() == size;
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
