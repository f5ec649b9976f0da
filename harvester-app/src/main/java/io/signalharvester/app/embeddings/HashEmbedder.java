/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Embeds without a model: each group of one to three neighbouring words adds 1 or -1 at one place,
 * and SHA-256 chooses both (specification, pipelines 5). Texts are near when they share words; it
 * knows no meanings.
 */
public final class HashEmbedder implements TextEmbedder {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final int LONGEST = 3;

  /** Creates an embedder. */
  public HashEmbedder() {}

  @Override
  public String model() {
    return "hash-ngram-384-v1";
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    MessageDigest sha256 = TextHash.sha256();
    return texts.stream().map(text -> embed(text, sha256)).toList();
  }

  private static float[] embed(String text, MessageDigest sha256) {
    List<String> words = words(Words.start(text, MOST_CHARACTERS));
    double[] sums = new double[DIMS];
    for (int first = 0; first < words.size(); first++) {
      for (int size = 1; size <= LONGEST && first + size <= words.size(); size++) {
        add(String.join(" ", words.subList(first, first + size)), sums, sha256);
      }
    }
    if (Arrays.stream(sums).allMatch(sum -> sum == 0)) {
      // No word, or words that cancel each other out: such texts get one place of their own.
      add("", sums, sha256);
    }
    return Vectors.normalised(sums);
  }

  private static void add(String group, double[] sums, MessageDigest sha256) {
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(group.getBytes(StandardCharsets.UTF_8)));
    int place = Math.floorMod(hash.getLong(), DIMS);
    sums[place] += (hash.get() & 1) == 0 ? 1 : -1;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
