"""The ledger's tables, as steps that are applied once each and never changed afterwards."""

import sqlite3

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE assets (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
                         made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE names (thread TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, asset TEXT NOT NULL,
                        place INTEGER PRIMARY KEY AUTOINCREMENT,
                        UNIQUE (thread, name), UNIQUE (thread, kind, asset));
    CREATE TABLE recipes (sha256 TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE products (id TEXT PRIMARY KEY, body TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE consents (asset TEXT PRIMARY KEY, given_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE threads (name TEXT PRIMARY KEY, state TEXT NOT NULL);
    CREATE TABLE calls (key TEXT PRIMARY KEY, thread TEXT NOT NULL, tool TEXT NOT NULL, args TEXT NOT NULL,
                        owner TEXT NOT NULL, status TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '',
                        started_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE credits (key TEXT PRIMARY KEY, tool TEXT NOT NULL, amount INTEGER NOT NULL,
                          at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE flags (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    INSERT INTO credits (key, tool, amount) VALUES ('start', 'grant', 100);
    """,
    """
    CREATE TABLE said (thread TEXT NOT NULL, turn INTEGER NOT NULL, side TEXT NOT NULL, body TEXT NOT NULL,
                       at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (thread, turn, side));
    """,
    """
    CREATE TABLE touches (owner TEXT NOT NULL, product TEXT NOT NULL, body TEXT NOT NULL,
                          at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (owner, product));
    """,
    """
    CREATE TABLE touches_by_piece (owner TEXT NOT NULL, product TEXT NOT NULL, piece TEXT NOT NULL, body TEXT NOT NULL,
                                   at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (owner, product, piece));
    INSERT INTO touches_by_piece (owner, product, piece, body, at)
        SELECT owner, product, CASE
            WHEN coalesce(json_extract(products.body, '$.piece'), 'all') = 'all' THEN ''
            WHEN json_extract(touches.body, '$.base_sha256') = json_extract(products.body, '$.whole_sha256') THEN ''
            WHEN json_extract(touches.body, '$.base_sha256') = json_extract(products.body, '$.cutout_sha256')
                THEN json_extract(products.body, '$.piece')
            ELSE 'unknown' END, touches.body, touches.at
        FROM touches LEFT JOIN products ON products.id = touches.product;
    DROP TABLE touches;
    ALTER TABLE touches_by_piece RENAME TO touches;
    """,
    """
    CREATE TABLE appearances (product TEXT PRIMARY KEY, version INTEGER NOT NULL, traits BLOB NOT NULL, outline BLOB);
    """,
    """
    CREATE TABLE marks (brand TEXT NOT NULL, asset TEXT NOT NULL, body TEXT NOT NULL,
                        place INTEGER PRIMARY KEY AUTOINCREMENT, UNIQUE (brand, asset));
    CREATE TABLE hidden (thread TEXT NOT NULL, asset TEXT NOT NULL, PRIMARY KEY (thread, asset));
    """,
    """
    CREATE TABLE IF NOT EXISTS agreements (thread TEXT NOT NULL, sheet TEXT NOT NULL, credits INTEGER NOT NULL,
                             at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (thread, sheet));
    CREATE TABLE IF NOT EXISTS outcomes (place INTEGER PRIMARY KEY AUTOINCREMENT, thread TEXT NOT NULL,
                           work TEXT NOT NULL, output TEXT NOT NULL, status TEXT NOT NULL,
                           look TEXT NOT NULL, body TEXT NOT NULL,
                           at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (thread, work, output));
    CREATE INDEX IF NOT EXISTS outcomes_by_look ON outcomes (thread, look);
    """,
    """
    ALTER TABLE appearances ADD COLUMN cutout BLOB;
    """,
    """
    CREATE TABLE IF NOT EXISTS answers (place INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL,
                          tokens_read INTEGER NOT NULL, tokens_written INTEGER NOT NULL, cents REAL,
                          counted INTEGER NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest version. Each step is one transaction; two processes may start at once."""
    for number, script in enumerate(MIGRATIONS, start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < number:
                for statement in filter(str.strip, script.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise
