/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of a list of GitHub.
 *
 * @param items the usable entries
 * @param entries entries of the page, those that were left out included
 * @param total entries of all pages; null when GitHub does not say
 * @param incomplete whether a search ran out of time and gave a part of what it should
 * @param unusable how each entry is called that was left out because it makes no sense
 * @param <T> kind of entry
 */
record GithubPage<T>(
    List<T> items,
    int entries,
    @Nullable Integer total,
    boolean incomplete,
    List<String> unusable) {

  /**
   * Reads repositories, of a search or of an owner; private ones and forks are left out.
   *
   * @throws SourceFault BAD_RESPONSE when it is no such list
   */
  static GithubPage<GithubRepository> repositories(JsonNode root) {
    boolean search = root.isObject() && root.has("items");
    JsonNode list = list(search ? root.path("items") : root);
    List<GithubRepository> items = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (JsonNode entry : list) {
      GithubRepository repository = GithubRepository.of(entry);
      if (repository == null) {
        unusable.add(idOf(entry));
      } else if (!GithubRepository.isPrivate(entry) && !repository.isFork()) {
        items.add(repository);
      }
    }
    refuseNonsense(list, unusable);
    Long total = SourceJson.number(root, "total_count");
    return new GithubPage<>(
        List.copyOf(items),
        list.size(),
        total == null ? null : SourceJson.count(root, "total_count"),
        SourceJson.flag(root, "incomplete_results"),
        List.copyOf(unusable));
  }

  /**
   * Reads the releases of a repository; drafts are left out.
   *
   * @throws SourceFault BAD_RESPONSE when it is no such list
   */
  static GithubPage<RawArtifact> releases(GithubRepository repository, JsonNode root) {
    JsonNode list = list(root);
    List<RawArtifact> items = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (JsonNode entry : list) {
      if (GithubRelease.isDraft(entry)) {
        continue;
      }
      RawArtifact release = GithubRelease.of(repository, entry);
      if (release == null) {
        unusable.add(idOf(entry));
      } else {
        items.add(release);
      }
    }
    refuseNonsense(list, unusable);
    return new GithubPage<>(List.copyOf(items), list.size(), null, false, List.copyOf(unusable));
  }

  /**
   * Reads the contributors of a repository, most active first.
   *
   * @throws SourceFault BAD_RESPONSE when it is no such list
   */
  static List<RawAuthor> contributors(JsonNode root) {
    List<RawAuthor> people = new ArrayList<>();
    for (JsonNode entry : list(root)) {
      RawAuthor person = GithubPerson.of(entry);
      if (person != null) {
        people.add(person);
      }
    }
    return List.copyOf(people);
  }

  private static void refuseNonsense(JsonNode list, List<String> unusable) {
    if (!list.isEmpty() && unusable.size() == list.size()) {
      throw new SourceFault(
          Kind.BAD_RESPONSE, "none of the " + list.size() + " entries of its list makes sense");
    }
  }

  private static JsonNode list(JsonNode node) {
    if (!node.isArray()) {
      throw new SourceFault(Kind.BAD_RESPONSE, "its answer is JSON, but not the list asked for");
    }
    return node;
  }

  /** Names an entry by number alone: whatever else it says is somebody's text. */
  private static String idOf(JsonNode entry) {
    Long id = SourceJson.number(entry, "id");
    return id == null ? "without id" : "id " + id;
  }
}
