-- The rows of a large installation, for `benchmarks.scale`.
--
-- The server makes the rows itself, because no client can send ten million rows in minutes.
-- %(name)s is a number of rows of COUNTS. The times are those of a system in use for years:
-- the rows that are older than their retention were deleted a while ago, so a thousandth of
-- each table has expired since.
--
-- User 0 has 10,000 documents, 50 login sessions and 5,000 log entries.

-- functions
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid
    LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || n)::uuid $$;
CREATE FUNCTION pg_temp.digest(kind text, n bigint) RETURNS bytea
    LANGUAGE sql IMMUTABLE AS $$ SELECT sha256((kind || n)::bytea) $$;
CREATE FUNCTION pg_temp.email(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT 'person' || n || '@' || substr(md5(n::text), 1, 5) || '.example.com' $$;
-- Days between 0 and `days`, and a thousandth of the rows somewhat older.
CREATE FUNCTION pg_temp.ago(days float) RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT now() - random() * days * 1.001 * interval '1 day' $$;
CREATE FUNCTION pg_temp.words(places int) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT string_agg(substr(md5(
        floor(20000 * power(random(), 4))::text), 1, 7), ' ')
    FROM generate_series(1, places)
$$;
-- The lexemes that backend.modules.document.search makes of such words.
CREATE FUNCTION pg_temp.lexemes(words text) RETURNS text[] LANGUAGE sql IMMUTABLE
    AS $$
    SELECT array_agg(DISTINCT lexeme)
    FROM string_to_table(words, ' ') AS word CROSS JOIN LATERAL (
        SELECT word UNION ALL SELECT '-' || substr(word, place, 5)
        FROM generate_series(2, length(word) - 1) AS place) AS found (lexeme)
$$;

-- rows of users
INSERT INTO users (id, email, password_hash, full_name, is_active, is_admin,
    email_verified_at, created_at, updated_at, delete_at, undo_delete_digest)
SELECT pg_temp.id('u', n), pg_temp.email(n),
    '$2b$04$' || repeat('x', 53), initcap(substr(md5('f' || n), 1, 6)) || ' '
        || initcap(substr(md5('l' || n), 1, 8)),
    mod(n, 500) <> 7, mod(n, 50000) = 0,
    CASE WHEN verified THEN made END, made,
    CASE WHEN verified THEN made ELSE now() - random() * 7.005
        * interval '1 day' END,
    CASE WHEN mod(n, 2000) = 11 THEN now() + random() * interval '14 days' END,
    CASE WHEN mod(n, 2000) = 11 THEN pg_temp.digest('ud', n) END
FROM (SELECT n, now() - random() * interval '700 days' AS made,
        -- Owners of documents are verified.
        mod(n, 50) <> 3 OR n <= %(owners)s AS verified
    FROM generate_series(0, %(users)s - 1) AS n) AS numbers;

-- rows of trusted_devices
INSERT INTO trusted_devices (id, user_id, digest, device, address, created_at,
    last_used_at, expires_at)
SELECT pg_temp.id('td', n), pg_temp.id('u', mod(n * 7, %(users)s)),
    pg_temp.digest('td', n), 'Firefox on Linux', '192.0.2.1', seen, seen,
    seen + interval '30 days'
FROM (SELECT n, pg_temp.ago(30) AS seen
    FROM generate_series(0, %(devices)s - 1) AS n) AS numbers;

-- rows of user_sessions
INSERT INTO user_sessions (id, user_id, device, address, created_at,
    last_seen_at, expires_at, ended_at, proved_at, trusted_device_id)
SELECT pg_temp.id('s', n),
    pg_temp.id('u', CASE WHEN n < 50 THEN 0 ELSE mod(n, %(users)s) END),
    'Firefox on Linux', '192.0.2.1', made, made + interval '1 day',
    made + interval '30 days',
    CASE WHEN mod(n, 3) > 0 AND n >= 50 THEN made + interval '1 day' END, made,
    CASE WHEN mod(n, 20) = 0
        THEN pg_temp.id('td', mod(n, %(devices)s)) END
FROM (SELECT n, CASE WHEN mod(n, 3) > 0 THEN pg_temp.ago(91)
        ELSE pg_temp.ago(120) END AS made
    FROM generate_series(0, %(sessions)s - 1) AS n) AS numbers;

-- rows of outbox_emails
INSERT INTO outbox_emails (id, user_id, recipient, subject, text, html, about_id,
    status, attempts, created_at, next_attempt_at, finished_at)
SELECT pg_temp.id('m', n),
    CASE WHEN mod(n, 10) > 0 THEN pg_temp.id('u', mod(n, %(users)s)) END,
    pg_temp.email(mod(n, %(users)s)), 'Login from a new device',
    CASE WHEN status IN ('pending', 'dead') THEN pg_temp.words(40) END,
    CASE WHEN status IN ('pending', 'dead') THEN pg_temp.words(80) END,
    CASE WHEN mod(n, 10) = 0 THEN pg_temp.id('b', mod(n, %(bookings)s)) END,
    status, 1, made,
    CASE WHEN status = 'pending' THEN now() + random() * interval '5 days'
        ELSE made END,
    CASE WHEN status <> 'pending' THEN made END
FROM (SELECT n, pg_temp.ago(90) AS made, CASE WHEN mod(n, 1000) = 1
        THEN 'pending' WHEN mod(n, 2000) = 2 THEN 'dead'
        WHEN mod(n, 100) = 3 THEN 'suppressed' WHEN mod(n, 100) = 4
        THEN 'expired' ELSE 'sent' END AS status
    FROM generate_series(0, %(emails)s - 1) AS n) AS numbers;

-- rows of security_events
INSERT INTO security_events (id, user_id, kind, actor_id, session_id, device,
    address, created_at)
SELECT pg_temp.id('e', n),
    CASE WHEN n < 5000 THEN pg_temp.id('u', 0)
        WHEN mod(n, 20) > 0 THEN pg_temp.id('u', mod(n, %(users)s)) END,
    CASE WHEN mod(n, 20) < 2 THEN 'login_failed' WHEN mod(n, 20) < 5
        THEN 'session_ended' WHEN mod(n, 100000) = 10 THEN 'made_admin'
        WHEN mod(n, 500) = 6 THEN 'password_changed' ELSE 'logged_in' END,
    CASE WHEN mod(n, 1000) = 10 THEN pg_temp.id('u', 0) END,
    pg_temp.id('s', mod(n, %(sessions)s)), 'Firefox on Linux', '192.0.2.1',
    pg_temp.ago(90)
FROM generate_series(0, %(events)s - 1) AS n;

-- rows of documents
INSERT INTO documents (id, owner_id, title, title_key, title_sort, tags, name,
    media_type, size, sha256, version, revision, text_status, search, search_version,
    search_revision, created_at, updated_at, deleted_at)
SELECT pg_temp.id('d', n), pg_temp.id('u', CASE WHEN n < 10000 THEN 0
        ELSE 1 + mod(n, %(owners)s) END),
    title, title, title, ARRAY['tag' || mod(n, 50)], 'a.pdf',
    (ARRAY['application/pdf', 'image/png', 'text/plain'])[1 + mod(n, 3)],
    1000, pg_temp.digest('d', n), 1, 1, 'done',
    setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple', 'tag' || mod(n, 50)), 'B'),
    %(version)s, 1, made, made,
    CASE WHEN mod(n, 50) = 5 THEN now() - random() * 30.03 * interval '1 day' END
FROM (SELECT n, pg_temp.words(4) AS title,
        now() - random() * interval '700 days' AS made
    FROM generate_series(0, %(documents)s - 1) AS n) AS numbers;

-- rows of document_versions
INSERT INTO document_versions (id, document_id, number, name, media_type, size,
    sha256, storage_name, is_queued, created_at)
SELECT pg_temp.id('v', n), pg_temp.id('d', mod(n, %(documents)s)),
    CASE WHEN n < %(documents)s THEN 1 ELSE 2 END, 'a.pdf', 'application/pdf',
    1000, pg_temp.digest('d', n), substr(md5('v' || n), 1, 2) || '/'
        || md5('v' || n), true, now() - random() * interval '700 days'
FROM generate_series(0, %(documents)s + %(versions)s - 1) AS n;

-- rows of document_texts
INSERT INTO document_texts (version_id, status, text, owner_id, words, words_version,
    attempts, due_at)
SELECT pg_temp.id('v', n), 'done', written, pg_temp.id('u', CASE WHEN n < 10000
        THEN 0 ELSE 1 + mod(n, %(owners)s) END),
    array_to_tsvector(pg_temp.lexemes(written)), %(version)s, 1,
    CASE WHEN mod(n, 2000) = 9 THEN now() + interval '1 hour' END
FROM (SELECT n, pg_temp.words(20) AS written
    FROM generate_series(0, %(texts)s - 1) AS n) AS numbers;

-- rows of document_words
INSERT INTO document_words (document_id, is_text, owner_id, created_at, words)
SELECT id, is_text, owner_id, created_at, vector
FROM documents CROSS JOIN LATERAL (
    SELECT false, array_to_tsvector(pg_temp.lexemes(title || ' ' || tags[1] || ' a pdf')
        || ARRAY['.', 'a.pdf'])
    UNION ALL
    SELECT true, texts.words FROM document_versions AS versions
        JOIN document_texts AS texts ON texts.version_id = versions.id
    WHERE versions.document_id = documents.id AND versions.number = documents.version
    ) AS rows (is_text, vector);

-- rows of document_thumbnails
INSERT INTO document_thumbnails (version_id, owner_id, image, attempts, due_at)
SELECT pg_temp.id('v', n), pg_temp.id('u', CASE WHEN n < 10000
        THEN 0 ELSE 1 + mod(n, %(owners)s) END),
    CASE WHEN mod(n, 2000) <> 9 THEN repeat(md5(n::text), 10)::bytea END, 1,
    CASE WHEN mod(n, 2000) = 9 THEN now() + interval '1 hour' END
FROM generate_series(0, %(thumbnails)s - 1) AS n;

-- rows of document_batches
INSERT INTO document_batches (id, user_id, action, add_tags, remove_tags, filter,
    document_ids, total, processed, changed, attempts, created_at, finished_at)
SELECT pg_temp.id('db', n), pg_temp.id('u', mod(n, %(owners)s)), 'trash', '{}', '{}',
    '{}', '{}', 100, 100, 100, 0, made, made
FROM (SELECT n, pg_temp.ago(90) AS made
    FROM generate_series(0, %(batches)s - 1) AS n) AS numbers;

-- rows of uploads
INSERT INTO uploads (id, user_id, name, upload_metadata, size, received, expires_at,
    created_at)
SELECT pg_temp.id('up', n), pg_temp.id('u', mod(n, %(owners)s)), 'a.pdf',
    'filename YS5wZGY=', 1000, 10, now() + random() * interval '1 day', now()
FROM generate_series(0, %(uploads)s - 1) AS n;

-- rows of upload_parts
INSERT INTO upload_parts (upload_id, start, size, storage_name)
SELECT pg_temp.id('up', n), 0, 10, substr(md5('p' || n), 1, 2) || '/' || md5('p' || n)
FROM generate_series(0, %(uploads)s - 1) AS n;

-- rows of document_usage
INSERT INTO document_usage (user_id, used_bytes, files)
SELECT pg_temp.id('u', n), 1000000000, 9000
FROM generate_series(0, %(owners)s) AS n;

-- rows of document_shares
INSERT INTO document_shares (id, document_id, token_digest, downloads,
    expires_at, created_at)
SELECT pg_temp.id('sh', n), pg_temp.id('d', mod(n * 3, %(documents)s)),
    pg_temp.digest('sh', n), 0, now() + random() * interval '100 days', now()
FROM generate_series(0, %(shares)s - 1) AS n;

-- rows of stored_file_deletions
INSERT INTO stored_file_deletions (name, due_at)
SELECT substr(md5('x' || n), 1, 2) || '/' || md5('x' || n),
    now() + random() * interval '1 day'
FROM generate_series(0, %(deletions)s - 1) AS n;

-- rows of two_factors
INSERT INTO two_factors (user_id, secret, created_at, enabled_at, failures)
SELECT pg_temp.id('u', n * 3), 'sealed' || n, now(), now(), 0
FROM generate_series(1, %(factors)s) AS n;

-- rows of recovery_codes
INSERT INTO recovery_codes (digest, user_id)
SELECT pg_temp.digest('rc', n), pg_temp.id('u', mod(n, %(factors)s) * 3)
FROM generate_series(0, %(recovery_codes)s - 1) AS n;

-- rows of passkeys
INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports,
    name, is_synced, created_at)
