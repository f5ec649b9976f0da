/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCodeTest {

  @TempDir Path folder;

  @Test
  void onlyTheCodeOfTheImagesPlatformStaysAndAllElseIsKept() throws IOException {
    Path archive =
        archive(
            "model.jar",
            "META-INF/MANIFEST.MF",
            "ai/onnxruntime/OrtEnvironment.class",
            "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
            "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
            "ai/onnxruntime/native/win-x64/onnxruntime.pdb",
            "native/lib/tokenizers.properties",
            "native/lib/linux-x86_64/cpu/libtokenizers.so",
            "native/lib/osx-aarch64/cpu/libtokenizers.dylib");

    NativeCode.keepOnlyLinuxX64(folder);

    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName).toList())
          .containsExactly(
              "META-INF/MANIFEST.MF",
              "ai/onnxruntime/OrtEnvironment.class",
              "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
              "native/lib/tokenizers.properties",
              "native/lib/linux-x86_64/cpu/libtokenizers.so");
      try (var content =
          zip.getInputStream(zip.getEntry("native/lib/linux-x86_64/cpu/libtokenizers.so"))) {
        assertThat(content.readAllBytes())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("content of native/lib/linux-x86_64/cpu/libtokenizers.so");
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(archive);
    }
  }

  @Test
  void anArchiveWithoutForeignCodeIsNotTouched() throws IOException {
    Path archive = archive("other.jar", "META-INF/native/linux-x86_64/libnetty.so", "A.class");
    byte[] before = Files.readAllBytes(archive);

    NativeCode.keepOnlyLinuxX64(folder);

    assertThat(archive).hasBinaryContent(before);
  }

  @Test
  void equalArchivesGiveEqualBytesWheneverTheyWereMade() throws IOException {
    Path first = archive("first.jar", "A.class", "native/lib/win-x86_64/cpu/tokenizers.dll");
    Path second = archive("second.jar", "A.class", "native/lib/win-x86_64/cpu/tokenizers.dll");

    NativeCode.keepOnlyLinuxX64(folder);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  /** Each archive gets other times than the one before. */
  private Path archive(String name, String... entries) throws IOException {
    Path archive = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String entry : List.of(entries)) {
        ZipEntry one = new ZipEntry(entry);
        one.setLastModifiedTime(
            FileTime.from(Instant.ofEpochSecond(1_000_000_000L + 86_400L * name.length())));
        zip.putNextEntry(one);
        zip.write(("content of " + entry).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return archive;
  }
}
