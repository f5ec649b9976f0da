/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.local;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Digest;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The application beside its libraries: it starts faster so than from one archive, and the
 * libraries get a layer of their own.
 */
public final class ExtractedApp {

  private static final String ARCHIVE = "harvester-app/target/harvest.jar";

  private ExtractedApp() {}

  /** Makes libraries smaller. */
  @FunctionalInterface
  public interface Trimming {
    /** Changes the libraries of a folder. */
    void of(Path libraries) throws IOException;
  }

  /**
   * Returns the folder with `harvest.jar` and `lib/`, made once for each content of the archive.
   * Every file has the time 0, as in the image: the AOT cache is good for files of that time only.
   *
   * @param root the root of the repository
   * @param work folder for what builds leave
   * @param trimming takes from the folder of libraries what is not wanted
   */
  public static Path of(Path root, Path work, Trimming trimming) throws IOException {
    Path archive = root.resolve(ARCHIVE);
    if (!Files.exists(archive)) {
      throw new Failure("There is no " + ARCHIVE + " yet: run ./mvnw package -DskipTests first.");
    }
    Path done = work.resolve("app-" + Digest.ofFile(archive).substring(0, 12));
    if (!Files.exists(done)) {
      removeEarlier(work);
      Files.createDirectories(work);
      Path part = Files.createTempDirectory(work, "app-part-").resolve("app");
      Command.of(
              Duration.ofMinutes(1),
              Path.of(System.getProperty("java.home"), "bin/java").toString(),
              "-Djarmode=tools",
              "-jar",
              archive.toString(),
              "extract",
              "--destination",
              part.toString())
          .output();
      trimming.of(part.resolve("lib"));
      setTimes(part);
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(part.getParent());
    }
    return done;
  }

  private static void setTimes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  private static void removeEarlier(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return;
    }
    try (Stream<Path> files = Files.walk(work)) {
      List<Path> earlier =
          files
              .filter(file -> !file.equals(work))
              .filter(file -> work.relativize(file).getName(0).toString().startsWith("app-"))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path file : earlier) {
        Files.delete(file);
      }
    }
  }
}
