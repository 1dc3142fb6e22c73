// The tables of the journal and of the values that updates replaced.

extension Journal {
  /// The SQL that creates `journal` and `history`, and the triggers that keep them append-only.
  ///
  /// A history row is written before the entry it belongs to, so `journal_id` is not declared as a
  /// reference: SQLite would search all of history for each entry. `verify` looks instead.
  package static let schema = """
    CREATE TABLE journal (
      id        INTEGER PRIMARY KEY CHECK (id > 0),
      at        INTEGER NOT NULL,
      actor     TEXT NOT NULL,
      command   TEXT NOT NULL,
      arguments TEXT NOT NULL,
      counts    TEXT NOT NULL,
      digest    TEXT,
      replaced  TEXT,
      previous  TEXT NOT NULL CHECK (length(previous) = 64),
      hash      TEXT NOT NULL CHECK (length(hash) = 64),
      key       TEXT,
      request   TEXT
    ) STRICT;

    CREATE UNIQUE INDEX journal_by_key ON journal (key) WHERE key IS NOT NULL;

    CREATE TABLE history (
      journal_id INTEGER NOT NULL,
      record     TEXT NOT NULL,
      row_id     INTEGER NOT NULL,
      old        TEXT NOT NULL
    ) STRICT;

    CREATE INDEX history_by_row ON history (record, row_id);

    CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'an entry is added at the end of the journal only'); END;

    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TRIGGER history_no_update BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

    CREATE TRIGGER history_no_delete BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
    """
}
