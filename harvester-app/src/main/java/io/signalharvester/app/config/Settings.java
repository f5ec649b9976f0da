/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one process, checked.
 *
 * @param database PostgreSQL
 * @param redis Redis
 * @param access secrets of the API
 * @param logs logs
 * @param arxiv the arXiv source
 */
public record Settings(
    DatabaseSettings database,
    RedisSettings redis,
    AccessSettings access,
    LogSettings logs,
    ArxivSettings arxiv) {

  /** What the process is about to do; it decides which settings must be there. */
  public enum Mode {
    /** Answer HTTP requests. */
    SERVE,
    /** Change the schema. */
    MIGRATE,
    /** Run a pipeline. */
    PIPELINE
  }

  /**
   * Reads and checks everything at once, so that one message names all that is wrong.
   *
   * @param mode what the process is about to do
   * @param environment the environment variables
   * @throws InvalidSettingsException when a value breaks its rule, a needed one is missing or a
   *     name is unknown
   */
  public static Settings load(Mode mode, Map<String, String> environment) {
    SettingsReader reader = SettingsReader.of(environment);
    @Nullable DatabaseUrl url = reader.required(KnownSettings.DATABASE_URL);
    @Nullable Secret cursorSecret =
        mode == Mode.SERVE
            ? reader.required(KnownSettings.HARVEST_CURSOR_SECRET)
            : reader.optional(KnownSettings.HARVEST_CURSOR_SECRET);
    @Nullable String username = reader.optional(KnownSettings.DATABASE_USERNAME);
    @Nullable Secret password = reader.optional(KnownSettings.DATABASE_PASSWORD);
    RedisUrl redis = reader.value(KnownSettings.REDIS_URL);
    @Nullable Secret redisPassword = reader.optional(KnownSettings.REDIS_PASSWORD);
    @Nullable Secret apiKey = reader.optional(KnownSettings.HARVEST_API_KEY);
    int poolSize = reader.value(KnownSettings.DB_POOL_SIZE);
    var statementTimeout = reader.value(KnownSettings.DB_STATEMENT_TIMEOUT);
    LogSettings logs = logs(reader);
    ArxivSettings arxiv = arxiv(reader);
    reader.refuseProblems();
    if (url == null) {
      throw new IllegalStateException("a missing DATABASE_URL must have been refused");
    }
    return new Settings(
        new DatabaseSettings(
            url.host(),
            url.port(),
            url.database(),
            url.sslMode(),
            username == null ? url.username() : username,
            password == null ? url.password() : password,
            poolSize,
            statementTimeout),
        new RedisSettings(redis.host(), redis.port(), redisPassword),
        new AccessSettings(apiKey, cursorSecret),
        logs,
        arxiv);
  }

  private static LogSettings logs(SettingsReader reader) {
    return new LogSettings(
        reader.value(KnownSettings.LOG_FORMAT), reader.value(KnownSettings.LOG_LEVEL));
  }

  private static ArxivSettings arxiv(SettingsReader reader) {
    return new ArxivSettings(
        reader.value(KnownSettings.ARXIV_ENABLED),
        reader.value(KnownSettings.ARXIV_BASE_URL),
        reader.value(KnownSettings.ARXIV_CATEGORIES),
        reader.value(KnownSettings.ARXIV_LOOK_BACK),
        reader.value(KnownSettings.ARXIV_PAGE_SIZE),
        reader.value(KnownSettings.ARXIV_MAX_ARTIFACTS),
        reader.value(KnownSettings.ARXIV_SPACING));
  }
}
