/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strong tags of bodies, and their comparison (specification, http-api 1.3). */
public final class EntityTag {

  private static final Pattern LISTED =
      Pattern.compile("\\G\\s*(?:,\\s*)*(?:W/)?\"([^\"]*)\"\\s*(?:,|$)");
  private static final Pattern ENCODING = Pattern.compile("-(gzip|zstd)$");

  private EntityTag() {}

  /** Returns the quoted first 32 hexadecimal digits of the SHA-256 of an uncompressed body. */
  public static String of(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Whether a client that sent these If-None-Match headers has the body already. Tags are compared
   * weakly, and without the suffix of a content encoding.
   *
   * @param ifNoneMatch values of the header, each {@code *} or a list of tags
   * @param tag quoted tag of the present body
   */
  static boolean isKnown(List<String> ifNoneMatch, String tag) {
    String wanted = bare(tag.substring(1, tag.length() - 1));
    return ifNoneMatch.stream()
        .anyMatch(value -> value.strip().equals("*") || lists(value, wanted));
  }

  private static boolean lists(String value, String wanted) {
    Matcher tags = LISTED.matcher(value);
    while (tags.find()) {
      if (bare(tags.group(1)).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String tag) {
    return ENCODING.matcher(tag).replaceFirst("");
  }
}