SELECT pg_temp.id('pk', n), pg_temp.id('u', mod(n * 5, %(users)s)),
    pg_temp.digest('pk', n), repeat('x', 77)::bytea, 0, 'internal', 'Phone', true,
    pg_temp.ago(700)
FROM generate_series(0, %(passkeys)s - 1) AS n;

-- rows of oidc_identities
INSERT INTO oidc_identities (id, user_id, issuer, subject, email, created_at)
SELECT pg_temp.id('oi', n), pg_temp.id('u', mod(n * 5, %(users)s)),
    'https://accounts.example.com', pg_temp.id('os', n)::text,
    'person' || n || '@example.com', pg_temp.ago(700)
FROM generate_series(0, %(identities)s - 1) AS n;

-- rows of used_challenges
INSERT INTO used_challenges (id, expires_at)
SELECT pg_temp.id('uc', n), now() + random() * interval '10 minutes'
FROM generate_series(0, %(challenges)s - 1) AS n;

-- rows of api_tokens
INSERT INTO api_tokens (id, user_id, digest, name, scopes, created_at, expires_at)
SELECT pg_temp.id('at', n), pg_temp.id('u', mod(n, %(owners)s)),
    pg_temp.digest('at', n), 'Backup', 'documents:read', made,
    made + interval '90 days'
