/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a measurement found.
 *
 * @param name its name
 * @param at when it ended
 * @param machine what it ran on
 * @param versions of the programs that were measured
 * @param seed where its random data came from; 0 when it had none
 * @param figures everything measured, by name
 * @param bars the figures that the product is measured by
 */
record BenchResult(
    String name,
    Instant at,
    Machine machine,
    Map<String, String> versions,
    long seed,
    Map<String, Spread> figures,
    List<Bar> bars) {

  /**
   * One bar.
   *
   * @param name what is measured
   * @param value what was found
   * @param limit what is wanted
   * @param unit of both
   * @param holds whether it is met
   */
  record Bar(String name, double value, double limit, String unit, boolean holds) {

    static Bar atLeast(String name, double value, double limit, String unit) {
      return new Bar(name, value, limit, unit, value >= limit);
    }

    static Bar atMost(String name, double value, double limit, String unit) {
      return new Bar(name, value, limit, unit, value <= limit);
    }
  }

  String table() {
    StringBuilder text = new StringBuilder("\n" + name + " on " + machine + "\n");
    figures.forEach((figure, spread) ->
        text.append(
            "  %-44s %10.1f  (%.1f to %.1f, n %d) %s%n"
                .formatted(
                    figure,
                    spread.median(),
                    spread.least(),
                    spread.most(),
                    spread.values().size(),
                    spread.unit())));
    for (Bar bar : bars) {
      text.append(
          "  %-5s %-38s %10.1f  (limit %.1f) %s%n"
              .formatted(
                  bar.holds() ? "holds" : "FAILS",
                  bar.name(),
                  bar.value(),
                  bar.limit(),
                  bar.unit()));
    }
    return text.toString();
  }

  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".json");
    new ObjectMapper()
        .findAndRegisterModules()
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), this);
    return file;
  }
}
