/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.local.ExtractedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The recipes of the three images that run Java code of this repository. */
final class JavaImages {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/opt/java/bin", "JAVA_HOME", "/opt/java", "LANG", "C.UTF-8");

  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private final Path root;
  private final Path work;
  private final Tree base;

  JavaImages(Path root, Path work) throws IOException {
    this.root = root;
    this.work = work;
    this.base = JavaBase.tree(work);
  }

  /** The workload. Its first argument says what it does: serve, migrate, pipeline. */
  Recipe app(Consumer<String> progress) throws IOException {
    Path extracted = ExtractedApp.of(root, work, NativeCode::keepOnlyLinuxX64);
    Tree dependencies = new Tree().copy("/app/lib", extracted.resolve("lib"), file -> true);
    Tree application = new Tree().file("/app/harvest.jar", extracted.resolve("harvest.jar"));
    Path cache =
        new AotCache(JavaBase.runtime(work), List.of(COLLECTOR), work, progress).of(extracted);
    // Named by its content: a cache of other archives than these can never lie beside them.
    String name = "/app/" + cache.getFileName();
    return recipe(
        "app",
        List.of(base, dependencies, application, new Tree().file(name, cache)),
        java(70, "-XX:AOTCache=" + name, "-jar", "/app/harvest.jar"));
  }

  Recipe operator() {
    Tree application =
        new Tree().file("/app/operator.jar", archive("operator/target/operator.jar"));
    List<String> arguments = new ArrayList<>(Images.OPERATOR_FLAGS);
    arguments.addAll(List.of("-jar", "/app/operator.jar"));
    return recipe(
        "operator", List.of(base, application), java(60, arguments.toArray(String[]::new)));
  }

  /** The server that stands in for the sources on the internet. */
  Recipe sampleSources() {
    return ofThisModule("sample-sources", "io.signalharvester.e2e.sources.SampleSources");
  }

  /** A program in the place of the workload that does not serve. */
  Recipe faultyApp() {
    return ofThisModule("faulty-app", "io.signalharvester.e2e.faulty.FaultyApp");
  }

  private Recipe ofThisModule(String name, String program) {
    String classes = program.substring(0, program.lastIndexOf('.')).replace('.', '/');
    Path folder = root.resolve("e2e/target/classes").resolve(classes);
    if (!Files.isDirectory(folder)) {
      throw new Failure("The classes of " + name + " are not built: run ./mvnw -pl e2e compile.");
    }
    Tree application = new Tree().copy("/app/" + classes, folder, file -> true);
    return recipe(name, List.of(base, application), java(60, "-cp", "/app", program));
  }

  /**
   * The one place that chooses the garbage collector: a second choice elsewhere would keep the JVM
   * from starting.
   */
  private static List<String> java(int memoryPercentage, String... rest) {
    return Stream.concat(
            Stream.of(
                JavaBase.JAVA,
                COLLECTOR,
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
}
