/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.signalharvester.app.sources.SourceFault.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON of sources, which is hostile until shown otherwise. The charset is UTF-8 whatever a
 * header says, as RFC 8259 demands: other bytes are refused and never guessed. Values of a wrong
 * type count as absent, so that one odd field does not cost its item.
 */
public final class SourceJson {

  /** Deepest nesting that is read. */
  static final int DEPTH = 64;

  private static final int NUMBER = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SourceJson() {}

  /**
   * Reads a document.
   *
   * @throws SourceFault BAD_RESPONSE when the answer is not one JSON document in UTF-8
   */
  public static JsonNode read(SourceReply reply) {
    try {
      JsonNode root = JSON.readTree(text(reply.body()));
      if (root != null && !root.isMissingNode()) {
        return root;
      }
    } catch (JacksonException | CharacterCodingException e) {
      // Its message quotes the answer, which may hold texts of people.
    }
    throw new SourceFault(Kind.BAD_RESPONSE, "its answer is not one JSON document in UTF-8");
  }

  private static String text(byte[] body) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(body))
            .toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Returns a text without spaces around it; empty when it is absent or no text. */
  public static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.stringValue().strip() : "";
  }

  /** Returns a whole number; null when it is absent, no whole number or beyond 64 bits. */
  public static @Nullable Long number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isIntegralNumber() && value.canConvertToLong() ? (Long) value.longValue() : null;
  }

  /** Returns a count from 0 to the largest int; 0 when it is absent or no whole number. */
  public static int count(JsonNode node, String name) {
    Long value = number(node, name);
    return value == null ? 0 : Math.clamp(value, 0, Integer.MAX_VALUE);
  }

  /** Returns whether the value is literally true. */
  public static boolean flag(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isBoolean() && value.booleanValue();
  }

  /** Returns a time with its offset; null when it is absent or no such time. */
  public static @Nullable Instant moment(JsonNode node, String name) {
    try {
      return OffsetDateTime.parse(text(node, name)).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns the texts of a list; what is no text is left out. */
  public static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : node.path(name)) {
      if (value.isString() && !value.stringValue().isBlank()) {
        texts.add(value.stringValue().strip());
      }
    }
    return List.copyOf(texts);
  }

  /** Returns the JSON as it may be stored; null when PostgreSQL could not, because of a NUL. */
  public static @Nullable String raw(JsonNode node) {
    String raw = node.toString();
    return raw.contains("\\u0000") ? null : raw;
  }
}
