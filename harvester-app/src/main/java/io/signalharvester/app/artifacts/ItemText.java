/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.RawArtifact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts that are derived from an item when it is stored. */
final class ItemText {

  private static final int SUMMARY_CHARACTERS = 360;
  private static final int NAME_CHARACTERS = 256;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private ItemText() {}

  /** Returns the first 360 characters of the text (specification, data model 3). */
  static String summary(RawArtifact artifact) {
    return cut(artifact.content(), SUMMARY_CHARACTERS);
  }

  /** Returns the SHA-256 of title and text in hexadecimal: equal for equal texts of any source. */
  static String hash(RawArtifact artifact) {
    try {
      byte[] text = (artifact.title() + "\n" + artifact.content()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns a person's name as it is compared: NFKC, lower case, single spaces. */
  static String normalizedName(String name) {
    String folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return cut(SPACES.matcher(folded.strip()).replaceAll(" "), NAME_CHARACTERS);
  }

  private static String cut(String text, int characters) {
    if (text.length() <= characters || text.codePointCount(0, text.length()) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters));
  }
}
