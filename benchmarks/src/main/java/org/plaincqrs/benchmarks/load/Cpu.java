package org.plaincqrs.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of this program and of an embedded PostgreSQL: on a machine that others use
 * too, what a piece of work costs is steadier than how often it was done. Linux only, else 0.
 *
 * @param data the server's directory, or null
 */
record Cpu(@Nullable Path data) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int PARENT = 1;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /** So far. */
  long nanos() throws IOException {
    if (!Files.isDirectory(PROCESSES)) {
      return 0;
    }
    long own = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return own + (data == null ? 0 : serverTicks(data) * NANOS_PER_TICK);
  }

  private static long serverTicks(Path data) throws IOException {
    String server = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .filter(process -> Character.isDigit(process.getFileName().toString().charAt(0)))
          .mapToLong(process -> ticks(process, server))
          .sum();
    }
  }

  private static long ticks(Path process, String parent) {
    List<String> fields = fields(process.resolve("stat"));
    return fields.size() > SYSTEM_TIME && fields.get(PARENT).equals(parent)
        ? Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME))
        : 0;
  }

  /** Those behind the name, which may have blanks; none when the process has ended. */
  private static List<String> fields(Path stat) {
    try {
      String text = Files.readString(stat);
      return List.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      // It has just ended.
      return List.of();
    }
  }
}
