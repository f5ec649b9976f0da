/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.GeneratedFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReasonsPageTest {

  @Test
  void theReferencePageListsEveryReason() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Reasons of conditions

            Generated from `Reason` in the operator; do not edit.

            | reason | meaning | what to do |
            |---|---|---|
            """);
    for (Reason reason : Reason.values()) {
      page.append(
          "| `%s` | %s | %s |%n".formatted(reason.text(), reason.meaning(), reason.remedy()));
    }
    GeneratedFile.of("docs/reference/reasons.md").mustEqual(page.toString());
  }
}
