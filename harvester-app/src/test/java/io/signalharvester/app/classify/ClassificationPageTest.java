/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.topics.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of the classifier is made from its lists, so that it cannot say anything else. */
class ClassificationPageTest {

  private static final Path FILE = Path.of("../docs/reference/classification.md");
  private static final String REMEDY =
      "./mvnw -pl harvester-app test -Dtest=ClassificationPageTest -Dharvest.docs=write";

  @Test
  void classificationPageIsThatOfTheLists() throws IOException {
    String expected = page();
    if ("write".equals(System.getProperty("harvest.docs"))) {
      Files.writeString(FILE, expected);
    }
    assertThat(FILE)
        .as(
            "docs/reference/classification.md differs from the lists; write it again with %s and"
                + " raise the version when stored rows mean something else now",
            REMEDY)
        .hasContent(expected);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder("# Classification: ")
            .append(HeuristicClassifier.VERSION)
            .append(
                "\n\n<!-- Made from the code by ClassificationPageTest; do not edit. To write it"
                    + " again: ")
            .append(REMEDY)
            .append(
                " -->\n\nThe first "
                    + Subject.CHARACTERS
                    + " characters of title and content are compared with these phrases word by"
                    + " word; case, hyphens and a plural s do not count. The longest phrase wins"
                    + " and uses its words up.\n\n## Topics\n\nA strong phrase gives 3 points, a"
                    + " plain one 2, a weak one 1, each once; strong and plain ones of the title"
                    + " or of the labels of a repository count twice. The primary category of"
                    + " arXiv gives 3 points, every other one 1. Topics with 2 points and more"
                    + " are taken, at most "
                    + TopicChooser.MOST_TOPICS
                    + ", none with less than a third of the best and none above another taken"
                    + " one. Confidence: 0.8 from 3 points on, 0.6 with 2, 0.4 for a weak word"
                    + " alone, 0.3 for a guess by source (arxiv ai/ml/theory; github, x"
                    + " ai/ml/systems; facebook ai/ml/genai) or category (Preprint,"
                    + " Breakthrough, Conference/Workshop ai/ml/theory; else ai/ml/systems).\n");
    Map<String, Map<String, List<String>>> topics = TopicSigns.load().lists();
    for (Taxonomy.Topic topic : Taxonomy.topics()) {
      page.append("\n### ").append(topic.path()).append("\n\n").append(topic.description());
      page.append(" (name `").append(topic.name()).append("`).\n\n");
      topics.getOrDefault(topic.path(), Map.of()).forEach((key, items) -> line(page, key, items));
    }
    page.append("\n### No sign of a topic\n\n");
    topics.getOrDefault("none", Map.of()).forEach((key, items) -> line(page, key, items));
    page.append(
        "\n## Category, sentiment, urgency\n\nItems of github are Open-Source Release; papers and"
            + " items of arxiv, crossref and semantic are Preprint; a job is Other; then a link"
            + " to a paper or to code decides, then the first category below with a phrase, else"
            + " Other. Sentiment is that with more different phrases, else neutral. Urgency is"
            + " the highest with a phrase; without any it is 1 for a negative text, else 0.\n");
    ClaimWords.load()
        .lists()
        .forEach((section, keys) -> {
          page.append("\n### ").append(section).append("\n\n");
          keys.forEach((key, items) -> line(page, key, items));
        });
    return page.toString();
  }

  private static void line(StringBuilder page, String key, List<String> items) {
    page.append("- ").append(key).append(": ").append(String.join(", ", items)).append('\n');
  }
}
