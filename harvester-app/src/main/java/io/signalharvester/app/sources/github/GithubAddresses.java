/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.config.GithubSettings;
import io.signalharvester.app.sources.StreamWalk;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Where GitHub keeps what is asked for. Pages are called by number; links are never followed. */
final class GithubAddresses {

  /** Releases and contributors are taken from one page alone. */
  static final int SHORT_PAGE = 30;

  private final GithubSettings settings;

  GithubAddresses(GithubSettings settings) {
    this.settings = settings;
  }

  /** Repositories of a topic that were pushed within the range of the walk, the latest first. */
  URI topic(String topic, StreamWalk walk, int page) {
    Instant from = Instant.ofEpochSecond(walk.floor());
    String pushed =
        walk.closesGap() ? from + ".." + Instant.ofEpochSecond(walk.upper()) : ">=" + from;
    String query = "topic:" + topic + " stars:>" + settings.stars() + " pushed:" + pushed;
    return uri(
        "/search/repositories?q="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&sort=updated&order=desc&per_page="
            + settings.pageSize()
            + "&page="
            + page);
  }

  /** Public repositories of an organisation, the last pushed first. */
  URI organisation(String login, int page) {
    return uri(
        "/orgs/"
            + login
            + "/repos?type=public&sort=pushed&direction=desc&per_page="
            + settings.pageSize()
            + "&page="
            + page);
  }

  /** The latest releases of a repository. */
  URI releases(GithubRepository repository) {
    return uri("/repos/" + repository.fullName() + "/releases?per_page=" + SHORT_PAGE);
  }

  /** The most active contributors of a repository. */
  URI contributors(GithubRepository repository) {
    return uri("/repos/" + repository.fullName() + "/contributors?per_page=" + SHORT_PAGE);
  }

  private URI uri(String path) {
    String base = settings.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
