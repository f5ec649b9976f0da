/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.RawArtifact;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InventedItemsTest {

  private static final Instant NEWEST = Instant.parse("2026-03-01T12:00:00Z");

  private final InventedItems items = new InventedItems(1, 1000, NEWEST);

  @Test
  void theSameSeedMakesTheSameItemsHoweverTheyArePaged() {
    List<RawArtifact> whole = new InventedItems(1, 1000, NEWEST).page(0, 100);

    assertThat(items.page(0, 100)).isEqualTo(whole);
    assertThat(items.page(30, 20)).isEqualTo(whole.subList(30, 50));
    assertThat(new InventedItems(2, 1000, NEWEST).page(0, 100)).doesNotContainAnyElementsOf(whole);
  }

  @Test
  void everyItemIsAnotherOne() {
    assertThat(items.page(0, 1000))
        .extracting(item -> item.source() + " " + item.externalId())
        .doesNotHaveDuplicates();
  }

  @Test
  void sourcesHaveTheirSharesAndSizes() {
    List<RawArtifact> all = items.page(0, 1000);

    assertThat(
            all.stream().collect(Collectors.groupingBy(RawArtifact::type, Collectors.counting())))
        .containsEntry("preprint", 600L)
        .containsEntry("repo", 200L)
        .containsEntry("story", 100L)
        .containsEntry("comment", 100L);
    assertThat(average(all, "preprint")).isBetween(800.0, 1500.0);
    assertThat(
            all.stream()
                .filter(item -> item.type().equals("repo"))
                .allMatch(item -> String.valueOf(item.rawJson()).length() > 2500))
        .isTrue();
  }

  @Test
  void rareWordsAreManyAndFewWordsAreMostOfTheText() {
    List<String> words =
        items.page(0, 1000).stream()
            .flatMap(item -> List.of(item.content().toLowerCase().split("\\W+")).stream())
            .toList();
    Set<String> distinct = new HashSet<>(words);

    assertThat(distinct).hasSizeGreaterThan(4000);
    assertThat(words.stream().filter("the"::equals).count()).isGreaterThan(words.size() / 20);
  }

  private static double average(List<RawArtifact> all, String type) {
    return all.stream()
        .filter(item -> item.type().equals(type))
        .mapToInt(item -> item.content().length())
        .average()
        .orElseThrow();
  }
}
