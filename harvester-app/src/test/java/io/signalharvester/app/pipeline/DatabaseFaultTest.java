/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFaultTest {

  @ParameterizedTest
  @ValueSource(strings = {"08006", "28P01", "3D000", "53300", "57P01"})
  void whatTheServerSaysOfItselfMeansThatItCannotBeUsed(String state) {
    assertThat(
            DatabaseFault.sentence(
                new IllegalStateException(new R2dbcNonTransientResourceException("no", state))))
        .startsWith("PostgreSQL cannot be used");
  }

  @Test
  void aConnectionThatCannotBeMadeMeansTheSame() {
    assertThat(DatabaseFault.sentence(new IllegalStateException(new ConnectException("refused"))))
        .startsWith("PostgreSQL cannot be used");
  }

  @Test
  void anythingElseIsNotBlamedOnTheServer() {
    assertThat(DatabaseFault.sentence(new R2dbcBadGrammarException("secret words", "42P01")))
        .contains("R2dbcBadGrammarException", "SQLSTATE class 42", "see the log")
        .doesNotContain("PostgreSQL cannot be used", "secret words");
    assertThat(DatabaseFault.sentence(new IllegalStateException("secret words")))
        .contains("IllegalStateException")
        .doesNotContain("SQLSTATE", "secret words");
  }
}
