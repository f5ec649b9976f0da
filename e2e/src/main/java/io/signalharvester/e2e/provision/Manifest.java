/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Files with Kubernetes objects, with the few values that are known only at run time filled in. */
final class Manifest {

  /** Who owns the fields that come from these files. */
  static final String MANAGER = "signal-harvester-demo";

  private Manifest() {}

  /** The file's text with every ${NAME} replaced. */
  static String text(String file, Map<String, String> values) {
    try (InputStream in = Manifest.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IllegalStateException(
            "the file " + file + " is missing beside the classes: build module e2e again.");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream stream(String file, Map<String, String> values) {
    return new ByteArrayInputStream(text(file, values).getBytes(StandardCharsets.UTF_8));
  }
}
