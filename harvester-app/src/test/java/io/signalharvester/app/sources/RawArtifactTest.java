/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawArtifactTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static RawArtifact artifact(
      String id, String text, String url, List<RawAuthor> authors, Map<String, Object> metadata) {
    return new RawArtifact(
        "arxiv", id, "preprint", text, text, url, NOW, -5, authors, metadata, text);
  }

  @Test
  void everyTextIsCutWithoutBreakingACharacter() {
    RawArtifact artifact =
        artifact("1", "\uD83D\uDE00".repeat(150_000), "https://x.test/", List.of(), Map.of());

    assertThat(artifact.title().codePointCount(0, artifact.title().length())).isEqualTo(2_000);
    assertThat(artifact.title()).endsWith("\uD83D\uDE00");
    assertThat(artifact.content().codePointCount(0, artifact.content().length()))
        .isEqualTo(100_000);
    assertThat(artifact.rawJson()).isNull();
    assertThat(artifact.engagement()).isZero();
  }

  @Test
  void whatPostgresCannotStoreIsTakenOut() {
    RawArtifact artifact =
        artifact(
            "1",
            "a\0b",
            "https://x.test/",
            List.of(RawAuthor.named("A\0da"), RawAuthor.named("\0")),
            Map.of("k\0", "v\0", "list", List.of("w\0")));

    assertThat(artifact.title()).isEqualTo("ab");
    assertThat(artifact.authors()).extracting(RawAuthor::name).containsExactly("Ada");
    assertThat(artifact.metadata()).containsEntry("k", "v").containsEntry("list", List.of("w"));
  }

  @Test
  void onlyAddressesOfTheWebAreKept() {
    for (String url :
        List.of(
            "javascript:alert(1)",
            "data:text/html,x",
            "/x",
            "https://x.test/" + "a".repeat(2_048))) {
      assertThat(artifact("1", "t", url, List.of(), Map.of()).url()).isEmpty();
    }
    assertThat(artifact("1", "t", "HTTP://x.test/", List.of(), Map.of()).url())
        .isEqualTo("HTTP://x.test/");
  }

  @Test
  void authorsAndMetadataAreBoundedInNumberAndSize() {
    Map<String, Object> metadata = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      metadata.put("name" + i, Collections.nCopies(5_000, "x".repeat(3_000)));
    }
    RawArtifact artifact =
        artifact(
            "1",
            "t",
            "https://x.test/",
            Collections.nCopies(2_000, RawAuthor.named("n".repeat(1_000))),
            metadata);

    assertThat(artifact.authors()).hasSize(500);
    assertThat(artifact.authors().getFirst().name()).hasSize(256);
    assertThat(artifact.metadata()).hasSizeLessThanOrEqualTo(50);
    assertThat(artifact.metadata().toString()).hasSizeLessThan(70_000);
  }

  @Test
  void anItemThatCannotBeToldFromOthersIsRefused() {
    for (String id : List.of("", " ", "x".repeat(129), "a\0")) {
      assertThatThrownBy(() -> artifact(id, "t", "", List.of(), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() ->
            new RawArtifact("x", "1", "t", "", "", "", Instant.MAX, 0, List.of(), Map.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAccountThatCannotBeNamedWholeIsLeftOut() {
    assertThat(new RawAuthor("a", "github", "h".repeat(256), "https://x.test/"))
        .isEqualTo(RawAuthor.named("a"));
    assertThat(new RawAuthor("a", "github", null, "https://x.test/"))
        .isEqualTo(RawAuthor.named("a"));
    assertThat(new RawAuthor("a", "github", "ada", "javascript:x").url()).isNull();
    assertThat(new RawAuthor("a", "github", "ada", "https://x.test/").handle()).isEqualTo("ada");
  }
}
