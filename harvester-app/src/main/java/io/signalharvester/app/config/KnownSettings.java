/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import static io.signalharvester.app.config.Setting.env;
import static io.signalharvester.app.config.Setting.file;
import static io.signalharvester.app.config.Setting.secretEnv;

import io.signalharvester.app.scoring.ScoreWeights;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every setting that exists; those of sources stand in {@link KnownSources}. Other names are
 * refused.
 */
public final class KnownSettings {

  private static final String ANY_TEXT = "[\\s\\S]*";

  static final Setting<DatabaseUrl> DATABASE_URL =
      secretEnv(
          "DATABASE_URL",
          DatabaseUrl.RULE,
          "Where PostgreSQL is. Needed by serve, migrate and pipeline.");
  static final Setting<String> DATABASE_USERNAME =
      env(
          "DATABASE_USERNAME",
          null,
          ValueRule.matching("a role name of 1 to 63 characters", ".{1,63}"),
          "Role to log in with; it wins over a name in DATABASE_URL.");
  static final Setting<Secret> DATABASE_PASSWORD =
      secretEnv(
          "DATABASE_PASSWORD",
          ValueRule.secret("any text", ANY_TEXT),
          "Password of the role; it wins over a password in DATABASE_URL.");
  static final Setting<Integer> DB_POOL_SIZE =
      env(
          "DB_POOL_SIZE",
          "20",
          ValueRule.integer(1, 100),
          "Most connections of one process to PostgreSQL; probes hold up to two more of their own.");
  static final Setting<Duration> DB_STATEMENT_TIMEOUT =
      env(
          "DB_STATEMENT_TIMEOUT",
          "5s",
          ValueRule.duration("100ms", "5m"),
          "After this time PostgreSQL ends a statement of a request.");
  static final Setting<RedisUrl> REDIS_URL =
      env("REDIS_URL", "redis://localhost:6379", RedisUrl.RULE, "Where Redis is.");
  static final Setting<Secret> REDIS_PASSWORD =
      secretEnv(
          "REDIS_PASSWORD",
          ValueRule.secret("any text", ANY_TEXT),
          "Password of Redis, if it has one.");
  static final Setting<Secret> HARVEST_API_KEY =
      secretEnv(
          "HARVEST_API_KEY",
          ValueRule.secret("16 to 128 characters of A-Z a-z 0-9 _ -", "[A-Za-z0-9_-]{16,128}"),
          "The bootstrap key of API clients. Without it every request of the API is refused.");
  static final Setting<Secret> HARVEST_CURSOR_SECRET =
      secretEnv(
          "HARVEST_CURSOR_SECRET",
          ValueRule.secret("at least 32 characters", "[\\s\\S]{32,}"),
          "Signs the cursors of lists; the same on all replicas. Needed by serve.");
  static final Setting<String> HARVEST_REVISION =
      env(
          "HARVEST_REVISION",
          null,
          ValueRule.matching(
              "1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit",
              "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
          "The revision that this process is of. Its workers take up work only while no other revision is active, and it is told to the probes of a rollout.");
  static final Setting<Secret> HARVEST_KEY_PEPPER =
      secretEnv(
          "HARVEST_KEY_PEPPER",
          ValueRule.secret("any text", ANY_TEXT),
          "Accepted, not used yet: the pepper of stored API keys.");
  static final Setting<Secret> HARVEST_SIGNING_MASTER =
      secretEnv(
          "HARVEST_SIGNING_MASTER",
          ValueRule.secret("any text", ANY_TEXT),
          "The master of secrets that both sides derive: today the token by which a rollout's probes are known.");
  static final Setting<String> HARVEST_SETTINGS_FILE =
      env(
          "HARVEST_SETTINGS_FILE",
          null,
          ValueRule.matching("the path of a readable .properties file in UTF-8", ".+"),
          "File with the settings of the second table.");
  static final Setting<LogFormat> LOG_FORMAT =
      env(
          "LOG_FORMAT",
          "console",
          ValueRule.oneOf(LogFormat.class),
          "json writes one JSON document a line, console a line for people.");
  static final Setting<LogLevel> LOG_LEVEL =
      env("LOG_LEVEL", "info", ValueRule.oneOf(LogLevel.class), "The least level that is logged.");
  static final Setting<String> ENVIRONMENT =
      env(
          "ENVIRONMENT",
          "development",
          ValueRule.matching(
              "1 to 32 characters of a-z 0-9 -, starting with a letter", "[a-z][a-z0-9-]{0,31}"),
          "Where the process runs, such as production; a field of JSON log lines.");
  static final Setting<String> TERMINATION_LOG =
      env(
          "TERMINATION_LOG",
          "/dev/termination-log",
          ValueRule.matching("a path", ".+"),
          "Where the last sentence of a failing process goes, when that file exists and can be written.");

  static final Setting<EmbeddingSettings.Provider> EMBEDDING_PROVIDER =
      env(
          "EMBEDDING_PROVIDER",
          "onnx",
          ValueRule.oneOf(EmbeddingSettings.Provider.class),
          "onnx uses the sentence model that comes with the application, hash compares words only.");
  static final Setting<String> EMBEDDING_MODEL =
      env(
          "EMBEDDING_MODEL",
          "all-MiniLM-L6-v2",
          ValueRule.matching(
              "all-MiniLM-L6-v2, the only model that comes with the application",
              "(?i)(sentence-transformers/)?all-MiniLM-L6-v2"),
          "Model of the provider onnx; other names are refused, because nothing is downloaded.");

  static final Setting<ScoreWeights> SCORING_WEIGHTS =
      file(
          "scoring.weights",
          "0.35,0.30,0.20,0.10,0.05",
          ScoringSettings.WEIGHTS,
          "What the components of a score count for; a change scores everything again.");

  private static final List<Setting<?>> PROCESS =
      List.of(
          DATABASE_URL,
          DATABASE_USERNAME,
          DATABASE_PASSWORD,
          DB_POOL_SIZE,
          DB_STATEMENT_TIMEOUT,
          REDIS_URL,
          REDIS_PASSWORD,
          HARVEST_API_KEY,
          HARVEST_CURSOR_SECRET,
          HARVEST_REVISION,
          HARVEST_KEY_PEPPER,
          HARVEST_SIGNING_MASTER,
          HARVEST_SETTINGS_FILE,
          LOG_FORMAT,
          LOG_LEVEL,
          ENVIRONMENT,
          TERMINATION_LOG,
          EMBEDDING_PROVIDER,
          EMBEDDING_MODEL);

  private KnownSettings() {}

  /** Returns every setting, in the order of the reference page. */
  public static List<Setting<?>> all() {
    return Stream.of(PROCESS, KnownSources.ALL, List.<Setting<?>>of(SCORING_WEIGHTS))
        .<Setting<?>>flatMap(List::stream)
        .toList();
  }
}
