-- Streams of events. Names compare by bytes, as in SQLite, whatever the database's collation.

CREATE TABLE journal_stream (
    stream      TEXT COLLATE "C"  NOT NULL PRIMARY KEY,
    version     BIGINT            NOT NULL,     -- of the last event; the first is 1
    term        BIGINT            NOT NULL      -- the newest term that has written; older ones are refused
);

CREATE TABLE journal_event (
    stream        TEXT COLLATE "C"  NOT NULL REFERENCES journal_stream (stream),
    version       BIGINT            NOT NULL,
    term          BIGINT            NOT NULL,
    type          TEXT              NOT NULL,
    type_version  INTEGER           NOT NULL,
    payload       TEXT              NOT NULL,   -- a JSON object, kept to the letter: jsonb would refuse \u0000
    recorded_at   BIGINT            NOT NULL,   -- milliseconds since 1970, UTC
    PRIMARY KEY (stream, version)
);

-- For people with a database client; the program does not read it.

CREATE VIEW journal_readable AS
    SELECT stream, version, term, type, payload::json AS payload, to_timestamp(recorded_at / 1000.0) AS recorded_at
    FROM journal_event;

-- The clock of the store: every instant in it comes from here, never from a node.

CREATE FUNCTION sogar_now() RETURNS BIGINT LANGUAGE sql VOLATILE AS
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint';
