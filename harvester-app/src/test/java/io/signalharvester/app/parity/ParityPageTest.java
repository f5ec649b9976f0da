/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.ReferencePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which promise is proved by which tests, from the tags that stand in their sources. */
class ParityPageTest {

  private static final ReferencePages PAGES = new ReferencePages("ParityPageTest");

  /** A tag with an id, and whatever stands up to the name of the class or method it belongs to. */
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]+-\\d\\d)\"\\)");

  private static final Pattern OWNER =
      Pattern.compile("\\bclass (\\w+)|\\bvoid (\\w+)\\(|\\bboolean (\\w+)\\(");

  private final Map<String, String> texts = new LinkedHashMap<>();

  private List<String> ids() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/parity/ids.tsv")).stream()
            .filter(line -> !line.startsWith("# "))
            .toList();
    lines.stream()
        .filter(line -> !line.startsWith("## "))
        .map(line -> line.split("\t", 2))
        .forEach(parts -> texts.put(parts[0], parts[1]));
    return lines;
  }

  private static Map<String, TreeSet<String>> proofs() throws IOException {
    Map<String, TreeSet<String>> proofs = new TreeMap<>();
    for (String module : List.of("crds", "operator", "harvester-app", "e2e")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          collect(file, proofs);
        }
      }
    }
    return proofs;
  }

  private static void collect(Path file, Map<String, TreeSet<String>> proofs) throws IOException {
    String source = Files.readString(file);
    String name = file.getFileName().toString().replace(".java", "");
    Matcher tag = TAG.matcher(source);
    Matcher owner = OWNER.matcher(source);
    while (tag.find()) {
      if (!owner.find(tag.end())) {
        throw new IllegalStateException("a tag without a test in " + file);
      }
      String method = owner.group(2) == null ? owner.group(3) : owner.group(2);
      proofs
          .computeIfAbsent(tag.group(1), ignored -> new TreeSet<>())
          .add(method == null ? name : name + "." + method);
    }
  }

  @Test
  void everyTagNamesAPromise() throws IOException {
    ids();
    assertThat(texts.keySet()).containsAll(proofs().keySet());
  }

  @Test
  void parityPageIsThatOfTheTags() throws IOException {
    List<String> lines = ids();
    Map<String, TreeSet<String>> proofs = proofs();
    StringBuilder page =
        new StringBuilder(PAGES.head("Parity"))
            .append("What the specification promises and which tests prove it, by their tags. ")
            .append("A promise without a test is not kept yet, or not proved.\n\n")
            .append("Proved: ")
            .append(proofs.size())
            .append(" of ")
            .append(texts.size())
            .append(".\n");
    for (String line : lines) {
      if (line.startsWith("## ")) {
        page.append("\n").append(line).append("\n\n| id | promise | proved by |\n|---|---|---|\n");
      } else {
        String id = line.split("\t", 2)[0];
        List<String> tests = new ArrayList<>(proofs.getOrDefault(id, new TreeSet<>()));
        page.append(ReferencePages.row(id, texts.get(id), String.join("<br>", tests)));
      }
    }
    PAGES.compare("parity.md", page.toString());
  }
}