FROM (SELECT n, pg_temp.ago(90) AS made
    FROM generate_series(0, %(api_tokens)s - 1) AS n) AS numbers;

-- rows of invitations
INSERT INTO invitations (id, email, is_admin, locale, digest, invited_by, user_id,
    created_at, sent_at, expires_at, accepted_at)
SELECT pg_temp.id('iv', n), pg_temp.email(n), false, 'en', pg_temp.digest('iv', n),
    pg_temp.id('u', 0), CASE WHEN mod(n, 2) = 0 THEN pg_temp.id('u', n) END, made, made,
    made + interval '7 days', CASE WHEN mod(n, 2) = 0 THEN made END
FROM (SELECT n, pg_temp.ago(90) AS made
    FROM generate_series(0, %(invitations)s - 1) AS n) AS numbers;

-- rows of mail_counts
INSERT INTO mail_counts (id, email, purpose, requester, sends, sends_since,
    sent_at)
SELECT pg_temp.id('mc', n), pg_temp.email(n / 2), 'signup',
    CASE WHEN mod(n, 2) = 0 THEN '' ELSE '192.0.2.' || mod(n, 200) END, 1, seen,
    seen
FROM (SELECT n, pg_temp.ago(2) AS seen
    FROM generate_series(0, %(counts)s - 1) AS n) AS numbers;

