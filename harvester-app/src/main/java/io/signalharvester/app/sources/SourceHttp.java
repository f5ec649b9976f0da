/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutException;
import io.signalharvester.app.sources.SourceFault.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Calls one source: spaced, bounded in size and time, tried again when that may help, and with a
 * typed fault when it does not. Redirects are not followed, so that a source cannot send the client
 * into a private network.
 */
public final class SourceHttp {

  /** Largest body that is read, in bytes after decompression. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration RESPONSE = Duration.ofSeconds(30);

  private final WebClient client;
  private final Duration spacing;
  private final Pauses pauses;
  private final Clock clock;
  private final RandomGenerator jitter;
  private final AtomicReference<Instant> nextTurn = new AtomicReference<>(Instant.MIN);

  /**
   * Creates a caller.
   *
   * @param userAgent how it introduces itself
   * @param spacing least time between the starts of two calls
   * @param pauses how it waits
   * @param clock the present
   * @param jitter spreads the tries
   */
  public SourceHttp(
      String userAgent, Duration spacing, Pauses pauses, Clock clock, RandomGenerator jitter) {
    HttpClient http =
        HttpClient.create()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
            .responseTimeout(RESPONSE)
            .compress(true);
    this.client =
        WebClient.builder()
            .clientConnector(new ReactorClientHttpConnector(http))
            .defaultHeader(HttpHeaders.USER_AGENT, userAgent)
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
            .build();
    this.spacing = spacing;
    this.pauses = pauses;
    this.clock = clock;
    this.jitter = jitter;
  }

  /** Fetches a document; the error is always a {@link SourceFault}. */
  public Mono<SourceReply> get(URI uri) {
    return Mono.defer(() -> pauses.pause(untilTurn()).then(once(uri)))
        .retryWhen(
            Retry.from(failures ->
                failures.concatMap(signal -> {
                  Throwable failure = signal.failure();
                  Duration wait =
                      failure instanceof SourceFault fault
                          ? RetryRule.wait(
                              fault,
                              Math.toIntExact(signal.totalRetries()) + 1,
                              jitter.nextDouble())
                          : null;
                  return wait == null
                      ? Mono.<Long>error(failure)
                      : pauses.pause(wait).thenReturn(signal.totalRetries());
                })));
  }

  private Duration untilTurn() {
    Instant now = clock.instant();
    Instant turn = nextTurn.getAndUpdate(next -> (next.isAfter(now) ? next : now).plus(spacing));
    return turn.isAfter(now) ? Duration.between(now, turn) : Duration.ZERO;
  }

  private Mono<SourceReply> once(URI uri) {
    return client
        .get()
        .uri(uri)
        .exchangeToMono(this::read)
        .timeout(RESPONSE.plus(CONNECT))
        .onErrorMap(error -> !(error instanceof SourceFault), SourceHttp::faultOf);
  }

  private Mono<SourceReply> read(ClientResponse response) {
    int status = response.statusCode().value();
    if (status != 200) {
      return response.releaseBody().then(Mono.error(() -> faultOf(status, response.headers())));
    }
    return response
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .map(body -> new SourceReply(typeOf(response), body));
  }

  private static @Nullable MediaType typeOf(ClientResponse response) {
    try {
      return response.headers().contentType().orElse(null);
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }

  private SourceFault faultOf(int status, ClientResponse.Headers headers) {
    String text = headers.asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER);
    @Nullable Duration retryAfter = RetryRule.retryAfter(text, clock.instant());
    String message = "it answered with status " + status;
    return switch (status) {
      case 401 -> new SourceFault(Kind.AUTH, message);
      case 403 ->
          retryAfter == null
              ? new SourceFault(Kind.AUTH, message)
              : new SourceFault(Kind.RATE_LIMITED, message, true, retryAfter, null);
      case 429 -> new SourceFault(Kind.RATE_LIMITED, message, true, retryAfter, null);
      case 408 -> new SourceFault(Kind.TIMEOUT, message, true, retryAfter, null);
      case 425, 500, 502, 503, 504 -> new SourceFault(Kind.SERVER, message, true, retryAfter, null);
      default -> new SourceFault(status >= 500 ? Kind.SERVER : Kind.BAD_RESPONSE, message);
    };
  }

  private static SourceFault faultOf(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataBufferLimitException) {
        return new SourceFault(
            Kind.BAD_RESPONSE, "its answer is larger than " + MOST_BYTES + " bytes");
      }
      if (cause instanceof ReadTimeoutException || cause instanceof TimeoutException) {
        return new SourceFault(Kind.TIMEOUT, "it did not answer in time", true, null, error);
      }
    }
    return new SourceFault(Kind.NETWORK, "the connection failed", true, null, error);
  }
}
