-- Streams of events.

CREATE TABLE journal_stream (
    stream      TEXT    NOT NULL PRIMARY KEY,
    version     BIGINT  NOT NULL,               -- of the last event; the first is 1
    term        BIGINT  NOT NULL                -- the newest term that has written; older ones are refused
);

CREATE TABLE journal_event (
    stream        TEXT    NOT NULL REFERENCES journal_stream (stream),
    version       BIGINT  NOT NULL,
    term          BIGINT  NOT NULL,
    type          TEXT    NOT NULL,
    type_version  INTEGER NOT NULL,
    payload       TEXT    NOT NULL,             -- a JSON object
    recorded_at   BIGINT  NOT NULL,             -- milliseconds since 1970, UTC
    PRIMARY KEY (stream, version)
);
