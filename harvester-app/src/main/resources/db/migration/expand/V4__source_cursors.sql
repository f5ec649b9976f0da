-- Where each stream of each source was left, and how its last run ended.
CREATE TABLE source_cursors (
    source          varchar(32)  NOT NULL,
    stream          varchar(128) NOT NULL,
    position        text,
    etag            text,
    last_modified   text,
    last_success_at timestamptz,
    last_error      text,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (source, stream)
);
