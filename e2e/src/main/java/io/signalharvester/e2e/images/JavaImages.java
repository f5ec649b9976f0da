/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The recipes of the three images that run Java code of this repository. */
final class JavaImages {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/opt/java/bin", "JAVA_HOME", "/opt/java", "LANG", "C.UTF-8");

  private final Path root;
  private final Path work;
  private final Tree base;

  JavaImages(Path root, Path work) throws IOException {
    this.root = root;
    this.work = work;
    this.base = JavaBase.tree(work);
  }

  /** The workload. Its first argument says what it does: serve, migrate, pipeline. */
  Recipe app() throws IOException {
    Path extracted = extracted(archive("harvester-app/target/harvest.jar"));
    Tree dependencies = new Tree().copy("/app/lib", extracted.resolve("lib"), file -> true);
    Tree application = new Tree().file("/app/harvest.jar", extracted.resolve("harvest.jar"));
    return recipe(
        "app", List.of(base, dependencies, application), java(70, "-jar", "/app/harvest.jar"));
  }

  Recipe operator() {
    Tree application =
        new Tree().file("/app/operator.jar", archive("operator/target/operator.jar"));
    return recipe("operator", List.of(base, application), java(60, "-jar", "/app/operator.jar"));
  }

  /** The server that stands in for the sources on the internet. */
  Recipe sampleSources() {
    String classes = "io/signalharvester/e2e/sources";
    Path folder = root.resolve("e2e/target/classes").resolve(classes);
    if (!Files.isDirectory(folder)) {
      throw new Failure(
          "The classes of the sample sources are not built: run ./mvnw -pl e2e compile.");
    }
    Tree application = new Tree().copy("/app/" + classes, folder, file -> true);
    return recipe(
        "sample-sources",
        List.of(base, application),
        java(60, "-cp", "/app", "io.signalharvester.e2e.sources.SampleSources"));
  }

  /**
   * The one place that chooses the garbage collector: a second choice elsewhere would keep the JVM
   * from starting.
   */
  private static List<String> java(int memoryPercentage, String... rest) {
    return Stream.concat(
            Stream.of(
                JavaBase.JAVA,
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=" + memoryPercentage,
                "-XX:+ExitOnOutOfMemoryError"),
            Arrays.stream(rest))
        .toList();
  }

  private static Recipe recipe(String name, List<Tree> layers, List<String> entrypoint) {
    return new Recipe(name, layers, ENVIRONMENT, entrypoint, JavaBase.USER, "/app", "SIGTERM");
  }

  private Path archive(String path) {
    Path archive = root.resolve(path);
    if (!Files.exists(archive)) {
      throw new Failure("There is no " + path + " yet: run ./mvnw package -DskipTests first.");
    }
    return archive;
  }

  /**
   * The application beside its libraries: it starts faster so, and the libraries get a layer of
   * their own.
   */
  private Path extracted(Path jar) throws IOException {
    Path done = work.resolve("app-" + Digest.ofFile(jar).substring(0, 12));
    if (!Files.exists(done)) {
      removeEarlier();
      Path part = Files.createTempDirectory(work, "app-part-").resolve("app");
      Command.of(
              Duration.ofMinutes(1),
              Path.of(System.getProperty("java.home"), "bin/java").toString(),
              "-Djarmode=tools",
              "-jar",
              jar.toString(),
              "extract",
              "--destination",
              part.toString())
          .output();
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(part.getParent());
    }
    return done;
  }

  private void removeEarlier() throws IOException {
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
