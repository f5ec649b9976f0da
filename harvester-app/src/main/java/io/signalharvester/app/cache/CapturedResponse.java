/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response that nobody is sent: it keeps what a handler writes. */
final class CapturedResponse implements ServerHttpResponse {

  private final HttpHeaders headers = new HttpHeaders();
  private final MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();
  private final List<Supplier<? extends Mono<Void>>> actions = new ArrayList<>();
  private @Nullable HttpStatusCode status;
  private byte[] body = new byte[0];
  private boolean committed;

  int status() {
    return status == null ? 200 : status.value();
  }

  byte[] body() {
    return body;
  }

  @Override
  public boolean setStatusCode(@Nullable HttpStatusCode code) {
    status = code;
    return true;
  }

  @Override
  public @Nullable HttpStatusCode getStatusCode() {
    return status;
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public MultiValueMap<String, ResponseCookie> getCookies() {
    return cookies;
  }

  @Override
  public void addCookie(ResponseCookie cookie) {
    throw new IllegalStateException("a reply that is cached for many cannot set a cookie");
  }

  @Override
  public DataBufferFactory bufferFactory() {
    return DefaultDataBufferFactory.sharedInstance;
  }

  @Override
  public void beforeCommit(Supplier<? extends Mono<Void>> action) {
    actions.add(action);
  }

  @Override
  public boolean isCommitted() {
    return committed;
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> parts) {
    return commit()
        .then(DataBufferUtils.join(parts))
        .doOnNext(joined -> {
          body = new byte[joined.readableByteCount()];
          joined.read(body);
          DataBufferUtils.release(joined);
        })
        .then();
  }

  @Override
  public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
    return Mono.error(new IllegalStateException("a stream cannot be cached"));
  }

  @Override
  public Mono<Void> setComplete() {
    return commit();
  }

  private Mono<Void> commit() {
    return Mono.defer(() -> {
      committed = true;
      return Flux.fromIterable(actions).concatMap(Supplier::get).then();
    });
  }
}
