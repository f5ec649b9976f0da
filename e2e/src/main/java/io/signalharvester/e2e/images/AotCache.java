/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Digest;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.local.App;
import io.signalharvester.e2e.local.LocalStores;
import io.signalharvester.e2e.local.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The ahead-of-time cache of the app (JEP 483, 514, 515): classes already loaded and linked, and
 * profiles of methods, recorded from a server that was started and asked like one in a pod.
 *
 * <p>The JVM takes a cache only for archives of the same names, sizes and times in the same order;
 * the folder above them may be another. So it can be trained outside the image, with the image's
 * own runtime.
 */
final class AotCache {

  private static final String API_KEY = "training-key-0123456789";
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final int ROUNDS = 50;

  /** What a running API pod is asked most. */
  private static final List<String> PATHS =
      List.of(
          "/api/v1/discoveries?minScore=0&limit=50", "/api/v1/discoveries?minScore=0&source=arxiv");

  private final Path runtime;
  private final List<String> options;
  private final Path work;
  private final Consumer<String> progress;

  /**
   * Prepares training.
   *
   * @param runtime the Java runtime of the image
   * @param options options of the JVM that the cache depends on, as in the image
   * @param work where the cache is kept
   */
  AotCache(Path runtime, List<String> options, Path work, Consumer<String> progress) {
    this.runtime = runtime;
    this.options = List.copyOf(options);
    this.work = work;
    this.progress = progress;
  }

  /**
   * The cache of this application, trained once for each content of its archives; its name holds
   * their digest. A training that fails is a failure of the build.
   */
  Path of(Path application) throws IOException {
    Path done = work.resolve("harvest-" + key(application) + ".aot");
    if (!Files.exists(done)) {
      removeEarlier();
      progress.accept("training the AOT cache of the app");
      Path folder = Files.createTempDirectory(work, "aot-part-");
      Path part = folder.resolve("harvest.aot");
      train(application, part, folder);
      prove(application, part);
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      removeFolder(folder);
    }
    return done;
  }

  private String key(Path application) throws IOException {
    Digest digest = new Digest().text(runtime.getFileName().toString()).text(options.toString());
    try (Stream<Path> files = Files.walk(application)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.text(application.relativize(file).toString()).file(file);
      }
    }
    return digest.hex().substring(0, 12);
  }

  private void train(Path application, Path cache, Path folder) {
    try (LocalStores stores = LocalStores.start()) {
      Map<String, String> environment = new HashMap<>(stores.environment());
      environment.put("HARVEST_API_KEY", API_KEY);
      environment.put("HARVEST_CURSOR_SECRET", "only-for-the-training-of-this-image");
      environment.put("LOG_FORMAT", "json");
      Map<String, String> quiet = new HashMap<>(environment);
      quiet.put("LOG_LEVEL", "warn");
      new App(command(application), quiet, folder).run(COMMAND, "migrate");
      App recorded =
          new App(command(application, "-XX:AOTCacheOutput=" + cache), environment, folder);
      Serving serving = recorded.serve();
      ask(serving);
      int exit = serving.stop();
      // 143: ended by SIGTERM, as a pod is. A server that failed leaves a cache too, so the file
      // alone proves nothing.
      if (exit != 143 || !Files.exists(cache)) {
        throw new Failure(
            "The training of the AOT cache failed: the server ended with "
                + exit
                + " and said:\n"
                + serving.lastWords());
      }
    }
  }

  private static void ask(Serving serving) {
    for (int i = 0; i < ROUNDS; i++) {
      for (String path : PATHS) {
        int status =
            serving.get(serving.url().resolve(path), Map.of("X-API-Key", API_KEY)).statusCode();
        if (status != 200) {
          throw new Failure(
              "The training of the AOT cache failed: "
                  + path
                  + " answered "
                  + status
                  + ":\n"
                  + serving.lastWords());
        }
      }
      serving.get(serving.managementUrl().resolve("/health/ready"), Map.of());
    }
  }

  /**
   * The JVM ignores a cache that does not fit, with a line in the log at most; here it must not.
   */
  private void prove(Path application, Path cache) {
    List<String> words =
        new ArrayList<>(command(application, "-XX:AOTCache=" + cache, "-XX:AOTMode=on"));
    words.add("version");
    Command.of(COMMAND, words).output();
  }

  private List<String> command(Path application, String... more) {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of(more));
    command.add("-jar");
    command.add(application.resolve("harvest.jar").toString());
    return command;
  }

  private void removeEarlier() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().endsWith(".aot")) {
          Files.delete(file);
        } else if (file.getFileName().toString().startsWith("aot-part-")) {
          removeFolder(file);
        }
      }
    }
  }

  private static void removeFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
