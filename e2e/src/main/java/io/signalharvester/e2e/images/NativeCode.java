/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Native code in Java archives. Those of the sentence model carry libraries and debug symbols of
 * five platforms, 112 MB, of which an image can use 11.
 */
final class NativeCode {

  /** Folders of native code of a platform, in the archives of ONNX Runtime and of DJL. */
  private static final Pattern OF_A_PLATFORM =
      Pattern.compile("(ai/onnxruntime/native|native/lib)/(linux|osx|win)-[^/]+/.*");

  private static final Pattern OF_THE_IMAGE = Pattern.compile(".*/linux-(x64|x86_64)/.*");

  // Equal archives must give equal bytes in every time zone.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private NativeCode() {}

  /** Removes what is for other platforms than the images' own from the archives of a folder. */
  static void keepOnlyLinuxX64(Path folder) throws IOException {
    List<Path> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path archive : archives) {
      if (hasForeignCode(archive)) {
        rewrite(archive);
      }
    }
  }

  private static boolean hasForeignCode(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream().anyMatch(NativeCode::isForeign);
    }
  }

  private static void rewrite(Path archive) throws IOException {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    try (ZipFile from = new ZipFile(archive.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(part))) {
      for (ZipEntry entry : from.stream().filter(entry -> !isForeign(entry)).toList()) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(NO_TIME);
        to.putNextEntry(copy);
        try (InputStream content = from.getInputStream(entry)) {
          content.transferTo(to);
        }
        to.closeEntry();
      }
    }
    Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isForeign(ZipEntry entry) {
    return OF_A_PLATFORM.matcher(entry.getName()).matches()
        && !OF_THE_IMAGE.matcher(entry.getName()).matches();
  }
}
