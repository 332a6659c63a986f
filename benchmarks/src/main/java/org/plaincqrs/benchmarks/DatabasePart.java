package org.plaincqrs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.plaincqrs.benchmarks.load.Load;
import org.plaincqrs.benchmarks.report.Outcome;
import org.plaincqrs.benchmarks.report.Run;

/** The load program on one database, every commit of which waits for the disk. */
enum DatabasePart implements Part {
  POSTGRESQL {
    @Override
    public Outcome measure(Run run, Arguments arguments) throws Exception {
      return Load.measure(run, null, arguments.large(), arguments.only());
    }
  },
  H2 {
    @Override
    public Outcome measure(Run run, Arguments arguments) throws Exception {
      Path folder = Files.createTempDirectory("plain-cqrs-load");
      try {
        String url = "jdbc:h2:file:" + folder.resolve("load") + ";WRITE_DELAY=0";
        return Load.measure(run, url, arguments.large(), arguments.only());
      } finally {
        delete(folder);
      }
    }
  };

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
