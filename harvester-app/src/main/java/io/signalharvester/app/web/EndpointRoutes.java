/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Makes routes of endpoints. They match by path first, so that a wrong method is 405 with {@code
 * Allow} and an unwanted type is 406, not 404. The gate stands inside the route: whatever form of a
 * path reaches an endpoint has met it, which a filter that compares paths by itself cannot promise.
 */
public final class EndpointRoutes {

  // The first route that fits answers, so /topics/trending must stand before /topics/{id}.
  private static final Comparator<String> FIXED_WORDS_FIRST =
      Comparator.comparing(PathPatternParser.defaultInstance::parse);

  private EndpointRoutes() {}

  /**
   * Returns the routes of these endpoints, without a cache.
   *
   * @param endpoints the endpoints
   * @param gate guards those that are not public
   */
  public static RouterFunction<ServerResponse> of(List<Endpoint> endpoints, Gate gate) {
    return of(endpoints, gate, ResponseCaching.none());
  }

  /**
   * Returns the routes of these endpoints. The gate is met before the cache.
   *
   * @param endpoints the endpoints
   * @param gate guards those that are not public
   * @param caching answers for endpoints that have a cache class
   */
  public static RouterFunction<ServerResponse> of(
      List<Endpoint> endpoints, Gate gate, ResponseCaching caching) {
    Map<String, List<Endpoint>> byPath =
        endpoints.stream()
            .map(endpoint -> cached(endpoint, caching))
            .collect(
                Collectors.groupingBy(
                    Endpoint::path, () -> new TreeMap<>(FIXED_WORDS_FIRST), Collectors.toList()));
    RouterFunctions.Builder routes = RouterFunctions.route();
    byPath.forEach(
        (path, group) -> routes.route(RequestPredicates.path(path), handlerOf(group, gate)));
    return routes.build();
  }

  /**
   * Returns the routes of endpoints that are all public.
   *
   * @throws IllegalArgumentException when one is not
   */
  public static RouterFunction<ServerResponse> ofPublic(List<Endpoint> endpoints) {
    if (!endpoints.stream().allMatch(EndpointRoutes::isPublic)) {
      throw new IllegalArgumentException("an endpoint that needs a key has no gate here");
    }
    return of(endpoints, request -> {});
  }

  private static Endpoint cached(Endpoint endpoint, ResponseCaching caching) {
    CacheClass type = endpoint.cache();
    return type == null ? endpoint : endpoint.answeredBy(caching.before(endpoint, type));
  }

  private static HandlerFunction<ServerResponse> handlerOf(List<Endpoint> group, Gate gate) {
    boolean open = group.stream().allMatch(EndpointRoutes::isPublic);
    return request -> {
      if (!open) {
        gate.check(request);
      }
      return endpointFor(request, group).handler().handle(request);
    };
  }

  private static Endpoint endpointFor(ServerRequest request, List<Endpoint> group) {
    for (Endpoint endpoint : group) {
      if (endpoint.method().equals(request.method())) {
        if (!accepts(request, endpoint.offers())) {
          throw new ProblemException(
              ErrorCode.NOT_ACCEPTABLE, "Only " + words(endpoint.offers()) + " is offered here.");
        }
        return endpoint;
      }
    }
    String allow =
        group.stream().map(endpoint -> endpoint.method().name()).collect(Collectors.joining(", "));
    throw new ProblemException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "This path answers " + allow + " only.",
        List.of(),
        Map.of("Allow", allow));
  }

  private static boolean isPublic(Endpoint endpoint) {
    return endpoint.access() == Endpoint.Access.PUBLIC;
  }

  private static boolean accepts(ServerRequest request, List<MediaType> offers) {
    List<MediaType> accepted = request.headers().accept();
    return accepted.isEmpty()
        || accepted.stream().anyMatch(type -> offers.stream().anyMatch(type::isCompatibleWith));
  }

  private static String words(List<MediaType> offers) {
    return offers.stream().map(MediaType::toString).collect(Collectors.joining(" or "));
  }
}
