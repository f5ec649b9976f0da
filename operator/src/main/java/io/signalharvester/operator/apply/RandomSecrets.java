/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.Secret;
import io.signalharvester.operator.model.GeneratedSecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Fills the random values of a Secret. */
final class RandomSecrets {

  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int TOKEN_BYTES = 32;
  private static final int KEY_ID_LENGTH = 12;

  private final SecureRandom random = new SecureRandom();

  Secret fill(GeneratedSecret secret) {
    Map<String, String> data = new TreeMap<>(secret.skeleton().getData());
    secret.random().forEach((key, form) -> data.put(key, encoded(form)));
    return secret.skeleton().edit().withData(data).build();
  }

  private String encoded(GeneratedSecret.Form form) {
    String value =
        switch (form) {
          case TOKEN -> token();
          case API_KEY -> "sh_" + keyId() + "_" + token();
        };
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String keyId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < KEY_ID_LENGTH; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
