/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Digest;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The recipes of PostgreSQL and Redis.
 *
 * <p>The servers come from the Maven artifacts that the tests of the app use too; the two small
 * programs that ask a server whether it answers come from Debian, since those artifacts have none.
 */
final class StoreImages {

  private static final String POSTGRES = "/usr/lib/postgresql/18";
  private static final Pattern NOT_USED =
      Pattern.compile("\\.a$|pkgconfig|libecpg|pgtypes|plperl|plpython|pltcl");

  private final Path work;
  private final DebianFiles debian;
  private final Path busybox;

  StoreImages(Path work, Consumer<String> progress) throws IOException {
    this.work = work;
    this.debian = new DebianFiles(work, progress);
    this.busybox = busybox();
  }

  Recipe postgres() throws IOException {
    Path server = unpacked("/postgres-linux-x86_64.txz");
    Path client =
        debian
            .of("postgresql-client", "postgresql-client-15")
            .resolve("usr/lib/postgresql/15/bin/pg_isready");
    Tree tree = StoreBase.tree(busybox, "postgres");
    tree.copy(POSTGRES, server, StoreImages::runs);
    tree.file(POSTGRES + "/bin/pg_isready", client);
    // Debian's program has no path of its own to libraries, so the server's ones are linked where
    // it looks.
    for (String library : List.of("libpq.so.5", "libssl.so.1.1", "libcrypto.so.1.1")) {
      tree.link("/usr/lib/x86_64-linux-gnu/" + library, POSTGRES + "/lib/" + library);
    }
    List<Path> programs = new ArrayList<>(List.of(client));
    try (Stream<Path> files = Files.walk(server)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> runs(server.relativize(file).toString()))
          .filter(file -> file.startsWith(server.resolve("bin")) || file.toString().contains(".so"))
          .forEach(programs::add);
    }
    SharedLibraries.add(tree, server, List.of(server.resolve("lib")), programs);
    tree.folder("/var/run/postgresql", 03777, StoreBase.USER);
    tree.folder("/var/lib/postgresql", 0755, StoreBase.USER);
    // SIGTERM would wait for every open connection; SIGINT ends them and stops cleanly within a
    // second.
    return recipe(
        "postgres", tree, POSTGRES + "/bin:/usr/bin:/bin", "/var/lib/postgresql", "SIGINT");
  }

  Recipe redis() throws IOException {
    Path server = resource("/redis-server-7.0.15-linux-amd64", "redis-server");
    Path tools = debian.of("redis-tools", "redis-tools", "libjemalloc2", "liblzf1");
    Path client = tools.resolve("usr/bin/redis-cli");
    Tree tree = StoreBase.tree(busybox, "redis");
    tree.file("/usr/bin/redis-server", server).file("/usr/bin/redis-cli", client);
    SharedLibraries.add(
        tree,
        work.resolve("binaries"),
        List.of(tools.resolve("usr/lib/x86_64-linux-gnu")),
        List.of(client));
    tree.folder("/data", 0755, StoreBase.USER);
    return recipe("redis", tree, "/usr/bin:/bin", "/data", "SIGTERM");
  }

  private static Recipe recipe(
      String name, Tree tree, String path, String folder, String stopSignal) {
    return new Recipe(
        name, List.of(tree), Map.of("PATH", path), List.of(), StoreBase.USER, folder, stopSignal);
  }

  /**
   * Files that a running server can use: not those for compiling against it, nor the languages that
   * it lacks.
   */
  private static boolean runs(String file) {
    return !NOT_USED.matcher(file).find();
  }

  private static Path busybox() {
    for (String path : List.of("/usr/bin/busybox", "/bin/busybox")) {
      if (Files.isExecutable(Path.of(path))) {
        return Path.of(path);
      }
    }
    throw new Failure("There is no busybox on this machine: run `apt-get install busybox-static`.");
  }

  private Path unpacked(String name) throws IOException {
    Path archive = resource(name, "postgres.txz");
    Path done = work.resolve("postgres-" + Digest.ofFile(archive).substring(0, 12));
    if (!Files.exists(done)) {
      Path part = Files.createTempDirectory(work, "postgres-part-");
      try (var tar = new TarArchiveInputStream(new XZInputStream(Files.newInputStream(archive)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, part);
        }
      }
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
    }
    return done;
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path file = entry.resolveIn(folder);
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, file);
      file.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
    }
  }

  /** A file that an artifact on the class path brings. */
  private Path resource(String name, String as) throws IOException {
    Path folder = Files.createDirectories(work.resolve("binaries"));
    Path file = folder.resolve(as);
    try (InputStream in = StoreImages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new Failure(
            "The class path has no " + name + ": run this with the class path of module e2e.");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    file.toFile().setExecutable(true, false);
    return file;
  }
}
