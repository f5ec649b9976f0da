/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/**
 * Under which key a reply is kept: form, version and database of the writer, class, generation, and
 * the SHA-256 of path, sorted parameters and scopes (specification, http-api 1.5).
 */
final class CacheKeys {

  private static final Pattern SNAKE = Pattern.compile("_([a-z])");

  private final String writer;

  /**
   * Creates the rule.
   *
   * @param version version of this program: another one may write another body for the same path
   * @param source names the database: another one has other rows for the same path
   */
  CacheKeys(String version, String source) {
    MessageDigest digest = sha256();
    part(digest, source);
    String from = HexFormat.of().formatHex(digest.digest(), 0, 4);
    writer = "harvest:cache:" + ReplyForm.NUMBER + ":" + version + ":" + from + ":";
  }

  String of(
      CacheClass type,
      long generation,
      String path,
      MultiValueMap<String, String> parameters,
      String scopes) {
    MessageDigest digest = sha256();
    part(digest, path);
    part(digest, scopes);
    sorted(parameters)
        .forEach((name, values) -> {
          part(digest, name);
          part(digest, Integer.toString(values.size()));
          values.forEach(value -> part(digest, value));
        });
    return writer
        + type.label()
        + ":"
        + generation
        + ":"
        + HexFormat.of().formatHex(digest.digest());
  }

  /** Names in camelCase and snake_case mean the same, and the order of values means nothing. */
  private static Map<String, List<String>> sorted(MultiValueMap<String, String> parameters) {
    Map<String, List<String>> sorted = new TreeMap<>();
    parameters.forEach((name, values) -> {
      String camel =
          SNAKE.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
      List<String> all = sorted.computeIfAbsent(camel, ignored -> new ArrayList<>());
      // A name without "=" comes without a value, which means the same as an empty one.
      values.forEach(value -> all.add(value == null ? "" : value));
    });
    sorted.values().forEach(Collections::sort);
    return sorted;
  }

  /** Every part is preceded by its length, so that no two lists of parts look alike. */
  private static void part(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
