package org.plaincqrs.jdbc.internal.document;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * How the tables and columns of documents are called: readable where the name allows it, different
 * for different names, and always safe to put into SQL.
 */
public final class Names {
  private static final int LONGEST = 30;
  private static final int HASH_DIGITS = 8;
  private static final String INDEX_COLUMN = "by_";

  private Names() {}

  /** The table of a document type. */
  public static String table(String prefix, String type) {
    return prefix + "doc_" + plain(type);
  }

  /** The column of an index. */
  public static String column(String index) {
    return INDEX_COLUMN + plain(index);
  }

  /** The database's index on a column. */
  public static String index(String table, String column) {
    return "ix_" + hash(table + "." + column, 2 * HASH_DIGITS);
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    if (plain.equals(name) && name.length() <= LONGEST) {
      return name;
    }
    int kept = Math.min(plain.length(), LONGEST - HASH_DIGITS - 1);
    return plain.substring(0, kept) + "_" + hash(name, HASH_DIGITS);
  }

  private static String hash(String text, int digits) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
