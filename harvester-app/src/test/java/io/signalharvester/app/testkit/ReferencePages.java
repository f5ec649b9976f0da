/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Pages under docs/reference that a test makes; a page that differs fails the build. */
public final class ReferencePages {

  private static final Path FOLDER = Path.of("../docs/reference");

  private final String test;
  private final String remedy;

  /**
   * Creates the pages of a test.
   *
   * @param test simple name of its class
   */
  public ReferencePages(String test) {
    this.test = test;
    this.remedy = "./mvnw -pl harvester-app test -Dtest=" + test + " -Dharvest.docs=write";
  }

  /** Returns the beginning of a page. */
  public String head(String title) {
    return "# "
        + title
        + "\n\n<!-- Made from the code by "
        + test
        + "; do not edit. To write it again: "
        + remedy
        + " -->\n\n";
  }

  /** Returns a row of a table. */
  public static String row(String... cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Compares a page with its file, or writes the file when that was asked for. */
  public void compare(String name, String expected) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("harvest.docs"))) {
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("docs/reference/%s differs from the code; write it again with %s", name, remedy)
        .hasContent(expected);
  }
}
