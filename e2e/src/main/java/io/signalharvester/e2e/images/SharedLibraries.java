/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.images;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries of this machine that programs need, found with the loader that will also run in the
 * image.
 */
final class SharedLibraries {

  private static final Pattern FOUND = Pattern.compile("^\\s+(\\S+) => (/\\S+) \\(0x");
  private static final Pattern LOADER = Pattern.compile("^\\s+(/\\S*ld-linux\\S*) \\(0x");
  private static final Pattern MISSING = Pattern.compile("^\\s+(\\S+) => not found");

  private SharedLibraries() {}

  /**
   * Adds what the programs need, unless it lies in their own folder and so comes with them.
   *
   * @param own the folder that is copied into the image as a whole
   * @param extra folders with libraries that this machine has not installed
   */
  static void add(Tree tree, Path own, List<Path> extra, List<Path> programs) {
    List<String> words = new ArrayList<>(List.of("ldd"));
    programs.forEach(program -> words.add(program.toString()));
    String folders = String.join(":", extra.stream().map(Path::toString).toList());
    String said =
        Command.of(Duration.ofMinutes(1), words)
            .with(Map.of("LD_LIBRARY_PATH", folders))
            .run()
            .output();
    Map<String, Path> libraries = new TreeMap<>();
    String home = "/usr/lib";
    for (String line : said.lines().toList()) {
      Matcher missing = MISSING.matcher(line);
      Matcher found = FOUND.matcher(line);
      Matcher loader = LOADER.matcher(line);
      if (missing.find()) {
        throw new Failure(
            "The library "
                + missing.group(1)
                + " is not on this machine: install the package that brings it.");
      } else if (found.find()) {
        libraries.put(found.group(1), Path.of(found.group(2)).normalize());
        if (found.group(1).startsWith("libc.so.")) {
          home = found.group(2).substring(0, found.group(2).lastIndexOf('/'));
        }
      } else if (loader.find()) {
        tree.file(loader.group(1), Path.of(loader.group(1)));
      }
    }
    for (var library : libraries.entrySet()) {
      if (!library.getValue().startsWith(own)) {
        // All go where this loader looks without a cache: the folder of its own C library.
        tree.file(home + "/" + library.getKey(), library.getValue());
      }
    }
  }

  /** A library by its name, for those that are loaded only while the program runs. */
  static Path named(String name) {
    for (String folder : List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib")) {
      Path path = Path.of(folder, name);
      if (Files.exists(path)) {
        return path;
      }
    }
    throw new Failure(
        "The library " + name + " is not on this machine: install libstdc++6 and libgcc-s1.");
  }
}
