/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that one layer brings, by their path in the image. Times and owners of the build
 * machine play no part.
 */
final class Tree {

  /** What stands at a path. */
  sealed interface Node {

    /** A folder. */
    record Folder(int mode, int owner) implements Node {}

    /** A file copied from the build machine. */
    record Copy(Path source, int mode) implements Node {}

    /** A file whose content is written here. */
    record Text(String content) implements Node {}

    /** A symbolic link. */
    record Link(String target) implements Node {}
  }

  private final NavigableMap<String, Node> nodes = new TreeMap<>();
  private @Nullable String digest;

  Tree folder(String path, int mode, int owner) {
    return put(path, new Node.Folder(mode, owner));
  }

  Tree text(String path, String content) {
    return put(path, new Node.Text(content));
  }

  Tree link(String path, String target) {
    return put(path, new Node.Link(target));
  }

  /** A file with its content, readable by all, executable when it is so here. */
  Tree file(String path, Path source) {
    return put(path, new Node.Copy(source, Files.isExecutable(source) ? 0755 : 0644));
  }

  /** All files below a folder that the filter takes; it sees the path relative to the folder. */
  Tree copy(String path, Path folder, Predicate<String> wanted) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String relative = folder.relativize(file).toString();
        if (!wanted.test(relative)) {
          continue;
        }
        if (Files.isSymbolicLink(file)) {
          link(path + "/" + relative, Files.readSymbolicLink(file).toString());
        } else if (Files.isRegularFile(file)) {
          file(path + "/" + relative, file);
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every node, each after the folders above it. */
  NavigableMap<String, Node> nodes() {
    NavigableMap<String, Node> all = new TreeMap<>(nodes);
    for (String path : nodes.keySet()) {
      for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        all.putIfAbsent(path.substring(0, end), new Node.Folder(0755, 0));
      }
    }
    return all;
  }

  /** Equal for equal content, wherever and whenever it was collected. */
  String digest() throws IOException {
    if (digest == null) {
      digest = computeDigest();
    }
    return digest;
  }

  private String computeDigest() throws IOException {
    Digest all = new Digest();
    for (var entry : nodes().entrySet()) {
      all.text(entry.getKey());
      switch (entry.getValue()) {
        case Node.Folder(int mode, int owner) -> all.text("folder " + mode + " " + owner);
        case Node.Copy(Path source, int mode) -> all.text("file " + mode).file(source);
        case Node.Text(String content) -> all.text("text " + content);
        case Node.Link(String target) -> all.text("link " + target);
      }
    }
    return all.hex();
  }

  static byte[] bytes(Node.Text text) {
    return text.content().getBytes(StandardCharsets.UTF_8);
  }

  private Tree put(String path, Node node) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path in an image starts with a slash: " + path);
    }
    nodes.put(path, node);
    digest = null;
    return this;
  }
}
