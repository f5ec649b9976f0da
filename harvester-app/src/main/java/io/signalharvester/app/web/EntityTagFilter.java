/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every GET 200 of one piece below 1 MB a tag of its body, and answers 304 without a body to
 * who has it already. A tag that the handler set counts as it is.
 */
public final class EntityTagFilter implements WebFilter, Ordered {

  private static final int MOST_BYTES = 1 << 20;

  /** Creates the filter. */
  public EntityTagFilter() {}

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
      return chain.filter(exchange);
    }
    List<String> asked = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH);
    ServerHttpResponse tagging = new Tagging(exchange.getResponse(), asked);
    return chain.filter(exchange.mutate().response(tagging).build());
  }

  private static final class Tagging extends ServerHttpResponseDecorator {

    private final List<String> asked;

    Tagging(ServerHttpResponse response, List<String> asked) {
      super(response);
      this.asked = asked;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      HttpStatusCode status = getStatusCode();
      boolean tagged = status == null || status.isSameCodeAs(HttpStatus.OK);
      // Only a body of one piece is a Mono; parts of a stream are never held back.
      return tagged && body instanceof Mono<? extends DataBuffer> whole
          ? whole.flatMap(this::write)
          : super.writeWith(body);
    }

    private Mono<Void> write(DataBuffer whole) {
      String tag = getHeaders().getETag();
      if (tag == null) {
        if (whole.readableByteCount() >= MOST_BYTES) {
          return super.writeWith(Mono.just(whole));
        }
        byte[] bytes = new byte[whole.readableByteCount()];
        whole.toByteBuffer(java.nio.ByteBuffer.wrap(bytes));
        tag = EntityTag.of(bytes);
        getHeaders().setETag(tag);
      }
      if (!EntityTag.isKnown(asked, tag)) {
        return super.writeWith(Mono.just(whole));
      }
      DataBufferUtils.release(whole);
      setStatusCode(HttpStatus.NOT_MODIFIED);
      getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
      getHeaders().remove(HttpHeaders.CONTENT_TYPE);
      return setComplete();
    }
  }
}
