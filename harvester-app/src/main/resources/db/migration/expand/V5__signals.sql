-- Posts of saved queries, what was made of them, and how far each query was read.
CREATE TABLE tweets (
    tweet_id         varchar(64)  PRIMARY KEY,
    source           varchar(32)  NOT NULL DEFAULT 'x',
    name             varchar(200),
    query_names      text,
    text             text,
    author_id        varchar(64),
    author_username  varchar(128),
    created_at       timestamptz  NOT NULL,
    notified_at      timestamptz,
    inserted_at      timestamptz  NOT NULL DEFAULT now(),
    lang             varchar(10),
    like_count       int          NOT NULL DEFAULT 0,
    retweet_count    int          NOT NULL DEFAULT 0,
    reply_count      int          NOT NULL DEFAULT 0,
    quote_count      int          NOT NULL DEFAULT 0,
    category         varchar(64),
    sentiment        varchar(32),
    urgency          int,
    tags             jsonb        NOT NULL DEFAULT '[]',
    reasoning        text,
    salience         double precision CHECK (salience BETWEEN 0 AND 100),
    salience_version varchar(16),
    scoring_hold     boolean      NOT NULL DEFAULT false,
    raw_json         jsonb,
    text_removed_at  timestamptz,
    status           varchar(10)  GENERATED ALWAYS AS (
        CASE WHEN notified_at IS NOT NULL THEN 'inactive'
             WHEN salience IS NOT NULL THEN 'active'
             WHEN category IS NOT NULL THEN 'paused'
             ELSE 'error' END) STORED,
    updated_at       timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX tweets_created_idx ON tweets (created_at DESC, tweet_id DESC);
CREATE INDEX tweets_salience_idx ON tweets (salience DESC NULLS LAST, created_at DESC, tweet_id DESC);
CREATE INDEX tweets_to_notify_idx ON tweets (salience DESC) WHERE notified_at IS NULL AND salience IS NOT NULL;
CREATE INDEX tweets_source_created_idx ON tweets (source, created_at DESC);
CREATE INDEX tweets_status_created_idx ON tweets (status, created_at DESC);
CREATE INDEX tweets_to_analyse_idx ON tweets (inserted_at) WHERE category IS NULL;
CREATE INDEX tweets_author_idx ON tweets (author_id);
CREATE INDEX tweets_category_idx ON tweets (category);
CREATE INDEX tweets_sentiment_idx ON tweets (sentiment);
CREATE INDEX tweets_text_kept_idx ON tweets (created_at) WHERE text_removed_at IS NULL;

CREATE TABLE cursors (
    name       varchar(128) PRIMARY KEY,
    since_id   varchar(64),
    created_at timestamptz  NOT NULL DEFAULT now(),
    updated_at timestamptz  NOT NULL DEFAULT now()
);

CREATE TABLE snapshots (
    id            varchar(64) PRIMARY KEY,
    signal_id     varchar(64) NOT NULL REFERENCES tweets (tweet_id) ON DELETE CASCADE,
    status        varchar(32) NOT NULL DEFAULT 'processing' CHECK (status IN ('processing', 'ready', 'failed')),
    size_kb       int,
    file_path     text,
    checksum      char(64),
    error_message text,
    ready_at      timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX snapshots_signal_created_idx ON snapshots (signal_id, created_at DESC);
CREATE INDEX snapshots_status_created_idx ON snapshots (status, created_at DESC);
