/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageKeyTest {

  @TempDir Path folder;

  @Test
  void equalContentGivesEqualBytesWhereverAndWheneverItWasWritten() throws IOException {
    Path one = file("one/program", "content");
    Path two = file("two/program", "content");
    Files.setLastModifiedTime(two, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    Path first = archive("a").of(recipe(one, Map.of())).archive();
    Path second = archive("b").of(recipe(two, Map.of())).archive();
    assertThat(first.getFileName()).isEqualTo(second.getFileName());
    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void everyInputChangesTheTag() throws IOException {
    Path program = file("program", "content");
    String tag = archive("a").of(recipe(program, Map.of())).tag();
    assertThat(tag).matches("1\\.2\\.3-[0-9a-f]{8}");
    assertThat(archive("a").of(recipe(program, Map.of("FAULT", "yes"))).tag()).isNotEqualTo(tag);
    Path executable = file("executable", "content");
    assertThat(executable.toFile().setExecutable(true)).isTrue();
    assertThat(archive("a").of(recipe(executable, Map.of())).tag()).isNotEqualTo(tag);
    assertThat(archive("a").of(recipe(file("changed", "Content"), Map.of())).tag())
        .isNotEqualTo(tag);
  }

  @Test
  void anUnchangedImageIsNotWrittenAgain() throws IOException {
    Path program = file("program", "content");
    Path written = archive("a").of(recipe(program, Map.of())).archive();
    FileTime mark = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    Files.setLastModifiedTime(written, mark);
    archive("a").of(recipe(program, Map.of()));
    assertThat(Files.getLastModifiedTime(written)).isEqualTo(mark);
  }

  @Test
  void oldImagesAreRemoved() throws IOException {
    Archive archive = archive("a");
    Image old = archive.of(recipe(file("old", "old"), Map.of()));
    Recipe recipe = recipe(file("new", "new"), Map.of());
    Image image = archive.of(recipe);
    archive.keepOnly(List.of(image), List.of(recipe));
    assertThat(old.archive()).doesNotExist();
    assertThat(image.archive()).exists();
  }

  @Test
  void layersHoldFoldersLinksAndNoTraceOfTheMachine() throws IOException {
    Tree tree =
        new Tree()
            .file("/bin/busybox", file("busybox", "x"))
            .link("/bin/sh", "busybox")
            .folder("/tmp", 01777, 0);
    List<String> entries = new ArrayList<>();
    try (var tar =
        new TarArchiveInputStream(
            Files.newInputStream(LayerTar.write(tree, folder.resolve("layers"))))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(
            entry.getName()
                + " "
                + Integer.toOctalString(entry.getMode() & 07777)
                + " "
                + entry.getLinkName());
        assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        assertThat(entry.getUserName()).isEmpty();
        assertThat(entry.getLongUserId()).isZero();
      }
    }
    assertThat(entries)
        .containsExactly("bin/ 755 ", "bin/busybox 644 ", "bin/sh 777 busybox", "tmp/ 1777 ");
  }

  private Archive archive(String name) {
    return new Archive(folder.resolve(name), "1.2.3", line -> {});
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static Recipe recipe(Path program, Map<String, String> environment) {
    return new Recipe(
        "sample",
        List.of(new Tree().file("/program", program)),
        environment,
        List.of("/program"),
        1000,
        "/",
        "SIGTERM");
  }
}
