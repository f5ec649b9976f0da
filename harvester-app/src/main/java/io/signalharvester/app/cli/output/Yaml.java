/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import org.yaml.snakeyaml.DumperOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A document as YAML. */
final class Yaml {

  private Yaml() {}

  static String of(JsonNode document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    // Otherwise a text with a control character would become base64.
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    return new org.yaml.snakeyaml.Yaml(options)
        .dump(JsonMapper.shared().treeToValue(document, Object.class));
  }
}
