-- Leases. A row stays after its lease has ended, for its term must never be granted again.

CREATE TABLE lease (
    name        TEXT    NOT NULL PRIMARY KEY,
    holder      TEXT,                           -- null once released
    term        BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL                -- milliseconds since 1970, UTC
);
