/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import io.signalharvester.app.web.Answer;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Reply;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

/** Counts over HTTP. */
public final class StatsEndpoints {

  private final StatsReader reader;

  /**
   * Creates the endpoints.
   *
   * @param database where the tables are
   * @param clock the present
   */
  public StatsEndpoints(DatabaseClient database, Clock clock) {
    this.reader = new StatsReader(database, clock);
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            HttpMethod.GET,
            "/api/v1/stats",
            Endpoint.Access.KEY,
            "Counts the rows of each table, by group. Tables above 16 MB are not counted: the number is the"
                + " database's estimate, and estimated names them.",
            List.of(),
            Reply.ofView("{groups{<group>{<table>: rows}}, estimated[], timestamp}"),
            request -> Answer.json(reader.read())));
  }
}
