/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The answers that others recorded; they are read where they lie and never copied. */
public final class Recordings {

  private Recordings() {}

  /** Returns the folder of a source; without it the test is skipped, but fails in CI. */
  public static Path of(String source) {
    Path folder = Path.of("../../shared/data/sources", source).toAbsolutePath().normalize();
    boolean there = Files.isDirectory(folder);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("recorded answers at %s are needed in CI", folder).isTrue();
    }
    assumeTrue(there, "skipped: no recorded answers at " + folder);
    return folder;
  }
}
