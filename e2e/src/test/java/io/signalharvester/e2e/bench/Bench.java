/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs one measurement by its name and keeps what it found. */
final class Bench {

  /** One measurement. */
  interface Measurement {
    BenchResult measure(Path root, Consumer<String> progress) throws IOException;
  }

  static final Map<String, Measurement> ALL =
      new TreeMap<>(
          Map.of(
              "ingest",
              new IngestBench(),
              "operator-rest",
              new OperatorRestBench(),
              "start",
              new StartBench()));

  private Bench() {}

  /** The root of the repository, and the name. */
  public static void main(String[] arguments) {
    Progress progress = new Progress(System.out);
    try {
      Path root = Path.of(arguments[0]).toRealPath();
      String name = arguments.length > 1 ? arguments[1] : "";
      Measurement measurement = ALL.get(name);
      if (measurement == null) {
        throw new Failure(
            "-Dbench="
                + name
                + " names no measurement: choose one of "
                + String.join(", ", ALL.keySet())
                + ".");
      }
      BenchResult result = measurement.measure(root, progress);
      System.out.println(result.table());
      progress.accept("kept in " + result.write(root.resolve("target/bench")));
      System.exit(0);
    } catch (Failure e) {
      progress.accept(e.sentence());
      System.exit(1);
    } catch (IOException e) {
      progress.accept("A file cannot be read or written: " + e.getMessage());
      System.exit(1);
    }
  }
}
