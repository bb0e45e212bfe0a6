/**
 * The tables of the index, as the steps from one version to the next. A step never keeps what was derived before: rows
 * follow from artifacts by rules that change with the version, so they are derived again.
 *
 * Every row belongs to a source, the folder of one review, and goes with it.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE sources (
  slug TEXT PRIMARY KEY,
  signature TEXT NOT NULL
) STRICT;

CREATE TABLE content_versions (
  source TEXT NOT NULL REFERENCES sources (slug) ON DELETE CASCADE,
  content_hash TEXT NOT NULL,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (source, content_hash)
) STRICT;

CREATE TABLE review_campaigns (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL REFERENCES sources (slug) ON DELETE CASCADE,
  campaign_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  content_path TEXT NOT NULL,
  content_title TEXT NOT NULL,
  content_hash TEXT,
  mode TEXT,
  round INTEGER NOT NULL,
  strategy TEXT,
  persona_selection_strategy TEXT CHECK (persona_selection_strategy IN ('all_core', 'manual', 'smart_sampling')),
  persona_ids TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'in_progress', 'analyzing', 'completed', 'partial', 'failed')),
  verdict TEXT,
  created_at TEXT,
  completed_at TEXT,
  raised TEXT NOT NULL,
  open_findings TEXT NOT NULL,
  movement TEXT NOT NULL,
  usage TEXT NOT NULL,
  cost_usd REAL,
  folder TEXT NOT NULL,
  problem TEXT,
  FOREIGN KEY (source, content_hash) REFERENCES content_versions (source, content_hash)
) STRICT;
CREATE INDEX campaigns_of_source ON review_campaigns (source, content_hash);
CREATE INDEX campaigns_by_date ON review_campaigns (created_at, id);
CREATE INDEX campaigns_by_status ON review_campaigns (status, created_at, id);
CREATE INDEX campaigns_by_content ON review_campaigns (content_path, created_at, id);

CREATE TABLE persona_reviews (
  campaign_id TEXT NOT NULL REFERENCES review_campaigns (id) ON DELETE CASCADE,
  persona_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
  agent_execution_time REAL,
  created_at TEXT,
  review_data TEXT NOT NULL,
  PRIMARY KEY (campaign_id, persona_id)
) STRICT;
CREATE INDEX reviews_by_persona ON persona_reviews (persona_id);

CREATE TABLE campaign_analyses (
  campaign_id TEXT PRIMARY KEY REFERENCES review_campaigns (id) ON DELETE CASCADE,
  analysis_data TEXT NOT NULL,
  markdown_path TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE findings (
  source TEXT NOT NULL REFERENCES sources (slug) ON DELETE CASCADE,
  finding_id TEXT NOT NULL,
  number INTEGER NOT NULL GENERATED ALWAYS AS (CAST(substr(finding_id, 2) AS INTEGER)) STORED,
  content_path TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  severity TEXT NOT NULL,
  severity_rank INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 WHEN 'minor' THEN 2 ELSE 3 END
  ) STORED,
  category TEXT NOT NULL,
  status TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  decided_in INTEGER,
  disposition TEXT,
  reviewers TEXT NOT NULL,
  check_id TEXT,
  confidence TEXT,
  title TEXT NOT NULL,
  observation TEXT NOT NULL,
  concern TEXT NOT NULL,
  recommendation TEXT NOT NULL,
  quote TEXT NOT NULL,
  section TEXT NOT NULL,
  text_range TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  PRIMARY KEY (source, finding_id)
) STRICT;
CREATE INDEX findings_by_weight ON findings (severity_rank, content_path, number, source);
CREATE INDEX findings_by_state ON findings (is_open, severity_rank, content_path, number, source);
CREATE INDEX findings_by_status ON findings (status, severity_rank, content_path, number, source);
CREATE INDEX findings_by_category ON findings (category, is_open, severity_rank, content_path, number, source);
CREATE INDEX findings_by_content ON findings (content_path, is_open, severity_rank, number, source);

CREATE TABLE finding_reviewers (
  source TEXT NOT NULL,
  finding_id TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  status TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  severity_rank INTEGER NOT NULL,
  category TEXT NOT NULL,
  content_path TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (source, finding_id, reviewer),
  FOREIGN KEY (source, finding_id) REFERENCES findings (source, finding_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_by_reviewer
  ON finding_reviewers (reviewer, severity_rank, content_path, number, source, is_open, status, category);

CREATE TABLE reviewer_tallies (
  source TEXT NOT NULL REFERENCES sources (slug) ON DELETE CASCADE,
  reviewer TEXT NOT NULL,
  disposition TEXT,
  status TEXT NOT NULL,
  findings INTEGER NOT NULL
) STRICT;
CREATE INDEX tallies_of_source ON reviewer_tallies (source);
CREATE INDEX tallies_by_reviewer ON reviewer_tallies (reviewer, disposition, status, findings);

CREATE TABLE responses (
  campaign_id TEXT PRIMARY KEY REFERENCES review_campaigns (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  author TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE answers (
  campaign_id TEXT NOT NULL REFERENCES responses (campaign_id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL,
  disposition TEXT,
  response TEXT NOT NULL,
  action TEXT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (campaign_id, finding_id)
) STRICT;

CREATE TABLE resolutions (
  campaign_id TEXT NOT NULL REFERENCES review_campaigns (id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL,
  status TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  notes TEXT NOT NULL,
  proof TEXT NOT NULL,
  PRIMARY KEY (campaign_id, finding_id)
) STRICT;

CREATE TABLE usage (
  campaign_id TEXT NOT NULL REFERENCES review_campaigns (id) ON DELETE CASCADE,
  task TEXT NOT NULL,
  phase TEXT NOT NULL,
  status TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  elapsed_ms REAL NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  cost_usd REAL,
  PRIMARY KEY (campaign_id, task)
) STRICT;
`,
  `
ALTER TABLE review_campaigns ADD COLUMN archived_at TEXT;
CREATE INDEX campaigns_put_aside ON review_campaigns (source) WHERE archived_at IS NOT NULL;
`,
];
