/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.testkit.StubHttp.Answer;
import io.signalharvester.app.testkit.StubHttp.Call;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A small server that answers like GitHub: searches, organisations, releases and contributors. */
public final class StubGithub implements AutoCloseable {

  /** A repository; the owner is the part of the name before the slash. */
  public record Repository(
      long id, String fullName, Instant pushed, boolean fork, boolean isPrivate) {

    public Repository(long id, String fullName, Instant pushed) {
      this(id, fullName, pushed, false, false);
    }

    String owner() {
      return fullName.substring(0, fullName.indexOf('/'));
    }

    public String json() {
      return "{\"id\":%d,\"full_name\":\"%s\",\"owner\":{\"login\":\"%s\",\"type\":\"Organization\"},"
              .formatted(id, fullName, owner())
          + "\"html_url\":\"https://github.com/%s\",\"description\":\"About gradients\",\"fork\":%s,"
              .formatted(fullName, fork)
          + "\"private\":%s,\"created_at\":\"2020-01-01T00:00:00Z\",\"updated_at\":\"%s\","
              .formatted(isPrivate, pushed)
          + "\"pushed_at\":\"%s\",\"stargazers_count\":42,\"topics\":[\"robotics\"],\"language\":\"C++\"}"
              .formatted(pushed);
    }
  }

  private final StubHttp http = new StubHttp(this::answer);
  private final List<Repository> repositories = new CopyOnWriteArrayList<>();
  private final Map<String, String> releases = new ConcurrentHashMap<>();
  private final Map<String, String> contributors = new ConcurrentHashMap<>();

  public StubHttp http() {
    return http;
  }

  public void publish(Repository repository) {
    repositories.removeIf(other -> other.id() == repository.id());
    repositories.add(repository);
  }

  /** Publishes repositories of an owner, pushed one a minute back from the moment. */
  public void publish(String owner, int count, Instant latest) {
    LongStream.range(0, count)
        .mapToObj(i -> new Repository(1_000 + i, owner + "/r" + i, latest.minusSeconds(60 * i)))
        .forEach(this::publish);
  }

  /** Sets the JSON of the releases of a repository. */
  public void releases(String fullName, String json) {
    releases.put(fullName, json);
  }

  public static String release(long id, Instant published, boolean draft) {
    return "{\"id\":%d,\"tag_name\":\"v%d\",\"name\":\"Release %d\",\"draft\":%s,\"prerelease\":false,"
            .formatted(id, id, id, draft)
        + "\"published_at\":%s,\"body\":\"Notes\",\"html_url\":\"https://github.com/x/y/releases/%d\","
            .formatted(draft ? "null" : "\"" + published + "\"", id)
        + "\"author\":{\"login\":\"ada\",\"type\":\"User\",\"html_url\":\"https://github.com/ada\"}}";
  }

  /** Sets the contributors of a repository. */
  public void contributors(String fullName, String... logins) {
    contributors.put(
        fullName,
        List.of(logins).stream()
            .map(login ->
                "{\"login\":\"%s\",\"type\":\"User\",\"html_url\":\"https://github.com/%s\"}"
                    .formatted(login, login))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private Answer answer(Call call) {
    String path = call.path();
    if (path.equals("/search/repositories")) {
      return search(call);
    }
    if (path.matches("/orgs/[^/]+/repos")) {
      return organisation(call, path.split("/")[2]);
    }
    String fullName = path.replaceFirst("/repos/([^/]+/[^/]+)/.*", "$1");
    if (path.endsWith("/releases")) {
      return Answer.json(releases.getOrDefault(fullName, "[]"));
    }
    if (path.endsWith("/contributors")) {
      return Answer.json(contributors.getOrDefault(fullName, "[]"));
    }
    return Answer.status(404, Map.of());
  }

  private Answer search(Call call) {
    String pushed = call.query().get("q").replaceFirst(".* pushed:", "");
    Instant from = Instant.parse(pushed.replaceFirst("^>=", "").replaceFirst("\\.\\..*", ""));
    Instant to =
        pushed.contains("..") ? Instant.parse(pushed.replaceFirst(".*\\.\\.", "")) : Instant.MAX;
    List<Repository> all =
        latestFirst().stream()
            .filter(one -> !one.pushed().isBefore(from) && !one.pushed().isAfter(to))
            .toList();
    List<Repository> page = page(all, call);
    return Answer.json(
        "{\"total_count\":"
            + all.size()
            + ",\"incomplete_results\":false,\"items\":"
            + json(page)
            + "}",
        link(all, call));
  }

  private Answer organisation(Call call, String login) {
    List<Repository> all = latestFirst().stream().filter(one -> one.owner().equals(login)).toList();
    String body = json(page(all, call));
    String etag = "W/\"" + Integer.toHexString(body.hashCode()) + "\"";
    if (etag.equals(call.header("if-none-match"))) {
      return new Answer(304, Map.of("ETag", etag), new byte[0], -1);
    }
    Map<String, String> headers = new ConcurrentHashMap<>(link(all, call));
    headers.put("ETag", etag);
    return Answer.json(body, headers);
  }

  private List<Repository> latestFirst() {
    return repositories.stream()
        .sorted(Comparator.comparing(Repository::pushed).reversed())
        .toList();
  }

  private static List<Repository> page(List<Repository> all, Call call) {
    int size = Integer.parseInt(call.query().get("per_page"));
    int start = Math.min(all.size(), (number(call) - 1) * size);
    return all.subList(start, Math.min(all.size(), start + size));
  }

  private Map<String, String> link(List<Repository> all, Call call) {
    int size = Integer.parseInt(call.query().get("per_page"));
    int page = number(call);
    String base = "<" + http.url() + call.path() + "?page=";
    return page * size < all.size()
        ? Map.of("Link", base + (page + 1) + ">; rel=\"next\", " + base + "9>; rel=\"last\"")
        : page > 1 ? Map.of("Link", base + "1>; rel=\"first\"") : Map.of();
  }

  private static int number(Call call) {
    return Integer.parseInt(call.query().getOrDefault("page", "1"));
  }

  private static String json(List<Repository> repositories) {
    return repositories.stream().map(Repository::json).collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public void close() {
    http.close();
  }
}
