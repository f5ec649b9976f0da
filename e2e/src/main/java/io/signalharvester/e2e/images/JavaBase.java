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
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layer under every Java image: a small Java runtime, the C libraries it needs, one ordinary
 * user, no shell.
 */
final class JavaBase {

  static final int USER = 1000;
  static final String JAVA = "/opt/java/bin/java";

  /** Everything that server code may ask for; what only tools and desktops need stays out. */
  private static final String MODULES =
      String.join(
          ",",
          "java.se",
          "jdk.charsets",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.jfr",
          "jdk.management",
          "jdk.naming.dns",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  /** Parts of java.desktop that draw and sound: they would pull in X11 and ALSA. */
  private static final Set<String> LEFT_OUT =
      Set.of("lib/libawt_xawt.so", "lib/libjawt.so", "lib/libjsound.so", "lib/libsplashscreen.so");

  private JavaBase() {}

  /** The layer, from the JDK that runs this. */
  static Tree tree(Path work) throws IOException {
    Path runtime = runtime(work);
    Tree tree = new Tree();
    tree.copy("/opt/java", runtime, file -> !LEFT_OUT.contains(file));
    List<Path> programs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(runtime)) {
      files
          .filter(file -> file.endsWith("bin/java") || file.toString().endsWith(".so"))
          .filter(file -> !LEFT_OUT.contains(runtime.relativize(file).toString()))
          .forEach(programs::add);
    }
    // The embedding model's native code is unpacked while the app runs; the runtime's own files do
    // not name these.
    programs.add(SharedLibraries.named("libstdc++.so.6"));
    tree.file("/usr/lib/x86_64-linux-gnu/libstdc++.so.6", SharedLibraries.named("libstdc++.so.6"));
    SharedLibraries.add(
        tree, runtime, List.of(runtime.resolve("lib"), runtime.resolve("lib/server")), programs);
    tree.text(
        "/etc/passwd", "root:x:0:0:root:/:/nologin\nharvest:x:1000:1000:harvest:/tmp:/nologin\n");
    tree.text("/etc/group", "root:x:0:\nharvest:x:1000:\n");
    tree.text("/etc/nsswitch.conf", "hosts: files dns\n");
    return tree.folder("/tmp", 01777, 0);
  }

  /** The runtime of the images as a folder of this machine, made from the JDK that runs this. */
  static Path runtime(Path work) throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    Path jlink = jdk.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new Failure(
          "No jlink in " + jdk + ": run this on a full JDK 25, for example Temurin 25.");
    }
    String key = new Digest().text(MODULES).file(jdk.resolve("release")).hex().substring(0, 12);
    Path done = work.resolve("java-" + key);
    if (!Files.exists(done)) {
      Files.createDirectories(work);
      Path part = Files.createTempDirectory(work, "java-part-").resolve("runtime");
      Command.of(
              Duration.ofMinutes(3),
              jlink.toString(),
              "--add-modules",
              MODULES,
              "--strip-debug",
              "--compress",
              "zip-6",
              "--no-header-files",
              "--no-man-pages",
              "--output",
              part.toString())
          .output();
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(part.getParent());
    }
    return done;
  }
}
