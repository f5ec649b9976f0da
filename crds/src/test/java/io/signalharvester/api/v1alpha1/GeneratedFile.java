/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that code generates. A difference fails the build; {@code -Dharvest.docs=write}
 * writes the file anew.
 */
public final class GeneratedFile {

  private final Path path;

  private GeneratedFile(Path path) {
    this.path = path;
  }

  /** The file at a path below the repository's root. */
  public static GeneratedFile of(String path) {
    return new GeneratedFile(root().resolve(path));
  }

  /** The repository's root, found from a module's folder. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no mvnw above " + Path.of("").toAbsolutePath());
    }
    return folder;
  }

  /** Fails when the committed file is not {@code content}. */
  public void mustEqual(String content) throws IOException {
    if ("write".equals(System.getProperty("harvest.docs"))) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    }
    assertThat(Files.exists(path) ? Files.readString(path) : "")
        .as("%s is generated: run the tests with -Dharvest.docs=write and commit it", path)
        .isEqualTo(content);
  }
}
