package org.plaincqrs.examples.catalog.stores;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The URL of a database, with everything that its driver must know, passwords too; so its text is
 * shown to nobody but the driver.
 *
 * @param secretText the URL as it was given
 */
record JdbcUrl(String secretText) {
  /**
   * By name, so that a class loader made later finds them, such as that of exec:java; the
   * DriverManager doesn't.
   */
  private static final Map<String, String> DRIVERS =
      Map.of(
          "jdbc:h2:", "org.h2.Driver",
          "jdbc:sqlite:", "org.sqlite.JDBC",
          "jdbc:postgresql:", "org.postgresql.Driver",
          "jdbc:mariadb:", "org.mariadb.jdbc.Driver");

  private static final String HIDDEN = "***";

  /** What stands behind "password=" and its like, and between "//user:" and "@". */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?<=(?:password|pwd|passphrase)=)[^;&]+|(?<=//[^/@:?]{0,99}:)[^/;&?]+(?=@)");

  /** The beginnings of the URLs that a driver is there for. */
  static List<String> known() {
    return DRIVERS.keySet().stream().sorted().toList();
  }

  /** The class of the driver; empty when none is there for such a URL. */
  Optional<String> driver() {
    return DRIVERS.entrySet().stream()
        .filter(each -> secretText.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findAny();
  }

  /** A text about this database in one line and without the passwords that the URL holds. */
  String masked(String text) {
    String masked = text.replace(secretText, toString());
    for (String secret : secrets()) {
      masked = masked.replace(secret, HIDDEN);
    }
    return masked.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private List<String> secrets() {
    return SECRET.matcher(secretText).results().map(MatchResult::group).toList();
  }

  /** The URL without its passwords. */
  @Override
  public String toString() {
    return SECRET.matcher(secretText).replaceAll(HIDDEN);
  }
}
