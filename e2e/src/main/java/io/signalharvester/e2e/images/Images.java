/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the images of the repository as archives under e2e/target/images, each only when its
 * content changed.
 */
public final class Images {

  /**
   * What keeps the operator small: it waits most of its time, so it needs no optimising compiler,
   * and memory that it gives back is worth more than collections that it saves.
   */
  public static final List<String> OPERATOR_FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>signal-harvester</artifactId>\\s*<version>([^<]+)</version>");

  private final Archive archive;
  private final JavaImages java;
  private final StoreImages stores;
  private final Consumer<String> progress;

  private Images(Path root, Consumer<String> progress) throws IOException {
    Path target = root.resolve("e2e/target");
    Path work = Files.createDirectories(target.resolve("images-work"));
    this.archive = new Archive(target.resolve("images"), version(root), progress);
    this.java = new JavaImages(root, work);
    this.stores = new StoreImages(work, progress);
    this.progress = progress;
  }

  /** All images that an installation needs. */
  public static ImageSet build(Path repoRoot, Consumer<String> progress) {
    if (!Objects.equals(System.getProperty("os.arch"), "amd64")
        || !Objects.equals(System.getProperty("os.name"), "Linux")) {
      throw new Failure(
          "The images are made of programs for Linux on x86-64, which this machine is not: run this on such a machine.");
    }
    try {
      Images images = new Images(repoRoot, progress);
      return images.build();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Another version of the app for tests of rollouts: the same code with more variables in its
   * environment, and so another tag.
   */
  public static Image appWith(
      Path repoRoot, Map<String, String> environment, Consumer<String> progress) {
    try {
      Images images = new Images(repoRoot, progress);
      return images.archive.of(images.java.app(progress).with(environment));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * A program in the place of the app that does not serve, for tests of rollouts.
   *
   * @param fault {@code crash} or {@code hang}
   */
  public static Image faulty(Path repoRoot, String fault, Consumer<String> progress) {
    try {
      Images images = new Images(repoRoot, progress);
      return images.archive.of(images.java.faultyApp().with(Map.of("FAULT", fault)));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private ImageSet build() throws IOException {
    List<Recipe> recipes =
        List.of(
            java.app(progress),
            java.operator(),
            stores.postgres(),
            stores.redis(),
            java.sampleSources());
    ImageSet set =
        new ImageSet(
            archive.of(recipes.get(0)),
            archive.of(recipes.get(1)),
            archive.of(recipes.get(2)),
            archive.of(recipes.get(3)),
            archive.of(recipes.get(4)));
    archive.keepOnly(set.all(), recipes);
    return set;
  }

  private static Failure failure(IOException e) {
    return new Failure(
        "The images could not be written ("
            + e.getMessage()
            + "): check the space below e2e/target and run it again.",
        e);
  }

  private static String version(Path root) throws IOException {
    Matcher matcher = VERSION.matcher(Files.readString(root.resolve("pom.xml")));
    if (!matcher.find()) {
      throw new Failure(
          "No version in " + root.resolve("pom.xml") + ": give the root of the repository.");
    }
    return matcher.group(1);
  }
}
