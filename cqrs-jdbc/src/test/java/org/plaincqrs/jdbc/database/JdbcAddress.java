package org.plaincqrs.jdbc.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDBC URL, and apart from it who logs in. */
record JdbcAddress(String url, String user, String password) {
  private static final Pattern SERVER_URL =
      Pattern.compile("(jdbc:[a-z]+://[^/?]+)(?:/[^?]*)?(?:\\?(.*))?");

  /** Takes user and password out of the parameters of a server's URL. */
  static JdbcAddress parse(String url) {
    Matcher matcher = matcher(url);
    if (matcher.group(2) == null) {
      return new JdbcAddress(url, "", "");
    }
    String user = "";
    String password = "";
    List<String> others = new ArrayList<>();
    for (String parameter : matcher.group(2).split("&")) {
      if (parameter.startsWith("user=")) {
        user = value(parameter);
      } else if (parameter.startsWith("password=")) {
        password = value(parameter);
      } else {
        others.add(parameter);
      }
    }
    String bare = url.substring(0, url.indexOf('?'));
    return new JdbcAddress(
        others.isEmpty() ? bare : bare + "?" + String.join("&", others), user, password);
  }

  /** The same server and login, another database. */
  JdbcAddress withDatabase(String database) {
    Matcher matcher = matcher(url);
    String parameters = matcher.group(2) == null ? "" : "?" + matcher.group(2);
    return new JdbcAddress(matcher.group(1) + "/" + database + parameters, user, password);
  }

  /** The same PostgreSQL database and login, another schema. */
  JdbcAddress withSchema(String schema) {
    return new JdbcAddress(
        url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema, user, password);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  private static Matcher matcher(String url) {
    Matcher matcher = SERVER_URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Not the JDBC URL of a server. Write jdbc:DATABASE://HOST:PORT/NAME?user=USER&password=PASSWORD.");
    }
    return matcher;
  }

  private static String value(String parameter) {
    return URLDecoder.decode(
        parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
  }
}
