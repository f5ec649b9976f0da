/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.signalharvester.api.v1alpha1.ApiSpec;
import io.signalharvester.api.v1alpha1.DatabaseSpec;
import io.signalharvester.api.v1alpha1.ServiceAccountSpec;
import io.signalharvester.api.v1alpha1.SignalHarvesterSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The identity of what the user asked of the API pods: SHA-256 over its canonical JSON, shortened
 * to 8 hex digits. Only fields that the user set are in it, as they were written: neither scaling,
 * nor a default of a newer operator, nor whatever our renderer adds makes a new revision.
 */
public final class Revision {

  private static final int LENGTH = 8;
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .serializationInclusion(JsonInclude.Include.NON_EMPTY)
          .build();

  private Revision() {}

  /** The revision of what is asked for now. */
  public static String of(SignalHarvesterSpec spec) {
    Map<String, Object> intent = new TreeMap<>();
    intent.put("image", spec.image());
    put(intent, "imagePullPolicy", spec.imagePullPolicy());
    put(intent, "imagePullSecrets", spec.imagePullSecrets());
    put(intent, "settings", spec.settings());
    put(intent, "resources", Optional.ofNullable(spec.api()).map(ApiSpec::resources).orElse(null));
    put(intent, "drain", Optional.ofNullable(spec.api()).map(ApiSpec::drain).orElse(null));
    put(intent, "pod", Optional.ofNullable(spec.api()).map(ApiSpec::pod).orElse(null));
    put(
        intent,
        "serviceAccount",
        Optional.ofNullable(spec.serviceAccount()).map(ServiceAccountSpec::name).orElse(null));
    put(
        intent,
        "credentials",
        Optional.ofNullable(spec.credentials())
            .map(found -> found.secretRef().name())
            .orElse(null));
    put(intent, "pool", Optional.ofNullable(spec.database()).map(DatabaseSpec::pool).orElse(null));
    // By name: what a Secret holds may change without a new revision.
    SecretNames.database(spec).ifPresent(name -> intent.put("databaseSecret", name));
    SecretNames.cache(spec).ifPresent(name -> intent.put("cacheSecret", name));
    try {
      byte[] json = CANONICAL.writeValueAsString(intent).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256, and the intent is plain data", e);
    }
  }

  private static void put(Map<String, Object> intent, String key, @Nullable Object value) {
    if (value != null) {
      intent.put(key, value);
    }
  }
}
