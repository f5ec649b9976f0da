/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.Progress;
import io.signalharvester.e2e.local.App;
import io.signalharvester.e2e.local.ExtractedApp;
import io.signalharvester.e2e.local.LocalStores;
import io.signalharvester.e2e.local.Serving;
import io.signalharvester.e2e.sources.SampleSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The program behind `./mvnw -Pdev`: the app alone on a PostgreSQL and a Redis of its own, filled
 * from the sample sources. It runs until it is told to end, and then takes its data with it.
 */
public final class Dev implements AutoCloseable {

  private static final Duration STEP = Duration.ofMinutes(2);

  private final LocalStores stores;
  private final SampleSources sources;
  private final Serving serving;

  private Dev(LocalStores stores, SampleSources sources, Serving serving) {
    this.stores = stores;
    this.sources = sources;
    this.serving = serving;
  }

  /** The only argument is the root of the repository. */
  public static void main(String[] arguments) throws InterruptedException {
    Progress progress = new Progress(System.out);
    try {
      Dev dev = start(Path.of(arguments.length > 0 ? arguments[0] : ".").toRealPath(), progress);
      Runtime.getRuntime().addShutdownHook(new Thread(dev::close, "end"));
      System.out.println(dev.summary());
    } catch (Failure e) {
      progress.accept(e.sentence());
      System.exit(1);
    } catch (IOException e) {
      progress.accept("A file cannot be read or written: " + e.getMessage());
      System.exit(1);
    }
    // The shutdown hook ends the process.
    Thread.currentThread().join();
  }

  /** Starts everything, runs the pipeline once and returns when both are done. */
  public static Dev start(Path root, Consumer<String> progress) throws IOException {
    progress.accept("starting PostgreSQL and Redis");
    CompletableFuture<LocalStores> starting = CompletableFuture.supplyAsync(LocalStores::start);
    CompletableFuture<Path> extracting =
        CompletableFuture.supplyAsync(() -> extracted(root, root.resolve("e2e/target/dev")));
    LocalStores stores = join(starting);
    SampleSources sources = SampleSources.start(Clock.systemUTC());
    try {
      App app =
          LocalDemo.app(
              join(extracting), stores.environment(), sources, root.resolve("e2e/target/dev"));
      progress.accept("making the schema");
      app.run(STEP, "migrate");
      progress.accept(
          "running the pipeline discovery on the sample data, and the server beside it");
      CompletableFuture<String> report =
          CompletableFuture.supplyAsync(() -> app.run(STEP, "pipeline", "discovery"));
      Serving serving = app.serve();
      try {
        progress.accept(join(report).strip());
      } catch (RuntimeException e) {
        serving.close();
        throw e;
      }
      return new Dev(stores, sources, serving);
    } catch (RuntimeException e) {
      sources.close();
      stores.close();
      throw e;
    }
  }

  /** What a person is told when it runs. */
  public String summary() {
    String top =
        serving.get(serving.url().resolve(Tour.TOP), Map.of("X-API-Key", LocalDemo.API_KEY)).body();
    return """
    The app runs; end it with Ctrl-C.
      URL      %s
      probes   %s/health/ready
      API key  %s
    %s\
    """
        .formatted(
            serving.url(),
            serving.managementUrl(),
            LocalDemo.API_KEY,
            Tour.from(serving.url(), LocalDemo.API_KEY, top).lines());
  }

  /** The running server. */
  public Serving serving() {
    return serving;
  }

  @Override
  public void close() {
    try {
      serving.close();
    } finally {
      sources.close();
      stores.close();
    }
  }

  private static Path extracted(Path root, Path work) {
    try {
      return ExtractedApp.of(root, work, libraries -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }
}
