package org.plaincqrs.jdbc.database;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB servers from binaries on the class path, durable as in production. */
public final class MariaDbServer {
  private static final String USER = "root";

  private MariaDbServer() {}

  /** The server of the tests that kill none. */
  static Databases shared() {
    return startOwn(BuildDirectory.fresh("mariadb"))::fresh;
  }

  /**
   * A server on {@code data}, which is installed there if the directory is empty or missing.
   *
   * @param options of the server, beside the usual
   */
  public static ServerProcess startOwn(Path data, String... options) {
    Path directory = data.toAbsolutePath();
    Path home = Binaries.mariaDb();
    Installation.installInto(directory, installation(home, directory));
    int port = Installation.freePort();
    // Without sslMode the driver asks for a certificate that it trusts, and the server makes its
    // own.
    String url = "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable";
    return ServerProcess.start(
        directory, command(home, directory, port, options), new JdbcAddress(url, USER, ""));
  }

  private static List<String> installation(Path home, Path data) {
    return asUser(
        Stream.of(
            home.resolve("scripts/mariadb-install-db").toString(),
            "--no-defaults",
            "--force",
            "--skip-name-resolve",
            "--auth-root-authentication-method=normal",
            "--basedir=" + home,
            "--datadir=" + data));
  }

  /**
   * Without TLS, since the server would make a key of its own at each start, for up to 20 seconds.
   * The socket's path is relative to the data directory: few characters are allowed for it.
   */
  private static List<String> command(Path home, Path data, int port, String... options) {
    Stream<String> command =
        Stream.of(
            home.resolve("bin/mariadbd").toString(),
            "--no-defaults",
            "--basedir=" + home,
            "--datadir=" + data,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=server.sock",
            "--skip-name-resolve",
            "--skip-ssl",
            "--max-connections=200",
            "--character-set-server=utf8mb4",
            "--innodb-flush-log-at-trx-commit=1");
    return asUser(Stream.concat(command, Stream.of(options)));
  }

  /** MariaDB runs as root only when told to. */
  private static List<String> asUser(Stream<String> command) {
    Stream<String> suffix = Installation.isRoot() ? Stream.of("--user=root") : Stream.empty();
    return Stream.concat(command, suffix).toList();
  }
}
