/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token by which the workload knows the operator's probes: HMAC-SHA256 of the word {@code
 * harvester-probe} under the signing master. Both sides derive it, so no further Secret is needed.
 */
public final class ProbeToken {

  private static final String MASTER = "HARVEST_SIGNING_MASTER";
  private static final String WORD = "harvester-probe";

  private ProbeToken() {}

  /** The token of an installation; empty when its Secret holds no master. */
  public static Optional<String> of(Secret app) {
    return Optional.ofNullable(app.getData())
        .map(data -> data.get(MASTER))
        .map(master -> Base64.getDecoder().decode(master))
        .map(ProbeToken::derive);
  }

  private static String derive(byte[] master) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master, "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(WORD.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
