/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Digest;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Unpacks Debian packages beside the system, without installing them. */
final class DebianFiles {

  private final Path work;
  private final Consumer<String> progress;

  DebianFiles(Path work, Consumer<String> progress) {
    this.work = work;
    this.progress = progress;
  }

  /** The folder in which the packages' files lie as they would below the root. */
  Path of(String name, String... packages) throws IOException {
    String key = new Digest().text(String.join(" ", packages)).hex().substring(0, 12);
    Path done = work.resolve(name + "-" + key);
    if (!Files.exists(done)) {
      Files.createDirectories(work);
      Path folder = Files.createTempDirectory(work, name + "-part-");
      download(folder, List.of(packages));
      Path files = Files.createDirectory(folder.resolve("files"));
      try (Stream<Path> archives = Files.list(folder)) {
        for (Path archive : archives.filter(file -> file.toString().endsWith(".deb")).toList()) {
          Command.of(Duration.ofMinutes(1), "dpkg", "-x", archive.toString(), files.toString())
              .output();
          Files.delete(archive);
        }
      }
      Files.move(files, done, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(folder);
    }
    return done;
  }

  private void download(Path folder, List<String> packages) {
    progress.accept(
        "fetching the Debian packages " + String.join(", ", packages) + " (nothing is installed)");
    if (fetch(folder, packages).exit() == 0) {
      return;
    }
    // A new machine has no package lists yet.
    Command.of(Duration.ofMinutes(3), "apt-get", "update").run();
    Command.Result second = fetch(folder, packages);
    if (second.exit() != 0) {
      throw new Failure(
          "The Debian packages "
              + String.join(", ", packages)
              + " cannot be fetched: run `apt-get download "
              + String.join(" ", packages)
              + "` to see why; Debian 12 or later is needed to make the images.");
    }
  }

  private static Command.Result fetch(Path folder, List<String> packages) {
    List<String> words =
        new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec apt-get download -q \"$@\""));
    words.add(folder.toString());
    words.addAll(packages);
    return Command.of(Duration.ofMinutes(3), words).run();
  }
}
