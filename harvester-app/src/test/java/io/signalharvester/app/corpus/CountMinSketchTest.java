/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountMinSketchTest {

  /** Vectors that are published for the 32-bit Murmur3; stored counters depend on them. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "'', 1, 514e28b7",
    "test, 0, ba6bd213",
    "test, 9747b28c, 704b81dc",
    "'Hello, world!', 0, c0363e43",
    "'Hello, world!', 9747b28c, 24884cba",
    "ππππππππ, 9747b28c, d58063c1"
  })
  void theHashIsMurmur3(String text, String seed, String expected) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(MurmurHash3.hash32x86(bytes, 0, bytes.length, Integer.parseUnsignedInt(seed, 16)))
        .isEqualTo(Integer.parseUnsignedInt(expected, 16));
  }

  @Test
  void aTermIsCountedInEachRowAtItsOwnPlace() {
    CountMinSketch sketch = new CountMinSketch();
    sketch.add("lattice");

    byte[] stored = sketch.stored();
    int found = 0;
    for (int row = 0; row < CountMinSketch.ROWS; row++) {
      for (int i = 0; i < CountMinSketch.WIDTH; i++) {
        found += stored[4 * (row * CountMinSketch.WIDTH + i)];
      }
      assertThat(found).isEqualTo(row + 1);
    }
    assertThat(stored).hasSize(4 * (1 << 18) * 4);
    byte[] word = "lattice".getBytes(StandardCharsets.UTF_8);
    int place = MurmurHash3.hash32x86(word, 0, word.length, 3) & ((1 << 18) - 1);
    assertThat(stored[4 * (2 * (1 << 18) + place)]).isEqualTo((byte) 1);
  }

  @Test
  void aStoredSketchIsReadAsItWas() {
    CountMinSketch sketch = new CountMinSketch();
    for (int i = 0; i < 300; i++) {
      sketch.add("often");
    }
    sketch.add("once");

    CountMinSketch read = CountMinSketch.of(sketch.stored());

    assertThat(read.count("often")).isEqualTo(300);
    assertThat(read.count("once")).isEqualTo(1);
    assertThat(read.count("never")).isZero();
    assertThatThrownBy(() -> CountMinSketch.of(new byte[3]))
        .hasMessageContaining("has 3 bytes, but must have 4194304");
  }

  @Test
  void aCounterIsUnsignedAndStaysAtItsMost() {
    byte[] nearlyFull = new byte[CountMinSketch.BYTES];
    java.util.Arrays.fill(nearlyFull, (byte) 0xff);
    for (int i = 0; i < nearlyFull.length; i += 4) {
      nearlyFull[i] = (byte) 0xfe;
    }
    CountMinSketch sketch = CountMinSketch.of(nearlyFull);

    assertThat(sketch.count("any")).isEqualTo(4_294_967_294L);
    sketch.add("any");
    sketch.add("any");
    assertThat(sketch.count("any")).isEqualTo(4_294_967_295L);
  }

  @Property(tries = 20)
  void aCountIsNeverTooLow(@ForAll @Size(max = 500) List<String> terms) {
    CountMinSketch sketch = new CountMinSketch();
    Map<String, Long> exact = new HashMap<>();
    for (String term : terms) {
      sketch.add(term);
      exact.merge(wellFormed(term), 1L, Long::sum);
    }

    terms.forEach(
        term -> assertThat(sketch.count(term)).isGreaterThanOrEqualTo(exact.get(wellFormed(term))));
  }

  private static String wellFormed(String term) {
    return new String(term.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Test
  void aThousandDocumentsAreCountedNearlyExactly() {
    CountMinSketch sketch = new CountMinSketch();
    int documents = 1000;
    int pairs = 150;
    for (int document = 0; document < documents; document++) {
      for (int pair = 0; pair < pairs; pair++) {
        sketch.add("word" + document + " word" + pair);
      }
    }

    long wrong = 0;
    for (int document = 0; document < documents; document++) {
      wrong += sketch.count("word" + document + " word" + document % pairs) > 1 ? 1 : 0;
    }
    assertThat(wrong).isLessThanOrEqualTo(20);
  }
}
