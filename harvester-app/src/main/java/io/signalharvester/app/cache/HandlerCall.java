/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import reactor.core.publisher.Mono;

/**
 * Asks a handler on behalf of many clients. It sees path, parameters and the attributes of the
 * request, but neither its headers nor its host: what it says cannot depend on who asked first.
 */
final class HandlerCall {

  private final ServerCodecConfigurer codecs;
  private final ServerResponse.Context context;

  /**
   * What a handler said.
   *
   * @param status HTTP status
   * @param headers its headers, without the length
   * @param body the uncompressed body
   */
  record Said(int status, Map<String, List<String>> headers, byte[] body) {}

  HandlerCall(ServerCodecConfigurer codecs) {
    this.codecs = codecs;
    this.context =
        new ServerResponse.Context() {
          @Override
          public List<HttpMessageWriter<?>> messageWriters() {
            return codecs.getWriters();
          }

          @Override
          public List<ViewResolver> viewResolvers() {
            return List.of();
          }
        };
  }

  Mono<Said> ask(HandlerFunction<ServerResponse> handler, ServerRequest request) {
    return Mono.defer(() -> {
      CapturedResponse response = new CapturedResponse();
      ServerWebExchange exchange = exchange(request, response);
      return handler
          .handle(ServerRequest.create(exchange, codecs.getReaders()))
          .flatMap(reply -> reply.writeTo(exchange, context))
          .then(Mono.fromSupplier(() -> said(response)));
    });
  }

  private ServerWebExchange exchange(ServerRequest request, CapturedResponse response) {
    URI uri = request.uri();
    String query = uri.getRawQuery();
    ServerHttpRequest plain =
        request
            .exchange()
            .getRequest()
            .mutate()
            .uri(URI.create(query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query))
            .headers(headers -> {
              headers.clear();
              headers.setAccept(List.of(MediaType.APPLICATION_JSON));
            })
            .build();
    ServerWebExchange exchange =
        new DefaultServerWebExchange(
            plain,
            response,
            ignored -> Mono.error(new IllegalStateException("there are no sessions")),
            codecs,
            new AcceptHeaderLocaleContextResolver());
    request.attributes().forEach(exchange.getAttributes()::putIfAbsent);
    return exchange;
  }

  private static Said said(CapturedResponse response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response
        .getHeaders()
        .forEach((name, values) -> {
          if (!HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)) {
            headers.put(name, List.copyOf(new ArrayList<>(values)));
          }
        });
    return new Said(response.status(), headers, response.body());
  }
}
