SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.demo_availability (
    id integer DEFAULT 1 NOT NULL,
    timezone character varying DEFAULT 'UTC'::character varying NOT NULL,
    weekly_hours jsonb DEFAULT '[{"end": "17:00", "start": "09:00", "weekday": "monday"}, {"end": "17:00", "start": "09:00", "weekday": "tuesday"}, {"end": "17:00", "start": "09:00", "weekday": "wednesday"}, {"end": "17:00", "start": "09:00", "weekday": "thursday"}, {"end": "17:00", "start": "09:00", "weekday": "friday"}]'::jsonb NOT NULL,
    duration_minutes integer DEFAULT 30 NOT NULL,
    buffer_minutes integer DEFAULT 0 NOT NULL,
    notice_minutes integer DEFAULT 120 NOT NULL,
    horizon_days integer DEFAULT 60 NOT NULL,
    blackout_days date[] DEFAULT '{}'::date[] NOT NULL,
    location character varying,
    CONSTRAINT ck_demo_availability_one_row CHECK ((id = 1)),
    CONSTRAINT ck_demo_availability_sane_buffer CHECK (((buffer_minutes >= 0) AND (buffer_minutes <= 480))),
    CONSTRAINT ck_demo_availability_sane_duration CHECK (((duration_minutes >= 5) AND (duration_minutes <= 480))),
    CONSTRAINT ck_demo_availability_sane_horizon CHECK (((horizon_days >= 1) AND (horizon_days <= 365))),
    CONSTRAINT ck_demo_availability_sane_notice CHECK (((notice_minutes >= 0) AND (notice_minutes <= 43200)))
);
CREATE TABLE public.demo_bookings (
    id uuid NOT NULL,
    name character varying NOT NULL,
    email character varying NOT NULL,
    company character varying,
    message character varying,
    timezone character varying NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    free_at timestamp with time zone NOT NULL,
    blocked tstzrange GENERATED ALWAYS AS (tstzrange(starts_at, free_at)) STORED NOT NULL,
    status character varying NOT NULL,
    manage_digest bytea NOT NULL,
    sequence integer NOT NULL,
    cancel_reason character varying,
    notes character varying,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_demo_bookings_known_status CHECK (((status)::text = ANY ((ARRAY['confirmed'::character varying, 'declined'::character varying, 'cancelled'::character varying, 'completed'::character varying, 'no_show'::character varying])::text[]))),
    CONSTRAINT ck_demo_bookings_times_in_order CHECK (((starts_at < ends_at) AND (ends_at <= free_at)))
);
CREATE TABLE public.email_changes (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    old_email character varying NOT NULL,
    new_email character varying NOT NULL,
    undo_digest bytea NOT NULL,
    undo_expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    undone_at timestamp with time zone
);
CREATE TABLE public.email_codes (
    id uuid NOT NULL,
    email character varying NOT NULL,
    purpose character varying NOT NULL,
    digest bytea,
    tries integer NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    sends integer NOT NULL,
    sends_since timestamp with time zone NOT NULL,
    CONSTRAINT ck_email_codes_at_most_five_tries CHECK (((tries >= 0) AND (tries <= 5))),
    CONSTRAINT ck_email_codes_email_is_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT ck_email_codes_known_purpose CHECK (((purpose)::text = ANY ((ARRAY['signup'::character varying, 'email_change'::character varying, 'password_reset'::character varying])::text[])))
);
CREATE TABLE public.idempotency_keys (
    digest bytea NOT NULL,
    fingerprint bytea NOT NULL,
    user_id uuid,
    status integer NOT NULL,
    reply bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.login_challenges (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    tries integer NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_login_challenges_at_most_five_tries CHECK (((tries >= 0) AND (tries <= 5)))
);
CREATE TABLE public.outbox_emails (
    id uuid NOT NULL,
    user_id uuid,
    recipient character varying NOT NULL,
    subject character varying NOT NULL,
    text character varying,
    html character varying,
    status character varying NOT NULL,
    attempts integer NOT NULL,
    last_error character varying,
    created_at timestamp with time zone NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    finished_at timestamp with time zone,
    attachment_name character varying,
    attachment_type character varying,
    attachment bytea,
    about_id uuid,
    CONSTRAINT ck_outbox_emails_attachment_is_whole CHECK ((num_nulls(attachment_name, attachment_type, attachment) = ANY (ARRAY[0, 3]))),
    CONSTRAINT ck_outbox_emails_known_status CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'sent'::character varying, 'dead'::character varying, 'expired'::character varying, 'suppressed'::character varying])::text[]))),
    CONSTRAINT ck_outbox_emails_pending_has_content CHECK ((((status)::text <> 'pending'::text) OR ((text IS NOT NULL) AND (html IS NOT NULL))))
);
CREATE TABLE public.password_resets (
    digest bytea NOT NULL,
    user_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.recovery_codes (
    digest bytea NOT NULL,
    user_id uuid NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.security_events (
    id uuid NOT NULL,
    user_id uuid,
    kind character varying NOT NULL,
    actor_id uuid,
    session_id uuid,
    device character varying NOT NULL,
    address character varying NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.trusted_devices (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    digest bytea NOT NULL,
    device character varying NOT NULL,
    address character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.two_factors (
    user_id uuid NOT NULL,
    secret character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    enabled_at timestamp with time zone,
    last_step integer,
    failures integer NOT NULL,
    paused_until timestamp with time zone,
    CONSTRAINT ck_two_factors_at_most_ten_failures CHECK (((failures >= 0) AND (failures <= 10)))
);
CREATE TABLE public.user_sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    device character varying DEFAULT ''::character varying NOT NULL,
    address character varying DEFAULT ''::character varying NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    trusted_device_id uuid,
    CONSTRAINT ck_user_sessions_expires_after_creation CHECK ((expires_at > created_at))
);
CREATE TABLE public.users (
    id uuid NOT NULL,
    email character varying NOT NULL,
    password_hash character varying NOT NULL,
    full_name character varying,
    is_active boolean DEFAULT true NOT NULL,
    is_admin boolean DEFAULT false NOT NULL,
    email_verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    timezone character varying DEFAULT 'UTC'::character varying NOT NULL,
    locale character varying DEFAULT 'en'::character varying NOT NULL,
    delete_at timestamp with time zone,
    undo_delete_digest bytea,
    CONSTRAINT ck_users_deletion_can_be_undone CHECK (((delete_at IS NULL) = (undo_delete_digest IS NULL))),
    CONSTRAINT ck_users_email_is_lower_case CHECK (((email)::text = lower((email)::text)))
);
INSERT INTO public.alembic_version VALUES ('ac53f9356118');
INSERT INTO public.demo_availability VALUES (1, 'UTC', '[{"end": "17:00", "start": "09:00", "weekday": "monday"}, {"end": "17:00", "start": "09:00", "weekday": "tuesday"}, {"end": "17:00", "start": "09:00", "weekday": "wednesday"}, {"end": "17:00", "start": "09:00", "weekday": "thursday"}, {"end": "17:00", "start": "09:00", "weekday": "friday"}]', 30, 0, 120, 60, '{}', NULL);
INSERT INTO public.outbox_emails VALUES ('1d234dc5-204d-49dd-8b16-973e21f28a71', '00000000-0000-7000-8000-000000000001', 'user1@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('d99d3bfa-cc91-4e48-8ca3-9bb6f7348ab4', '00000000-0000-7000-8000-000000000002', 'user2@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('fb373703-239d-47a3-b4ce-34c4ab52569e', '00000000-0000-7000-8000-000000000003', 'user3@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('7ea73a14-508a-457e-8382-d1e6a80cb801', '00000000-0000-7000-8000-000000000004', 'user4@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('d87e10b7-54ac-410f-b188-f28ea8502ebf', '00000000-0000-7000-8000-000000000005', 'user5@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('789c3063-9eea-4bef-a675-7b9700e5a6f1', '00000000-0000-7000-8000-000000000006', 'user6@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('ce252151-f8d4-42ce-b62c-2113869da485', '00000000-0000-7000-8000-000000000007', 'user7@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('4493fe5f-a228-4b30-b847-7d2649aa8b98', '00000000-0000-7000-8000-000000000008', 'user8@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('ea3083e4-b75b-486d-9168-4e14ef515212', '00000000-0000-7000-8000-000000000009', 'user9@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('adcae0d6-d208-46c3-a992-300707f05d77', '00000000-0000-7000-8000-000000000010', 'user10@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('2361e267-673e-4b0e-a237-5562adaa6d59', '00000000-0000-7000-8000-000000000011', 'user11@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('f8f4d39e-ad01-496b-b0ca-6e7e282f9834', '00000000-0000-7000-8000-000000000012', 'user12@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('7660fe40-0881-4dd8-bda3-1e983e58072b', '00000000-0000-7000-8000-000000000013', 'user13@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('45fcbe92-d8d0-41cd-b666-404f6337ddb1', '00000000-0000-7000-8000-000000000014', 'user14@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('635b5a54-c57d-45bc-8523-25e2919b0e9c', '00000000-0000-7000-8000-000000000015', 'user15@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('26ac0389-54cb-49d8-b7f8-f50317fa20b9', '00000000-0000-7000-8000-000000000016', 'user16@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('cb3f253b-b50d-4449-acde-58b3050312b6', '00000000-0000-7000-8000-000000000017', 'user17@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('e00d5e18-24ae-41ad-b530-344964eef655', '00000000-0000-7000-8000-000000000018', 'user18@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('6aeb3f22-d5c4-4582-93ca-9aba60082124', '00000000-0000-7000-8000-000000000019', 'user19@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.outbox_emails VALUES ('03268bde-4d7e-4c60-bd59-6de3ee3bcbe0', '00000000-0000-7000-8000-000000000020', 'user20@example.com', 'Hello', 'text', '<p>html</p>', 'pending', 0, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.security_events VALUES ('fe9d15e8-3c72-4574-a994-99feec834635', '00000000-0000-7000-8000-000000000001', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('2147bd6f-6d1e-475b-a9ed-7a0217e7f1f4', '00000000-0000-7000-8000-000000000002', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('4d3fc00d-f2ed-4729-9e10-59402f275240', '00000000-0000-7000-8000-000000000003', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('56768991-c969-49fc-8cce-2c1a0f04a5df', '00000000-0000-7000-8000-000000000004', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('ec8b387a-8eea-4f26-a1f1-b9505c9d0ca2', '00000000-0000-7000-8000-000000000005', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('00801d3b-a722-4e55-a825-e4876d3de72d', '00000000-0000-7000-8000-000000000006', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('203a8f77-2b3f-46dd-b726-92551ecf2ff9', '00000000-0000-7000-8000-000000000007', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('0bcfcd3f-ad11-4cc3-94d2-e0b4856eccc9', '00000000-0000-7000-8000-000000000008', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('82876e29-0481-4801-9066-bf169496366b', '00000000-0000-7000-8000-000000000009', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('32ea9935-758a-49f6-88aa-00cc0d99e520', '00000000-0000-7000-8000-000000000010', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('89ef1f2b-c351-4f8a-94a3-fdc9766201aa', '00000000-0000-7000-8000-000000000011', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('4897721a-40fc-4fc7-9728-fef321bce22c', '00000000-0000-7000-8000-000000000012', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('b0b349ff-1a93-4f7e-b84c-a936c936f6a3', '00000000-0000-7000-8000-000000000013', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('c154c872-e8ed-4b89-a4cb-6ebe1da3d4fa', '00000000-0000-7000-8000-000000000014', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('0bfd9616-13ea-470e-893d-c82477136679', '00000000-0000-7000-8000-000000000015', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('da33a00d-f221-4863-8867-70c6ff5cc852', '00000000-0000-7000-8000-000000000016', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('e96b7d10-7761-4786-a5e2-cbadcc415a2c', '00000000-0000-7000-8000-000000000017', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('e81b0b8a-c03d-4cfe-8438-8cd7da1286e7', '00000000-0000-7000-8000-000000000018', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('218493b4-d4c1-4424-b405-13fc06adb475', '00000000-0000-7000-8000-000000000019', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.security_events VALUES ('cd2c4fdd-93e2-4892-a519-67c4f9aed897', '00000000-0000-7000-8000-000000000020', 'logged_in', NULL, NULL, 'Firefox on Ubuntu', '192.0.2.1', '2026-11-23 16:53:28.692267+00');
INSERT INTO public.user_sessions VALUES ('6f51fb01-d25d-4f0a-8f0e-a403f5e542e7', '00000000-0000-7000-8000-000000000001', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('961501f9-768f-4e6b-a3cb-8645eb66634e', '00000000-0000-7000-8000-000000000002', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('99fdbfe3-2578-4897-97a2-ec277d0863cd', '00000000-0000-7000-8000-000000000003', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('97ba4af7-b0a9-4bd5-b917-25939a60ee06', '00000000-0000-7000-8000-000000000004', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('87e7e26b-0db2-4b79-89d8-e786d106f795', '00000000-0000-7000-8000-000000000005', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('02974edd-e758-4afa-8829-8fdf32b1f8b9', '00000000-0000-7000-8000-000000000006', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('fd9ee67a-3998-4acc-a843-d06df319c641', '00000000-0000-7000-8000-000000000007', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('d9b23be5-c935-4f30-b9f6-ef6563231a5a', '00000000-0000-7000-8000-000000000008', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('4dd0eeb3-1846-470a-9734-c41fb02914ba', '00000000-0000-7000-8000-000000000009', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('56bf850a-06b6-48c2-8c91-a38b5b0cdead', '00000000-0000-7000-8000-000000000010', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('c325a3ad-ba89-4bd6-93c6-7642c48deb76', '00000000-0000-7000-8000-000000000011', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('321647c3-c591-47d2-a0fa-81c2e3bf0485', '00000000-0000-7000-8000-000000000012', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('f5c1a28d-0a57-4552-a6df-f93f5417dc98', '00000000-0000-7000-8000-000000000013', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('6e7555af-a086-4e5c-b9e4-956e45e2b19c', '00000000-0000-7000-8000-000000000014', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('90372cca-12a5-4a9e-8966-fe25e6263905', '00000000-0000-7000-8000-000000000015', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('2094d75e-3e51-4d78-95b2-cd8bc0805550', '00000000-0000-7000-8000-000000000016', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('91e9404a-7fc9-4a6e-91b9-7a2c42dc9890', '00000000-0000-7000-8000-000000000017', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('431866f0-eb60-4a65-b3c1-bff1bd1f767a', '00000000-0000-7000-8000-000000000018', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('2136c272-892b-4244-8702-c6ac72dd3346', '00000000-0000-7000-8000-000000000019', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.user_sessions VALUES ('cfd43bfb-7053-4bf2-abfb-a50c2cdebe47', '00000000-0000-7000-8000-000000000020', '2026-11-23 16:53:28.692267+00', '2026-12-23 16:53:28.692267+00', NULL, '', '', '2026-11-23 16:53:28.692267+00', NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000001', 'user1@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000002', 'user2@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000003', 'user3@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000004', 'user4@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000005', 'user5@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000006', 'user6@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000007', 'user7@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000008', 'user8@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000009', 'user9@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000010', 'user10@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000011', 'user11@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000012', 'user12@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000013', 'user13@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000014', 'user14@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000015', 'user15@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000016', 'user16@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000017', 'user17@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000018', 'user18@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000019', 'user19@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, NULL, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
INSERT INTO public.users VALUES ('00000000-0000-7000-8000-000000000020', 'user20@example.com', '$2b$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, true, false, '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', '2026-11-23 16:53:28.692267+00', 'UTC', 'en', NULL, NULL);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.demo_bookings
    ADD CONSTRAINT ex_demo_bookings_blocked EXCLUDE USING gist (blocked WITH &&) WHERE (((status)::text <> ALL ((ARRAY['cancelled'::character varying, 'declined'::character varying])::text[])));
ALTER TABLE ONLY public.demo_availability
    ADD CONSTRAINT pk_demo_availability PRIMARY KEY (id);
ALTER TABLE ONLY public.demo_bookings
    ADD CONSTRAINT pk_demo_bookings PRIMARY KEY (id);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT pk_email_changes PRIMARY KEY (id);
ALTER TABLE ONLY public.email_codes
    ADD CONSTRAINT pk_email_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (digest);
ALTER TABLE ONLY public.login_challenges
    ADD CONSTRAINT pk_login_challenges PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox_emails
    ADD CONSTRAINT pk_outbox_emails PRIMARY KEY (id);
ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT pk_password_resets PRIMARY KEY (digest);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (digest);
ALTER TABLE ONLY public.security_events
    ADD CONSTRAINT pk_security_events PRIMARY KEY (id);
ALTER TABLE ONLY public.trusted_devices
    ADD CONSTRAINT pk_trusted_devices PRIMARY KEY (id);
ALTER TABLE ONLY public.two_factors
    ADD CONSTRAINT pk_two_factors PRIMARY KEY (user_id);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT pk_user_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);
ALTER TABLE ONLY public.demo_bookings
    ADD CONSTRAINT uq_demo_bookings_manage_digest UNIQUE (manage_digest);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT uq_email_changes_undo_digest UNIQUE (undo_digest);
ALTER TABLE ONLY public.email_codes
    ADD CONSTRAINT uq_email_codes_email UNIQUE (email, purpose);
ALTER TABLE ONLY public.trusted_devices
    ADD CONSTRAINT uq_trusted_devices_digest UNIQUE (digest);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_email UNIQUE (email);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_undo_delete_digest UNIQUE (undo_delete_digest);
CREATE INDEX ix_demo_bookings_starts_at ON public.demo_bookings USING btree (starts_at, id);
CREATE INDEX ix_email_changes_user_id ON public.email_changes USING btree (user_id);
CREATE INDEX ix_idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at);
CREATE INDEX ix_idempotency_keys_user_id ON public.idempotency_keys USING btree (user_id);
CREATE INDEX ix_login_challenges_expires_at ON public.login_challenges USING btree (expires_at);
CREATE INDEX ix_login_challenges_user_id ON public.login_challenges USING btree (user_id);
CREATE INDEX ix_outbox_emails_due ON public.outbox_emails USING btree (next_attempt_at) WHERE ((status)::text = 'pending'::text);
CREATE INDEX ix_outbox_emails_pending_about ON public.outbox_emails USING btree (about_id) WHERE ((status)::text = 'pending'::text);
CREATE INDEX ix_outbox_emails_user_id ON public.outbox_emails USING btree (user_id);
CREATE INDEX ix_password_resets_expires_at ON public.password_resets USING btree (expires_at);
CREATE INDEX ix_password_resets_user_id ON public.password_resets USING btree (user_id);
CREATE INDEX ix_recovery_codes_user_id ON public.recovery_codes USING btree (user_id);
CREATE INDEX ix_security_events_actor_id ON public.security_events USING btree (actor_id) WHERE (actor_id IS NOT NULL);
CREATE INDEX ix_security_events_created_at ON public.security_events USING btree (created_at, id);
CREATE INDEX ix_security_events_user_id ON public.security_events USING btree (user_id, created_at, id);
CREATE INDEX ix_trusted_devices_expires_at ON public.trusted_devices USING btree (expires_at);
CREATE INDEX ix_trusted_devices_user_id ON public.trusted_devices USING btree (user_id);
CREATE INDEX ix_user_sessions_trusted_device_id ON public.user_sessions USING btree (trusted_device_id) WHERE (trusted_device_id IS NOT NULL);
CREATE INDEX ix_user_sessions_user_id ON public.user_sessions USING btree (user_id);
CREATE INDEX ix_users_created_at ON public.users USING btree (created_at, id);
CREATE INDEX ix_users_delete_at ON public.users USING btree (delete_at) WHERE (delete_at IS NOT NULL);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT fk_email_changes_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT fk_idempotency_keys_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.login_challenges
    ADD CONSTRAINT fk_login_challenges_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.outbox_emails
    ADD CONSTRAINT fk_outbox_emails_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT fk_password_resets_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT fk_recovery_codes_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.security_events
    ADD CONSTRAINT fk_security_events_actor_id FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.security_events
    ADD CONSTRAINT fk_security_events_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.trusted_devices
    ADD CONSTRAINT fk_trusted_devices_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.two_factors
    ADD CONSTRAINT fk_two_factors_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT fk_user_sessions_trusted_device_id FOREIGN KEY (trusted_device_id) REFERENCES public.trusted_devices(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT fk_user_sessions_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
