/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of lists: sections {@code [name]}, in each of them lines {@code key: item, item}. Empty
 * lines and those that begin with # do not count.
 */
final class WordLists {

  private static final Pattern SECTION = Pattern.compile("\\[([^\\]]+)\\](?: +\\S.*)?");
  private static final Pattern LINE = Pattern.compile("([a-z]+): +(\\S.*)");

  private WordLists() {}

  /**
   * Reads a file of this application.
   *
   * @param resource its name on the class path
   * @return the lists by section and key, in the order of the file
   */
  static Map<String, Map<String, List<String>>> load(String resource) {
    try (InputStream file = WordLists.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException(resource + " is missing: the application is not whole");
      }
      return parse(resource, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Map<String, List<String>>> parse(String name, String text) {
    Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
    Map<String, List<String>> section = null;
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher head = SECTION.matcher(line);
      Matcher list = LINE.matcher(line);
      if (head.matches()) {
        section = new LinkedHashMap<>();
        if (sections.putIfAbsent(head.group(1), section) != null) {
          throw bad(name, number, "begins a section that was there already");
        }
      } else if (list.matches() && section != null) {
        if (section.putIfAbsent(list.group(1), items(list.group(2))) != null) {
          throw bad(name, number, "repeats a key of its section");
        }
      } else {
        throw bad(name, number, "must be [section] or, in a section, key: item, item");
      }
    }
    return sections;
  }

  private static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      items.add(item.strip());
    }
    return List.copyOf(items);
  }

  private static IllegalArgumentException bad(String name, int line, String what) {
    return new IllegalArgumentException(name + ", line " + line + " " + what);
  }
}
