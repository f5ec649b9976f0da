/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The repositories that a run met, for whoever asks for their releases at its end. */
final class RecentRepositories {

  private static final int MOST = 500;
  private static final Comparator<GithubRepository> LATEST_FIRST =
      Comparator.comparing(GithubRepository::pushedAt)
          .reversed()
          .thenComparing(GithubRepository::id);

  private final Map<Long, GithubRepository> byId = new LinkedHashMap<>();
  private final Set<String> streams = new HashSet<>();

  /** Notes a page of a list, wanted or not. */
  synchronized void saw(GithubList list, List<GithubRepository> repositories) {
    streams.add(list.stream());
    repositories.forEach(repository -> byId.put(repository.id(), repository));
    if (byId.size() > MOST) {
      List<GithubRepository> kept =
          byId.values().stream().sorted(LATEST_FIRST).limit(MOST).toList();
      byId.clear();
      kept.forEach(repository -> byId.put(repository.id(), repository));
    }
  }

  /** Returns whether something of the stream was seen, which begins with its latest. */
  synchronized boolean hasSeen(String stream) {
    return streams.contains(stream);
  }

  /** Returns those pushed since a moment, the latest first, and forgets everything. */
  synchronized List<GithubRepository> takeLatest(int most, Instant since) {
    List<GithubRepository> latest =
        byId.values().stream()
            .filter(repository -> !repository.pushedAt().isBefore(since))
            .sorted(LATEST_FIRST)
            .limit(most)
            .toList();
    byId.clear();
    streams.clear();
    return latest;
  }
}
