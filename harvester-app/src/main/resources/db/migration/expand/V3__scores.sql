-- Scores of artifacts; rank_key orders them the same way at every moment, so one index serves every list.
CREATE TABLE artifact_scores (
    artifact_id       bigint PRIMARY KEY REFERENCES artifacts (id) ON DELETE CASCADE,
    source            varchar(32)      NOT NULL,
    published_at      timestamptz      NOT NULL,
    novelty           double precision NOT NULL DEFAULT 0 CHECK (novelty BETWEEN 0 AND 100),
    emergence         double precision NOT NULL DEFAULT 0 CHECK (emergence BETWEEN 0 AND 100),
    obscurity         double precision NOT NULL DEFAULT 0 CHECK (obscurity BETWEEN 0 AND 100),
    cross_source      double precision NOT NULL DEFAULT 0 CHECK (cross_source BETWEEN 0 AND 100),
    expert_signal     double precision NOT NULL DEFAULT 0 CHECK (expert_signal BETWEEN 0 AND 100),
    impact_score      double precision NOT NULL DEFAULT 0 CHECK (impact_score BETWEEN 0 AND 100),
    credibility_score double precision NOT NULL DEFAULT 0 CHECK (credibility_score BETWEEN 0 AND 100),
    base_score        double precision NOT NULL CHECK (base_score BETWEEN 0 AND 100),
    discovery_score   double precision NOT NULL CHECK (discovery_score BETWEEN 0 AND 100),
    rank_key          double precision NOT NULL,
    algorithm_version varchar(16)      NOT NULL,
    weights_hash      char(16)         NOT NULL,
    input_version     bigint           NOT NULL,
    computed_at       timestamptz      NOT NULL,
    created_at        timestamptz      NOT NULL DEFAULT now(),
    updated_at        timestamptz      NOT NULL DEFAULT now()
);
CREATE INDEX artifact_scores_rank_idx ON artifact_scores (rank_key DESC, artifact_id DESC);
CREATE INDEX artifact_scores_source_rank_idx ON artifact_scores (source, rank_key DESC, artifact_id DESC);
CREATE INDEX artifact_scores_published_idx ON artifact_scores (published_at DESC, artifact_id DESC);
CREATE INDEX artifact_scores_novelty_idx ON artifact_scores (novelty DESC, artifact_id DESC);
CREATE INDEX artifact_scores_emergence_idx ON artifact_scores (emergence DESC, artifact_id DESC);
CREATE INDEX artifact_scores_obscurity_idx ON artifact_scores (obscurity DESC, artifact_id DESC);
CREATE INDEX artifact_scores_score_idx ON artifact_scores (discovery_score DESC, artifact_id DESC);
CREATE INDEX artifact_scores_algorithm_idx ON artifact_scores (algorithm_version, computed_at);

CREATE TABLE score_components (
    artifact_id       bigint           NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
    component         varchar(32)      NOT NULL,
    raw_inputs        jsonb            NOT NULL,
    value             double precision NOT NULL CHECK (value BETWEEN 0 AND 100),
    weight            double precision NOT NULL CHECK (weight BETWEEN 0 AND 1),
    contribution      double precision NOT NULL,
    explanation       text             NOT NULL,
    algorithm_version varchar(16)      NOT NULL,
    computed_at       timestamptz      NOT NULL,
    created_at        timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (artifact_id, component)
);
