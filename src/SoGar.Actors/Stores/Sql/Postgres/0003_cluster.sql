-- Nodes: one row per name, kept after its node is gone, for its incarnation must never be given again.

CREATE TABLE node (
    name              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incarnation       BIGINT   NOT NULL,
    control_url       TEXT     NOT NULL,
    exchange_address  TEXT     NOT NULL,
    profile           TEXT     NOT NULL,
    trainers          INTEGER  NOT NULL,
    devices           TEXT     NOT NULL,
    state             TEXT     NOT NULL,          -- joining, up, draining, left, lost
    explanation       TEXT     NOT NULL,
    is_drain_asked    INTEGER  NOT NULL,          -- 0 or 1
    joined_at         BIGINT   NOT NULL,          -- milliseconds since 1970, UTC
    heard_at          BIGINT   NOT NULL
);

-- Runs that want nodes.

CREATE TABLE posted_run (
    run        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    recipe     TEXT    NOT NULL,                  -- as resolved, in HOCON
    folder     TEXT    NOT NULL,
    posted_at  BIGINT  NOT NULL
);
