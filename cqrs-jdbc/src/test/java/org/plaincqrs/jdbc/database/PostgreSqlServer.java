package org.plaincqrs.jdbc.database;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL servers from binaries on the class path, durable as in production. */
public final class PostgreSqlServer {
  private static final String USER = "postgres";

  private PostgreSqlServer() {}

  /** The server of the tests that kill none. */
  static Databases shared() {
    return startOwn(BuildDirectory.fresh("postgresql"))::fresh;
  }

  /** A server on {@code data}, which is installed there if the directory is empty or missing. */
  public static ServerProcess startOwn(Path data) {
    Path directory = data.toAbsolutePath();
    Path programs = Binaries.postgreSql().resolve("bin");
    Installation.installInto(directory, installation(programs, directory));
    int port = Installation.freePort();
    return ServerProcess.start(
        directory,
        command(programs, directory, port),
        new JdbcAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, ""));
  }

  /** With a linguistic order of texts, as most have it: whoever relies on bytes must say so. */
  private static List<String> installation(Path programs, Path data) {
    return asUser(
        Stream.of(
            programs.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=icu",
            "--icu-locale=en",
            "--no-sync"));
  }

  private static List<String> command(Path programs, Path data, int port) {
    return asUser(
        Stream.concat(
            Stream.of(programs.resolve("postgres").toString(), "-D", data.toString()),
            Stream.of(
                    "port=" + port,
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "max_connections=200",
                    "fsync=on",
                    "synchronous_commit=on")
                .flatMap(setting -> Stream.of("-c", setting))));
  }

  /** PostgreSQL refuses root; in a user namespace of its own root is nobody. */
  private static List<String> asUser(Stream<String> command) {
    Stream<String> prefix = Installation.isRoot() ? Stream.of("unshare", "-U") : Stream.empty();
    return Stream.concat(prefix, command).toList();
  }
}
