/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A public repository.
 *
 * @param id number that stays when the repository is renamed or moved
 * @param fullName owner and name as they are now; safe inside a path
 * @param createdAt when it was made
 * @param pushedAt when something was last pushed; the time of its making when GitHub does not say
 * @param updatedAt when it last changed in any way
 * @param json the whole answer
 */
record GithubRepository(
    long id,
    String fullName,
    Instant createdAt,
    Instant pushedAt,
    Instant updatedAt,
    JsonNode json) {

  static final String SOURCE = "github";

  // The name becomes part of paths that are called with the token; dots alone would climb.
  private static final Pattern FULL_NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,100}/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

  /** Reads one; null when it cannot be told apart, called or dated. */
  static @Nullable GithubRepository of(JsonNode json) {
    Long id = SourceJson.number(json, "id");
    String fullName = SourceJson.text(json, "full_name");
    Instant created = SourceJson.moment(json, "created_at");
    if (id == null || id <= 0 || created == null || !FULL_NAME.matcher(fullName).matches()) {
      return null;
    }
    Instant pushed = SourceJson.moment(json, "pushed_at");
    Instant updated = SourceJson.moment(json, "updated_at");
    return new GithubRepository(
        id,
        fullName,
        created,
        pushed == null ? created : pushed,
        updated == null ? created : updated,
        json);
  }

  /** A repository that only some may see must not leave the account that the token belongs to. */
  static boolean isPrivate(JsonNode json) {
    return SourceJson.flag(json, "private")
        || !SourceJson.text(json, "visibility").matches("|public");
  }

  /** A fork repeats what its origin says. */
  boolean isFork() {
    return SourceJson.flag(json, "fork");
  }

  /** The number, because names change. */
  String externalId() {
    return Long.toString(id);
  }

  int stars() {
    return SourceJson.count(json, "stargazers_count");
  }

  List<String> topics() {
    return SourceJson.texts(json, "topics");
  }

  String language() {
    return SourceJson.text(json, "language");
  }

  RawArtifact artifact(List<RawAuthor> contributors) {
    return new RawArtifact(
        SOURCE,
        externalId(),
        "repo",
        fullName,
        content(),
        SourceJson.text(json, "html_url"),
        createdAt,
        stars(),
        authors(contributors),
        metadata(),
        SourceJson.raw(json));
  }

  private String content() {
    List<String> parts = new ArrayList<>();
    parts.add(SourceJson.text(json, "description"));
    parts.add(topics().isEmpty() ? "" : "Topics: " + String.join(", ", topics()));
    parts.add(language().isEmpty() ? "" : "Language: " + language());
    parts.removeIf(String::isEmpty);
    return String.join("\n", parts);
  }

  private List<RawAuthor> authors(List<RawAuthor> contributors) {
    Map<String, RawAuthor> byHandle = new LinkedHashMap<>();
    RawAuthor owner = GithubPerson.of(json.path("owner"));
    if (owner != null) {
      byHandle.put(owner.name(), owner);
    }
    contributors.forEach(author -> byHandle.putIfAbsent(author.name(), author));
    return List.copyOf(byHandle.values());
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("fullName", fullName);
    metadata.put("owner", SourceJson.text(json.path("owner"), "login"));
    metadata.put("ownerType", SourceJson.text(json.path("owner"), "type"));
    metadata.put("topics", topics());
    metadata.put("language", language());
    metadata.put("license", SourceJson.text(json.path("license"), "spdx_id"));
    metadata.put("homepage", SourceJson.text(json, "homepage"));
    metadata.put("stars", stars());
    metadata.put("forks", SourceJson.count(json, "forks_count"));
    metadata.put("pushedAt", pushedAt.toString());
    metadata.put("updated", updatedAt.toString());
    metadata.put("archived", SourceJson.flag(json, "archived"));
    metadata.values().removeIf(value -> "".equals(value) || List.of().equals(value));
    return metadata;
  }
}
