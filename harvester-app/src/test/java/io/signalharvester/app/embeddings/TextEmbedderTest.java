/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.config.EmbeddingSettings;
import io.signalharvester.app.config.EmbeddingSettings.Provider;
import io.signalharvester.app.testkit.NonBlocking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the specification asks of every embedder (pipelines 5), with the real model. */
class TextEmbedderTest {

  private static final List<String> TEXTS =
      List.of(
          "",
          " \t\n",
          "\u0301\u200b",
          "!!! --- ???",
          "a",
          "word ".repeat(20_000),
          "x".repeat(100_000),
          "\u6df1\u5ea6\u5b66\u4e60 robots \ud83e\udd16 caf\u00e9 \u0645\u0631\u062d\u0628\u0627",
          "\ud83e\udd16".repeat(30_000),
          "We train a policy for legged locomotion in simulation.");

  static {
    NonBlocking.watch();
  }

  private static TextEmbedder embedder(Provider provider) {
    return TextEmbedder.of(new EmbeddingSettings(provider));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  @Tag("SRC-14")
  void everyTextGetsThreeHundredAndEightyFourFiniteNumbersOfLengthOne(Provider provider) {
    List<float[]> vectors = embedder(provider).embed(TEXTS);

    assertThat(vectors).hasSameSizeAs(TEXTS);
    for (float[] vector : vectors) {
      assertThat(vector).hasSize(384);
      double squares = 0;
      for (float number : vector) {
        assertThat(number).isFinite();
        squares += (double) number * number;
      }
      assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void equalTextsGiveEqualBytesAloneInAnyCompanyAndOnAnyThread(Provider provider) throws Exception {
    TextEmbedder embedder = embedder(provider);
    List<float[]> together = embedder.embed(TEXTS);
    List<String> reversed = new ArrayList<>(TEXTS);
    Collections.reverse(reversed);

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<float[]>>> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        others.add(threads.submit(() -> embedder(provider).embed(reversed)));
      }
      for (Future<List<float[]>> other : others) {
        for (int i = 0; i < TEXTS.size(); i++) {
          assertThat(Vectors.toBytes(other.get().get(TEXTS.size() - 1 - i)))
              .isEqualTo(Vectors.toBytes(together.get(i)));
        }
      }
    }
    assertThat(embedder.embed(List.of(TEXTS.get(9))).getFirst()).isEqualTo(together.get(9));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void onlyTheStartOfALongTextCounts(Provider provider) {
    String start = "ab ".repeat(TextEmbedder.MOST_CHARACTERS / 3 + 1);
    String cut = start.substring(0, TextEmbedder.MOST_CHARACTERS);

    List<float[]> vectors = embedder(provider).embed(List.of(cut, cut + " and much more of it"));

    assertThat(vectors.get(1)).isEqualTo(vectors.get(0));
  }

  @Test
  void relatedSentencesAreNearerThanUnrelatedOnesThoughTheyShareNoWord() {
    List<float[]> vectors =
        embedder(Provider.ONNX)
            .embed(
                List.of(
                    "Robots learn to walk by reinforcement learning",
                    "A policy for legged locomotion trained in simulation",
                    "Bake the lemon cake for forty minutes"));

    double related = Vectors.cosine(vectors.get(0), vectors.get(1));
    assertThat(related).isGreaterThan(0.35);
    assertThat(Vectors.cosine(vectors.get(0), vectors.get(2))).isLessThan(related - 0.25);
    assertThat(Vectors.cosine(vectors.get(1), vectors.get(2))).isLessThan(related - 0.25);
  }

  @Test
  void hashedTextsAreNearWhenTheyShareWords() {
    List<float[]> vectors =
        embedder(Provider.HASH)
            .embed(
                List.of(
                    "error correction of quantum hardware",
                    "Error correction, of quantum networks!",
                    "bake the lemon cake for forty minutes"));

    assertThat(Vectors.cosine(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
    assertThat(Vectors.cosine(vectors.get(0), vectors.get(2))).isLessThan(0.3);
  }

  @Test
  void aHashedTextIsTheSameOnEveryMachineAndInEveryRelease() {
    // Stored vectors of this model are compared with new ones, so these places must never move.
    float[] one = embedder(Provider.HASH).embed(List.of("robot")).getFirst();
    float[] none = embedder(Provider.HASH).embed(List.of("")).getFirst();

    assertThat(places(one)).containsExactly("160:1.0");
    assertThat(places(none)).containsExactly("276:1.0");
  }

  @Test
  void modelsHaveNamesOfTheirOwn() {
    assertThat(embedder(Provider.ONNX).model())
        .isEqualTo("all-minilm-l6-v2-q")
        .isNotEqualTo(embedder(Provider.HASH).model());
    assertThat(embedder(Provider.HASH).model()).isEqualTo("hash-ngram-384-v1");
  }

  @Test
  void loadingLeavesNoFileOfTheTokenizerBehind() throws Exception {
    embedder(Provider.ONNX).embed(List.of("a text"));

    assertThat(Path.of(System.getProperty("DJL_CACHE_DIR"))).doesNotExist();
  }

  private static List<String> places(float[] vector) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < vector.length; i++) {
      if (vector[i] != 0) {
        places.add(i + ":" + vector[i]);
      }
    }
    return places;
  }
}