-- rows of one_time_codes
INSERT INTO one_time_codes (holder_id, purpose, digest, tries, expires_at)
SELECT pg_temp.id('oc', n), 'signup', pg_temp.digest('oc', n), 0,
    now() + random() * interval '15 minutes' - interval '1 minute'
FROM generate_series(0, %(codes)s - 1) AS n;

-- rows of reset_requests
INSERT INTO reset_requests (id, email, requester, token_digest, created_at)
SELECT pg_temp.id('rr', n), pg_temp.email(n), '192.0.2.1',
    pg_temp.digest('rr', n), pg_temp.ago(1)
FROM generate_series(0, %(resets)s - 1) AS n;

-- rows of password_resets
INSERT INTO password_resets (digest, user_id, expires_at)
SELECT pg_temp.digest('pr', n), pg_temp.id('u', n), now() + interval '10 minutes'
FROM generate_series(0, %(challenges)s - 1) AS n;

-- rows of signups
INSERT INTO signups (id, user_id, email, password_hash, token_digest, created_at)
SELECT pg_temp.id('su', n), pg_temp.id('u', %(users)s - 47 - mod(n * 50, %(users)s - %(owners)s - 100)),
    pg_temp.email(%(users)s - 47 - mod(n * 50, %(users)s - %(owners)s - 100)), '$2b$04$' || repeat('x', 53),
    pg_temp.digest('su', n), pg_temp.ago(7)
FROM generate_series(0, %(signups)s - 1) AS n;

-- rows of idempotency_keys
INSERT INTO idempotency_keys (digest, fingerprint, user_id, status, reply,
    created_at)
SELECT pg_temp.digest('ik', n), pg_temp.digest('fp', n),
    pg_temp.id('u', mod(n, %(users)s)), 201, repeat('x', 200)::bytea,
    pg_temp.ago(1)
FROM generate_series(0, %(keys)s - 1) AS n;

-- rows of email_changes
INSERT INTO email_changes (id, user_id, old_email, new_email, undo_digest,
    undo_expires_at, created_at, confirmed_at)
SELECT pg_temp.id('ec', n), pg_temp.id('u', n * 5), 'old' || n || '@example.com',
    pg_temp.email(n * 5), pg_temp.digest('ec', n), made + interval '14 days',
    made, made
FROM (SELECT n, pg_temp.ago(104) AS made
    FROM generate_series(0, %(changes)s - 1) AS n) AS numbers;

-- rows of login_challenges
INSERT INTO login_challenges (id, user_id, tries, expires_at)
SELECT pg_temp.id('lc', n), pg_temp.id('u', n * 3), 0,
    now() + random() * interval '10 minutes'
FROM generate_series(0, %(challenges)s - 1) AS n;

-- rows of demo_bookings
INSERT INTO demo_bookings (id, name, email, company, timezone, starts_at,
    ends_at, free_at, status, manage_digest, sequence, created_at, updated_at)
SELECT pg_temp.id('b', n), initcap(substr(md5('bf' || n), 1, 6)) || ' '
        || initcap(substr(md5('bl' || n), 1, 8)), pg_temp.email(n * 3), 'Company',
    'UTC', starts, starts + interval '30 minutes', starts + interval '45 minutes',
    CASE WHEN mod(n, 50) = 0 THEN 'completed' ELSE 'cancelled' END,
    pg_temp.digest('b', n), 0, starts, starts
FROM (SELECT n, date_trunc('hour', now()) - (n / 50) * interval '1 hour'
        AS starts
    FROM generate_series(0, %(bookings)s - 1) AS n) AS numbers;
