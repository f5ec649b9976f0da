/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes images in the docker-archive form that every runtime imports.
 *
 * <p>It is written by hand because the libraries that build images know neither symbolic links in a
 * layer nor the stop signal, and PostgreSQL's image needs both. The layers stay uncompressed: they
 * never leave the machine.
 */
final class Archive {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String version;
  private final Consumer<String> progress;

  Archive(Path folder, String version, Consumer<String> progress) {
    this.folder = folder;
    this.version = version;
    this.progress = progress;
  }

  /** The image of the recipe; made only when no archive of exactly this content stands there. */
  Image of(Recipe recipe) throws IOException {
    String tag = version + "-" + recipe.key();
    Image image =
        new Image(
            "signal-harvester/" + recipe.name() + ":" + tag,
            folder.resolve(recipe.name() + "-" + tag + ".tar"));
    if (Files.exists(image.archive())) {
      progress.accept("image " + image.reference() + " is up to date");
    } else {
      write(recipe, image);
      progress.accept(
          "image "
              + image.reference()
              + " made, "
              + Files.size(image.archive()) / 1_000_000
              + " MB");
    }
    return image;
  }

  /**
   * Removes the archives and layers that none of the given images has, so that builds do not fill
   * the disk.
   */
  void keepOnly(List<Image> images, List<Recipe> recipes) throws IOException {
    List<Path> kept = new ArrayList<>(images.stream().map(Image::archive).toList());
    for (Recipe recipe : recipes) {
      for (Tree layer : recipe.layers()) {
        kept.add(LayerTar.write(layer, layers()));
      }
    }
    for (Path place : List.of(folder, layers())) {
      try (Stream<Path> files = Files.list(place)) {
        for (Path file :
            files.filter(Files::isRegularFile).filter(f -> !kept.contains(f)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Path layers() {
    return folder.resolve("layers");
  }

  private void write(Recipe recipe, Image image) throws IOException {
    Files.createDirectories(folder);
    Map<String, Path> layers = new LinkedHashMap<>();
    for (Tree tree : recipe.layers()) {
      Path layer = LayerTar.write(tree, layers());
      layers.put(Digest.ofFile(layer), layer);
    }
    byte[] config = JSON.writeValueAsBytes(config(recipe, List.copyOf(layers.keySet())));
    String configName = Digest.ofBytes(config) + ".json";
    List<String> layerNames = layers.keySet().stream().map(digest -> digest + ".tar").toList();
    byte[] manifest =
        JSON.writeValueAsBytes(
            List.of(
                orderedMap(
                    "Config",
                    configName,
                    "RepoTags",
                    List.of(image.reference()),
                    "Layers",
                    layerNames)));
    Path part = Files.createTempFile(folder, "image-", ".part");
    try (TarArchiveOutputStream tar = LayerTar.open(part)) {
      for (var layer : layers.entrySet()) {
        TarArchiveEntry entry =
            LayerTar.entry(layer.getKey() + ".tar", TarConstants.LF_NORMAL, 0644, 0);
        entry.setSize(Files.size(layer.getValue()));
        tar.putArchiveEntry(entry);
        Files.copy(layer.getValue(), tar);
        tar.closeArchiveEntry();
      }
      add(tar, configName, config);
      add(tar, "manifest.json", manifest);
    }
    Files.move(part, image.archive(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = LayerTar.entry(name, TarConstants.LF_NORMAL, 0644, 0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static Map<String, Object> config(Recipe recipe, List<String> digests) {
    List<String> diffIds = digests.stream().map(digest -> "sha256:" + digest).toList();
    return orderedMap(
        "architecture", "amd64",
        "os", "linux",
        "created", "1970-01-01T00:00:00Z",
        "config", recipe.config(),
        "rootfs", orderedMap("type", "layers", "diff_ids", diffIds));
  }

  private static Map<String, Object> orderedMap(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
