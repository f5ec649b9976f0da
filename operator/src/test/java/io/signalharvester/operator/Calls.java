/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operator asks of the API server, and which rights that takes. */
final class Calls implements Interceptor {

  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/(?<group>[^/]+))/v[^/]+(?:/namespaces/[^/]+)?/(?<resource>[^/]+)"
              + "(?:/(?<name>[^/]+)(?:/(?<part>[^/]+))?)?");
  private static final int CREATED = 201;

  private final List<String> all = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> rights = Collections.synchronizedSet(new TreeSet<>());

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    all.add(request.method() + " " + request.uri());
    use(verb(request), request);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.code() == CREATED) {
      // An apply that makes the object takes the right to create beside the one to patch.
      use("create", request);
    }
  }

  private void use(String verb, HttpRequest request) {
    Matcher path = PATH.matcher(request.uri().getPath());
    if (path.matches()) {
      rights.add(
          right(
              Objects.requireNonNullElse(path.group("group"), ""),
              path.group("part") == null
                  ? path.group("resource")
                  : path.group("resource") + "/" + path.group("part"),
              verb));
    }
  }

  private static String verb(HttpRequest request) {
    Matcher path = PATH.matcher(request.uri().getPath());
    boolean one = path.matches() && path.group("name") != null;
    String query = Objects.requireNonNullElse(request.uri().getQuery(), "");
    return switch (request.method()) {
      case "GET" -> query.contains("watch=true") ? "watch" : one ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> request.method();
    };
  }

  /** A right as {@link #rights} names it. */
  static String right(String group, String resource, String verb) {
    return (group.isEmpty() ? resource : group + "/" + resource) + " " + verb;
  }

  /** All calls, as {@code METHOD uri}. */
  List<String> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** The calls that may have changed something. */
  List<String> writes() {
    return all().stream().filter(call -> !call.startsWith("GET ")).toList();
  }

  /** The rights that the calls took, as {@code group/resource verb}. */
  Set<String> rights() {
    synchronized (rights) {
      return new TreeSet<>(rights);
    }
  }

  void clear() {
    all.clear();
  }
}
