/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutException;
import io.signalharvester.app.sources.SourceBudget.Grant;
import io.signalharvester.app.sources.SourceFault.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Calls one source: within its budget, bounded in size and time, tried again when that may help,
 * left alone when it fails too often, and with a typed fault in the end. Redirects and addresses of
 * other servers are not followed, so that a source can neither send the client into a private
 * network nor have its token sent elsewhere.
 */
public final class SourceHttp {

  /** Largest body that is read, in bytes after decompression. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration RESPONSE = Duration.ofSeconds(30);
  // A wait for the own budget is for spacing; a window that is empty for longer ends the fetch.
  private static final Duration LONGEST_TURN = Duration.ofSeconds(60);
  private static final Duration SHORTEST_TURN = Duration.ofMillis(5);

  private final SourceAccess access;
  private final SourceBudget budget;
  private final WebClient client;
  private final CircuitBreaker circuit;
  private final Pauses pauses;
  private final Clock clock;
  private final RandomGenerator jitter;

  /**
   * Creates a caller.
   *
   * @param access the server, and what every call carries
   * @param budget how many calls it may get
   * @param pauses how it waits
   * @param clock the present
   * @param jitter spreads the tries
   */
  public SourceHttp(
      SourceAccess access,
      SourceBudget budget,
      Pauses pauses,
      Clock clock,
      RandomGenerator jitter) {
    this.access = access;
    this.budget = budget;
    this.client = client(access);
    this.circuit = SourceCircuit.of(access.source(), clock);
    this.pauses = pauses;
    this.clock = clock;
    this.jitter = jitter;
  }

  private static WebClient client(SourceAccess access) {
    HttpClient http =
        HttpClient.create()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
            .responseTimeout(RESPONSE)
            .followRedirect(false)
            .compress(true);
    return WebClient.builder()
        .clientConnector(new ReactorClientHttpConnector(http))
        .defaultHeaders(headers -> {
          access.headers().forEach(headers::set);
          headers.set(HttpHeaders.USER_AGENT, access.userAgent());
          if (access.token() != null) {
            headers.setBearerAuth(access.token().value());
          }
        })
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
        .build();
  }

  /** Fetches a document; the error is always a {@link SourceFault}. */
  public Mono<SourceReply> get(SourceRequest request) {
    return get(request, Mono::just);
  }

  /**
   * Fetches a document and reads it. An answer that reads as a passing fault, such as a page that
   * is shorter than promised, is fetched again like one that failed, and a failed reading counts
   * against the source.
   *
   * @param request what to fetch
   * @param read reads the answer, on a scheduler of its own if that is work; its error must be a
   *     {@link SourceFault}
   */
  public <T> Mono<T> get(SourceRequest request, Function<SourceReply, Mono<T>> read) {
    if (!access.covers(request.uri())) {
      return Mono.error(() ->
          new SourceFault(Kind.BAD_RESPONSE, "it links to another server, which is not followed"));
    }
    return Mono.defer(() -> turn(Duration.ZERO).then(once(request)).flatMap(read))
        .transformDeferred(CircuitBreakerOperator.of(circuit))
        .onErrorMap(CallNotPermittedException.class, refused -> SourceFault.circuitOpen())
        .retryWhen(
            Retry.from(failures ->
                failures.concatMap(signal ->
                    again(signal.failure(), Math.toIntExact(signal.totalRetries()) + 1))));
  }

  private Mono<Integer> again(Throwable failure, int failed) {
    if (!(failure instanceof SourceFault fault)) {
      return Mono.error(failure);
    }
    Duration wait = RetryRule.wait(fault, failed, jitter.nextDouble());
    if (wait != null) {
      return pauses.pause(wait).thenReturn(failed);
    }
    Duration wish = fault.retryAfter();
    return wish != null && RetryRule.isTooLong(wish)
        ? budget.close(wish).then(Mono.error(() -> limited(wish)))
        : Mono.error(failure);
  }

  private SourceFault limited(Duration wait) {
    return SourceFault.limited(
        Kind.RATE_LIMITED, "it asked to be left alone", clock.instant().plus(wait));
  }

  /** Completes when the next call may be made. */
  private Mono<Void> turn(Duration waited) {
    return budget
        .take()
        .flatMap(grant ->
            switch (grant) {
              case Grant.Granted granted -> Mono.empty();
              case Grant.Refused refused -> later(refused, waited);
            });
  }

  private Mono<Void> later(Grant.Refused refused, Duration waited) {
    Duration wait = refused.after().compareTo(SHORTEST_TURN) < 0 ? SHORTEST_TURN : refused.after();
    Duration sum = waited.plus(wait);
    if (refused.bySource() && RetryRule.isTooLong(sum)) {
      return Mono.error(() -> limited(wait));
    }
    if (!refused.bySource() && sum.compareTo(LONGEST_TURN) > 0) {
      return Mono.error(() ->
          SourceFault.limited(
              Kind.QUOTA, "its budget of calls is spent", clock.instant().plus(wait)));
    }
    return pauses.pause(wait).then(Mono.defer(() -> turn(sum)));
  }

  private Mono<SourceReply> once(SourceRequest request) {
    return client
        .get()
        .uri(request.uri())
        .headers(headers -> {
          if (request.etag() != null) {
            headers.set(HttpHeaders.IF_NONE_MATCH, request.etag());
          }
          if (request.lastModified() != null) {
            headers.set(HttpHeaders.IF_MODIFIED_SINCE, request.lastModified());
          }
        })
        .exchangeToMono(response -> read(response, request))
        .timeout(RESPONSE.plus(CONNECT))
        .onErrorMap(error -> !(error instanceof SourceFault), SourceHttp::faultOf);
  }

  private Mono<SourceReply> read(ClientResponse response, SourceRequest request) {
    int status = response.statusCode().value();
    HttpHeaders headers = response.headers().asHttpHeaders();
    if (status == 304 && request.isConditional()) {
      return response.releaseBody().thenReturn(new SourceReply(status, headers, new byte[0]));
    }
    if (status != 200) {
      return response
          .releaseBody()
          .then(Mono.error(() -> Answers.fault(status, headers, clock.instant())));
    }
    // Not as a byte[]: that looks at the media type first, and one that makes no sense is an error.
    return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), MOST_BYTES)
        .map(SourceHttp::bytes)
        .defaultIfEmpty(new byte[0])
        .map(body -> new SourceReply(status, headers, body))
        .flatMap(reply -> {
          // The next call would only be refused, so it waits from here on.
          Duration untilReset = Answers.untilReset(headers, clock.instant());
          return untilReset == null || !untilReset.isPositive()
              ? Mono.just(reply)
              : budget.close(untilReset).thenReturn(reply);
        });
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static SourceFault faultOf(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataBufferLimitException) {
        return new SourceFault(
            Kind.BAD_RESPONSE, "its answer is larger than " + MOST_BYTES + " bytes");
      }
      if (cause instanceof ReadTimeoutException || cause instanceof TimeoutException) {
        return SourceFault.passing(Kind.TIMEOUT, "it did not answer in time", error);
      }
    }
    return SourceFault.passing(Kind.NETWORK, "the connection failed", error);
  }
}
