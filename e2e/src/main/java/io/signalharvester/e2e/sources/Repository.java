/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One invented repository at the moment it is served.
 *
 * @param pushed time of the last push; GitHub's time of the last update is the same here
 * @param ownerKind Organization or User
 * @param language empty when GitHub found none
 * @param contributors by the number of commits, most first
 */
record Repository(
    long id,
    String fullName,
    Instant created,
    Instant pushed,
    String ownerKind,
    int stars,
    int forks,
    String language,
    String licence,
    List<String> topics,
    List<Contributor> contributors,
    String description) {

  /** Somebody's login and commits. */
  record Contributor(String login, int commits) {}

  static List<Repository> all(Stock stock, Instant now) {
    Instant newest = Stock.newest(now);
    return stock.at(now, (fields, created) -> read(fields, created, newest));
  }

  private static Repository read(List<String> fields, Instant created, Instant newest) {
    List<Contributor> contributors = new ArrayList<>();
    for (String part : fields.get(10).split(";")) {
      int colon = part.indexOf(':');
      contributors.add(
          new Contributor(part.substring(0, colon), Integer.parseInt(part.substring(colon + 1))));
    }
    return new Repository(
        Long.parseLong(fields.get(2)),
        fields.get(3),
        created,
        newest.minusSeconds(60 * Long.parseLong(fields.get(1))),
        fields.get(4),
        Integer.parseInt(fields.get(5)),
        Integer.parseInt(fields.get(6)),
        Stock.orEmpty(fields.get(7)),
        fields.get(8),
        List.of(fields.get(9).split(" ")),
        List.copyOf(contributors),
        fields.get(11));
  }

  String owner() {
    return fullName.substring(0, fullName.indexOf('/'));
  }

  /** The members of GitHub's answer that a client may read. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("name", fullName.substring(fullName.indexOf('/') + 1));
    json.put("full_name", fullName);
    json.put("private", false);
    json.put("owner", user(owner(), ownerKind));
    json.put("html_url", "https://github.com/" + fullName);
    json.put("description", description);
    json.put("fork", false);
    json.put("url", "https://api.github.com/repos/" + fullName);
    json.put("created_at", created.toString());
    json.put("updated_at", pushed.toString());
    json.put("pushed_at", pushed.toString());
    json.put("homepage", null);
    json.put("size", 100 + stars % 900);
    json.put("stargazers_count", stars);
    json.put("watchers_count", stars);
    json.put("language", language.isEmpty() ? null : language);
    json.put("forks_count", forks);
    json.put("archived", false);
    json.put("disabled", false);
    json.put("open_issues_count", stars % 37);
    json.put(
        "license", Map.of("key", licence.toLowerCase(java.util.Locale.ROOT), "spdx_id", licence));
    json.put("topics", topics);
    json.put("visibility", "public");
    json.put("default_branch", "main");
    json.put("score", 1.0);
    return json;
  }

  static Map<String, Object> user(String login, String kind) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("login", login);
    json.put("id", 10_000_000L + Math.floorMod(login.hashCode(), 9_000_000));
    json.put("html_url", "https://github.com/" + login);
    json.put("type", kind);
    json.put("site_admin", false);
    return json;
  }
}
