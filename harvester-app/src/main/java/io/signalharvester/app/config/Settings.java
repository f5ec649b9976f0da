/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one process, checked.
 *
 * @param database PostgreSQL
 * @param redis Redis
 * @param access secrets of the API
 * @param work background work
 * @param logs logs
 * @param embeddings vectors of texts
 * @param replicas processes that may fetch from sources at the same time, 1 to 100
 * @param arxiv the arXiv source
 * @param github the GitHub source
 * @param hackerNews the Hacker News source
 * @param scoring scores
 */
public record Settings(
    DatabaseSettings database,
    RedisSettings redis,
    AccessSettings access,
    WorkSettings work,
    LogSettings logs,
    EmbeddingSettings embeddings,
    int replicas,
    ArxivSettings arxiv,
    GithubSettings github,
    HackerNewsSettings hackerNews,
    ScoringSettings scoring) {

  /** What the process is about to do; it decides which settings must be there. */
  public enum Mode {
    /** Answer HTTP requests. */
    SERVE,
    /** Work in the background. */
    WORK,
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
    return load(mode, environment, Map.of());
  }

  /**
   * Reads and checks everything at once, with some settings of the file replaced.
   *
   * @param mode what the process is about to do
   * @param environment the environment variables
   * @param instead values that win over those of the settings file, by their names
   * @throws InvalidSettingsException when a value breaks its rule, a needed one is missing or a
   *     name is unknown
   */
  public static Settings load(
      Mode mode, Map<String, String> environment, Map<String, String> instead) {
    SettingsReader reader = SettingsReader.of(environment);
    reader.replace(instead);
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
    WorkSettings work = new WorkSettings(reader.optional(KnownSettings.HARVEST_REVISION));
    int poolSize = reader.value(KnownSettings.DB_POOL_SIZE);
    var statementTimeout = reader.value(KnownSettings.DB_STATEMENT_TIMEOUT);
    LogSettings logs = logs(reader);
    EmbeddingSettings embeddings = embeddings(reader);
    int replicas = reader.value(KnownSources.SOURCES_REPLICAS);
    ArxivSettings arxiv = arxiv(reader);
    GithubSettings github = github(reader);
    HackerNewsSettings hackerNews = hackerNews(reader);
    ScoringSettings scoring = new ScoringSettings(reader.value(KnownSettings.SCORING_WEIGHTS));
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
        new AccessSettings(
            apiKey, cursorSecret, reader.optional(KnownSettings.HARVEST_SIGNING_MASTER)),
        work,
        logs,
        embeddings,
        replicas,
        arxiv,
        github,
        hackerNews,
        scoring);
  }

  /**
   * Returns every known setting as it may be shown, in the order of the reference page. What is
   * missing is no fault here.
   *
   * @param environment the environment variables
   * @throws InvalidSettingsException when a value breaks its rule or a name is unknown
   */
  public static List<ShownSetting> shown(Map<String, String> environment) {
    SettingsReader reader = SettingsReader.of(environment);
    List<ShownSetting> shown =
        KnownSettings.all().stream().<ShownSetting>map(reader::shown).toList();
    // A broken value is not shown: it can hold a secret that its place does not allow.
    reader.refuseProblems();
    return shown;
  }

  private static LogSettings logs(SettingsReader reader) {
    return new LogSettings(
        reader.value(KnownSettings.LOG_FORMAT),
        reader.value(KnownSettings.LOG_LEVEL),
        reader.value(KnownSettings.ENVIRONMENT));
  }

  private static EmbeddingSettings embeddings(SettingsReader reader) {
    // One model comes with the application, so a name that passes its rule changes nothing.
    reader.value(KnownSettings.EMBEDDING_MODEL);
    return new EmbeddingSettings(reader.value(KnownSettings.EMBEDDING_PROVIDER));
  }

  private static ArxivSettings arxiv(SettingsReader reader) {
    return new ArxivSettings(
        reader.value(KnownSources.ARXIV_ENABLED),
        reader.value(KnownSources.ARXIV_BASE_URL),
        reader.value(KnownSources.ARXIV_CATEGORIES),
        reader.value(KnownSources.ARXIV_LOOK_BACK),
        reader.value(KnownSources.ARXIV_PAGE_SIZE),
        reader.value(KnownSources.ARXIV_MAX_ARTIFACTS),
        reader.value(KnownSources.ARXIV_SPACING),
        reader.value(KnownSources.ARXIV_BUDGET_PER_DAY));
  }

  private static GithubSettings github(SettingsReader reader) {
    return new GithubSettings(
        reader.value(KnownSources.GITHUB_ENABLED),
        reader.value(KnownSources.GITHUB_BASE_URL),
        reader.optional(KnownSources.GITHUB_TOKEN),
        reader.value(KnownSources.GITHUB_TOPICS),
        reader.value(KnownSources.GITHUB_ORGANISATIONS),
        reader.value(KnownSources.GITHUB_STARS),
        reader.value(KnownSources.GITHUB_LOOK_BACK),
        reader.value(KnownSources.GITHUB_PAGE_SIZE),
        reader.value(KnownSources.GITHUB_MAX_ARTIFACTS),
        reader.value(KnownSources.GITHUB_CONTRIBUTORS),
        reader.value(KnownSources.GITHUB_BUDGET_PER_HOUR),
        reader.value(KnownSources.GITHUB_SEARCHES_PER_MINUTE));
  }

  private static HackerNewsSettings hackerNews(SettingsReader reader) {
    return new HackerNewsSettings(
        reader.value(KnownSources.HACKERNEWS_ENABLED),
        reader.value(KnownSources.HACKERNEWS_BASE_URL),
        reader.value(KnownSources.HACKERNEWS_MAX_ITEMS),
        reader.value(KnownSources.HACKERNEWS_MAX_ARTIFACTS),
        reader.value(KnownSources.HACKERNEWS_COMMENTS),
        reader.value(KnownSources.HACKERNEWS_LOOK_BACK),
        reader.value(KnownSources.HACKERNEWS_BUDGET_PER_DAY));
  }
}
