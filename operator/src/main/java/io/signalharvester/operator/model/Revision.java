/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.signalharvester.api.v1alpha1.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of what the user asked of the API pods: SHA-256 over its canonical JSON, shortened
 * to 8 hex digits. Replica counts, labels, Secret contents and whatever our renderer adds are not
 * in it, so neither scaling nor a newer operator makes a new revision.
 */
public final class Revision {

  private static final int LENGTH = 8;
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Revision() {}

  /** The revision of what is asked for now. */
  public static String of(Settled asked) {
    Map<String, Object> intent = new TreeMap<>();
    intent.put("image", asked.image());
    intent.put("imagePullPolicy", asked.pullPolicy().text());
    intent.put(
        "imagePullSecrets", asked.pullSecrets().stream().map(SecretReference::name).toList());
    intent.put("settings", asked.settings());
    intent.put("resources", asked.apiResources());
    intent.put("pool", asked.poolSize());
    try {
      byte[] json = CANONICAL.writeValueAsString(intent).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256, and the intent is plain data", e);
    }
  }
}
