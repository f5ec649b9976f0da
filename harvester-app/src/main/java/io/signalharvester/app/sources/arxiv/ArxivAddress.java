/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.sources.StreamWalk;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the addresses of arXiv's pages, the newest papers first. */
final class ArxivAddress {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String base;
  private final String categories;
  private final int pageSize;

  ArxivAddress(ArxivSettings settings) {
    String url = settings.baseUrl().toString();
    base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    categories =
        settings.categories().stream()
            .map(name -> "cat:" + name)
            .collect(Collectors.joining(" OR "));
    pageSize = settings.pageSize();
  }

  URI of(StreamWalk walk, int start) {
    return URI.create(
        base
            + "/api/query?search_query="
            + URLEncoder.encode(query(walk), StandardCharsets.UTF_8)
            + "&sortBy=submittedDate&sortOrder=descending&start="
            + start
            + "&max_results="
            + pageSize);
  }

  private String query(StreamWalk walk) {
    if (!walk.closesGap()) {
      return categories;
    }
    // arXiv knows minutes only, so the range is widened to whole ones.
    Instant from = Instant.ofEpochSecond(walk.floor());
    Instant to = Instant.ofEpochSecond(walk.upper()).plus(Duration.ofMinutes(1));
    return "(%s) AND submittedDate:[%s TO %s]"
        .formatted(categories, MINUTE.format(from), MINUTE.format(to));
  }
}
