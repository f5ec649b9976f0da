/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of GitHub's REST API that finds repositories, their releases and contributors. */
final class GithubApi {

  private static final int MOST_ON_A_PAGE = 100;

  private final Stock repositories = Stock.load("repositories.tsv", 12);
  private final Stock releases = Stock.load("releases.tsv", 6);
  private final Clock clock;

  GithubApi(Clock clock) {
    this.clock = clock;
  }

  void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    Parameters parameters = Parameters.of(exchange.getRequestURI().getRawQuery());
    Reply reply;
    try {
      reply = reply(path, parameters, Repository.all(repositories, clock.instant()));
    } catch (RepositorySearch.Refused e) {
      reply =
          new Reply(
              422,
              Map.of(
                  "message",
                  "Validation Failed",
                  "errors",
                  List.of(Map.of("message", String.valueOf(e.getMessage())))),
              List.of(),
              0);
    }
    for (var header : reply.headers(exchange.getRequestURI().getPath(), parameters).entrySet()) {
      exchange.getResponseHeaders().set(header.getKey(), header.getValue());
    }
    SampleSources.answerTagged(exchange, reply.status(), Json.of(reply.body()));
  }

  /**
   * An answer.
   *
   * @param shown rows of the page
   * @param total rows of all pages
   */
  private record Reply(int status, Object body, List<?> shown, int total) {

    Map<String, String> headers(String path, Parameters parameters) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "application/json; charset=utf-8");
      headers.put("X-RateLimit-Limit", "5000");
      headers.put("X-RateLimit-Remaining", "4900");
      int page = parameters.number("page", 1);
      if (page * perPage(parameters) < total) {
        headers.put(
            "Link",
            "<https://api.github.com"
                + path
                + "?"
                + parameters.with("page", String.valueOf(page + 1))
                + ">; rel=\"next\"");
      }
      return headers;
    }
  }

  private Reply reply(String[] path, Parameters parameters, List<Repository> all) {
    if (path.length == 2 && path[0].equals("search") && path[1].equals("repositories")) {
      return search(parameters, all);
    }
    if (path.length == 3 && path[0].equals("orgs") && path[2].equals("repos")) {
      List<Repository> owned =
          all.stream()
              .filter(
                  each -> each.owner().equals(path[1]) && each.ownerKind().equals("Organization"))
              .sorted(
                  order(parameters.text("sort", "created"), parameters.text("direction", "desc")))
              .toList();
      return owned.isEmpty()
          ? notFound()
          : list(parameters, owned.stream().map(Repository::json).toList());
    }
    if (path.length >= 3 && path[0].equals("repos")) {
      String name = path[1] + "/" + path[2];
      Optional<Repository> found =
          all.stream().filter(each -> each.fullName().equalsIgnoreCase(name)).findFirst();
      return found
          .map(each -> below(each, path.length == 3 ? "" : path[3], parameters))
          .orElseGet(GithubApi::notFound);
    }
    return notFound();
  }

  private Reply search(Parameters parameters, List<Repository> all) {
    List<Map<String, Object>> found =
        all.stream()
            .filter(RepositorySearch.parse(parameters.text("q", "")))
            .sorted(order(parameters.text("sort", "stars"), parameters.text("order", "desc")))
            .map(Repository::json)
            .toList();
    Reply page = list(parameters, found);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("total_count", found.size());
    body.put("incomplete_results", false);
    body.put("items", page.shown());
    return new Reply(200, body, page.shown(), found.size());
  }

  private Reply below(Repository repository, String what, Parameters parameters) {
    return switch (what) {
      case "" -> new Reply(200, repository.json(), List.of(), 0);
      case "contributors" ->
          list(
              parameters,
              repository.contributors().stream()
                  .map(each -> {
                    Map<String, Object> json = Repository.user(each.login(), "User");
                    json.put("contributions", each.commits());
                    return json;
                  })
                  .toList());
      case "releases" -> list(parameters, releasesOf(repository));
      default -> notFound();
    };
  }

  private List<Map<String, Object>> releasesOf(Repository repository) {
    List<Map<String, Object>> all = new ArrayList<>();
    releases.at(
        clock.instant(),
        (fields, published) -> {
          if (fields.get(2).equals(repository.fullName())) {
            all.add(release(fields, published, repository));
          }
          return fields;
        });
    return all;
  }

  private static Map<String, Object> release(
      List<String> fields, Instant published, Repository repository) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", Long.parseLong(fields.get(1)));
    json.put("tag_name", fields.get(3));
    json.put(
        "name",
        repository.fullName().substring(repository.fullName().indexOf('/') + 1)
            + " "
            + fields.get(3));
    json.put("draft", false);
    json.put("prerelease", fields.get(4).equals("pre"));
    json.put("created_at", published.toString());
    json.put("published_at", published.toString());
    json.put("author", Repository.user(repository.contributors().getFirst().login(), "User"));
    json.put(
        "html_url",
        "https://github.com/" + repository.fullName() + "/releases/tag/" + fields.get(3));
    json.put("body", fields.get(5));
    return json;
  }

  private static Comparator<Repository> order(String sort, String direction) {
    Comparator<Repository> ascending =
        switch (sort) {
          case "updated", "pushed" -> Comparator.comparing(Repository::pushed);
          case "created" -> Comparator.comparing(Repository::created);
          case "full_name" -> Comparator.comparing(Repository::fullName);
          default -> Comparator.comparing(Repository::stars);
        };
    return direction.equals("asc") ? ascending : ascending.reversed();
  }

  private static int perPage(Parameters parameters) {
    return Math.clamp(parameters.number("per_page", 30), 1, MOST_ON_A_PAGE);
  }

  private static Reply list(Parameters parameters, List<Map<String, Object>> all) {
    int size = perPage(parameters);
    int from = Math.min(all.size(), (parameters.number("page", 1) - 1) * size);
    List<?> shown = all.subList(from, Math.min(all.size(), from + size));
    return new Reply(200, shown, shown, all.size());
  }

  private static Reply notFound() {
    return new Reply(404, Map.of("message", "Not Found", "status", "404"), List.of(), 0);
  }
}
