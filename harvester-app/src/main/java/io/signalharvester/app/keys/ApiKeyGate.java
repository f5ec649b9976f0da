/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.keys;

import io.signalharvester.app.config.Secret;
import io.signalharvester.app.web.ErrorCode;
import io.signalharvester.app.web.Gate;
import io.signalharvester.app.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Lets a request pass only with a good key. No key configured means that no key is good. */
public final class ApiKeyGate implements Gate {

  private static final String HEADER = "X-API-Key";
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,128}");

  private final @Nullable Secret bootstrapKey;

  /**
   * Creates the gate.
   *
   * @param bootstrapKey the key of HARVEST_API_KEY, or null when it is not set
   */
  public ApiKeyGate(@Nullable Secret bootstrapKey) {
    this.bootstrapKey = bootstrapKey;
  }

  @Override
  public void check(ServerRequest request) {
    List<String> keys = request.headers().header(HEADER);
    if (keys.isEmpty()) {
      throw new ProblemException(
          ErrorCode.UNAUTHORIZED, "Send an API key in the header " + HEADER + ".");
    }
    if (keys.size() > 1 || !FORM.matcher(keys.getFirst()).matches()) {
      throw new ProblemException(
          ErrorCode.INVALID_API_KEY_FORMAT,
          "A key is 16 to 128 characters of A-Z a-z 0-9 _ -, sent once.");
    }
    if (!isGood(keys.getFirst())) {
      throw new ProblemException(ErrorCode.UNAUTHORIZED, "Invalid API key.");
    }
    request.attributes().put(ACTOR, "bootstrap-key");
  }

  private boolean isGood(String key) {
    // Compared in a time that depends on the sent key only.
    return bootstrapKey != null
        && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), bootstrapKey.bytes());
  }
}
