/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import io.signalharvester.app.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the cursors of lists (specification, http-api 1.4): {@code
 * base64url(JSON{v,s,k,f,e}) "." base64url(first 16 bytes of HMAC-SHA-256 over the first part)}.
 * All replicas share the secret, so any of them can go on where another stopped.
 */
public final class CursorCodec {

  private static final int FORM = 1;
  private static final int SIGNATURE_BYTES = 16;
  private static final int MOST_CHARACTERS = 1024;
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;
  private final JsonMapper json;
  private final Clock clock;

  /**
   * Creates a codec.
   *
   * @param secret at least 32 characters
   * @param json writes and reads the payload
   * @param clock decides what has expired
   */
  public CursorCodec(Secret secret, JsonMapper json, Clock clock) {
    this.secret = new SecretKeySpec(secret.bytes(), ALGORITHM);
    this.json = json;
    this.clock = clock;
  }

  /** Returns a cursor that is good for 24 hours. */
  public String next(String sort, List<Number> key, String filter) {
    return write(new Cursor(sort, key, filter, clock.instant().plus(LIFE).getEpochSecond()));
  }

  String write(Cursor cursor) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("v", FORM);
    payload.put("s", cursor.sort());
    payload.put("k", cursor.key());
    payload.put("f", cursor.filter());
    payload.put("e", cursor.expiresAt());
    String first = BASE64.encodeToString(json.writeValueAsBytes(payload));
    return first + "." + signature(first);
  }

  /**
   * Reads a cursor.
   *
   * @param text what the client sent
   * @param sort the order of the list that is asked for
   * @param filter hash of the filter that is asked for
   * @throws ProblemException INVALID_CURSOR when it was not written by us, for this list, in the
   *     last 24 hours
   */
  public Cursor read(String text, String sort, String filter) {
    int dot = text.indexOf('.');
    if (dot < 0 || text.length() > MOST_CHARACTERS) {
      throw refused("It has no valid form");
    }
    String first = text.substring(0, dot);
    // The encoded forms are compared: decoding forgives changed bits in the last character.
    if (!MessageDigest.isEqual(
        signature(first).getBytes(StandardCharsets.UTF_8),
        text.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
      throw refused("Its signature is wrong");
    }
    Cursor cursor = decoded(first);
    if (!cursor.sort().equals(sort) || !cursor.filter().equals(filter)) {
      throw refused("It belongs to a list with another order or filter");
    }
    if (cursor.expiresAt() <= clock.instant().getEpochSecond()) {
      throw refused("It has expired");
    }
    return cursor;
  }

  /**
   * Returns the first 8 hexadecimal digits of the SHA-256 of a filter.
   *
   * @param filter all that selects rows, in a fixed order
   */
  public static String filterHash(String filter) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(filter.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Cursor decoded(String first) {
    JsonNode payload = json.readTree(Base64.getUrlDecoder().decode(first));
    if (payload.path("v").asInt(0) != FORM) {
      throw refused("It is of another version");
    }
    List<Number> key = new ArrayList<>();
    payload.path("k").forEach(part -> key.add(part.numberValue()));
    return new Cursor(
        payload.path("s").asString(""),
        List.copyOf(key),
        payload.path("f").asString(""),
        payload.path("e").asLong(0));
  }

  private String signature(String first) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] full = mac.doFinal(first.getBytes(StandardCharsets.UTF_8));
      return BASE64.encodeToString(Arrays.copyOf(full, SIGNATURE_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  private static ProblemException refused(String why) {
    return new ProblemException(ErrorCode.INVALID_CURSOR, why + "; start again without a cursor.");
  }
}
