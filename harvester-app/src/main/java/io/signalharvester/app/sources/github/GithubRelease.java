/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes artifacts of releases. */
final class GithubRelease {

  private GithubRelease() {}

  /** A draft is not out yet. */
  static boolean isDraft(JsonNode json) {
    return SourceJson.flag(json, "draft");
  }

  /** Returns the artifact; null when the release lacks an id, tag or date. */
  static @Nullable RawArtifact of(GithubRepository repository, JsonNode json) {
    Long id = SourceJson.number(json, "id");
    String tag = SourceJson.text(json, "tag_name");
    Instant published = SourceJson.moment(json, "published_at");
    if (id == null || id <= 0 || tag.isEmpty() || published == null) {
      return null;
    }
    String name = SourceJson.text(json, "name");
    RawAuthor author = GithubPerson.of(json.path("author"));
    return new RawArtifact(
        GithubRepository.SOURCE,
        repository.id() + ":" + id,
        "release",
        repository.fullName() + ": " + (name.isEmpty() ? tag : name),
        SourceJson.text(json, "body"),
        SourceJson.text(json, "html_url"),
        published,
        repository.stars(),
        author == null ? List.of() : List.of(author),
        metadata(repository, json, tag),
        SourceJson.raw(json));
  }

  private static Map<String, Object> metadata(
      GithubRepository repository, JsonNode json, String tag) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("fullName", repository.fullName());
    metadata.put("repositoryId", repository.id());
    metadata.put("tag", tag);
    metadata.put("prerelease", SourceJson.flag(json, "prerelease"));
    if (!repository.topics().isEmpty()) {
      metadata.put("topics", repository.topics());
    }
    if (!repository.language().isEmpty()) {
      metadata.put("language", repository.language());
    }
    return metadata;
  }
}
