/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.SourceFault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class AnswersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static HttpHeaders headers(Map<String, String> values) {
    HttpHeaders headers = new HttpHeaders();
    values.forEach(headers::set);
    return headers;
  }

  private static String inSeconds(long seconds) {
    return Long.toString(NOW.getEpochSecond() + seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTH, false",
    "403, AUTH, false",
    "404, BAD_RESPONSE, false",
    "400, BAD_RESPONSE, false",
    "302, BAD_RESPONSE, false",
    "408, TIMEOUT, true",
    "425, SERVER, true",
    "429, RATE_LIMITED, true",
    "500, SERVER, true",
    "502, SERVER, true",
    "503, SERVER, true",
    "504, SERVER, true",
    "501, SERVER, false"
  })
  void everyStatusHasItsClassAndSaysWhetherToTryAgain(int status, Kind kind, boolean passing) {
    SourceFault fault = Answers.fault(status, new HttpHeaders(), NOW);

    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault.passing()).isEqualTo(passing);
    assertThat(fault.status()).isEqualTo(status);
  }

  @Test
  void aRefusalWithASpentAllowanceOrAWishIsALimitAndNoLackOfRights() {
    SourceFault primary =
        Answers.fault(
            403,
            headers(Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", inSeconds(90))),
            NOW);
    assertThat(primary.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(primary.retryAfter()).isEqualTo(Duration.ofSeconds(90));
    assertThat(Answers.fault(403, headers(Map.of("Retry-After", "7")), NOW).retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(
            Answers.fault(
                    403,
                    headers(
                        Map.of("X-RateLimit-Remaining", "9", "X-RateLimit-Reset", inSeconds(90))),
                    NOW)
                .kind())
        .isEqualTo(Kind.AUTH);
  }

  @Test
  void theResetIsMeasuredByTheClockOfTheSource() {
    assertThat(
            Answers.untilReset(
                headers(
                    Map.of(
                        "x-rate-limit-remaining", "0",
                        "x-rate-limit-reset", inSeconds(60),
                        "Date", "Thu, 1 Jan 2026 00:00:45 GMT")),
                NOW))
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void headersWithoutSenseAskForNothing() {
    for (String reset : new String[] {"soon", "-5", "999999999999999999999", ""}) {
      assertThat(
              Answers.untilReset(
                  headers(Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset)), NOW))
          .isNull();
    }
    assertThat(Answers.untilReset(headers(Map.of("x-ratelimit-remaining", "0")), NOW)).isNull();
  }
}
