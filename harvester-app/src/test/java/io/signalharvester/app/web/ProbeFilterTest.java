/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class ProbeFilterTest {

  // The token: printf harvester-probe | openssl dgst -sha256 -hmac master -binary | basenc
  // --base64url
  @ParameterizedTest
  @CsvSource({
    "master, 1a2b3c4d, RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY, 1a2b3c4d",
    "master, 1a2b3c4d, RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCYx,",
    "master, 1a2b3c4d, master,",
    "master, 1a2b3c4d, ,",
    "other, 1a2b3c4d, RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY,",
    ", 1a2b3c4d, RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY,",
    "master, , RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY,"
  })
  void onlyAProbeWithTheTokenIsToldWhichRevisionAnswers(
      String master, String revision, String given, String told) {
    MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/api/v1/info");
    if (given != null) {
      request.header("X-Harvester-Probe", given);
    }
    MockServerWebExchange exchange = MockServerWebExchange.from(request);

    new ProbeFilter(master, revision).filter(exchange, next -> Mono.empty()).block();

    assertThat(exchange.getResponse().getHeaders().getFirst("X-Harvester-Revision"))
        .isEqualTo(told);
    assertThat(ProbeFilter.isProbe(exchange)).isEqualTo(told != null);
  }
}
