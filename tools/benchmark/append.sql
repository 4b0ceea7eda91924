-- The peer of `tools/bench append`: an event table with the same guarantees that the ledger gives at
-- the append: one event a transaction, the expected version checked under the stream's lock, an
-- idempotency key that is unique for ever, synced before the answer.
CREATE TABLE streams (name text PRIMARY KEY, version bigint NOT NULL);
CREATE TABLE events (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text NOT NULL, version bigint NOT NULL,
  source text NOT NULL, id text NOT NULL, type text NOT NULL,
  data jsonb NOT NULL, recorded timestamptz NOT NULL DEFAULT now(),
  UNIQUE (stream, version), UNIQUE (source, id));
CREATE FUNCTION write_message(s text, expected bigint, src text, i text, t text, d jsonb)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE current bigint; placed bigint;
BEGIN
  SELECT version INTO current FROM streams WHERE name = s FOR UPDATE;
  IF current IS NULL THEN
    INSERT INTO streams VALUES (s, 0);
    current := 0;
  END IF;
  IF current <> expected THEN RAISE EXCEPTION 'version conflict: % is at %', s, current; END IF;
  INSERT INTO events (stream, version, source, id, type, data)
    VALUES (s, current + 1, src, i, t, d) RETURNING position INTO placed;
  UPDATE streams SET version = current + 1 WHERE name = s;
  RETURN placed;
END $$;
