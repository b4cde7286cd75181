"""Add bookings of demos, and the hours that can be booked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "ac53f9356118"
down_revision = "5d0c2f7a9be1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demo_availability",
        sa.Column("id", sa.Integer(), server_default="1", nullable=False),
        sa.Column("timezone", sa.String(), server_default="UTC", nullable=False),
        sa.Column(
            "weekly_hours",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text(
                """'[{"weekday": "monday", "start": "09:00", "end": "17:00"}, """
                """{"weekday": "tuesday", "start": "09:00", "end": "17:00"}, """
                """{"weekday": "wednesday", "start": "09:00", "end": "17:00"}, """
                """{"weekday": "thursday", "start": "09:00", "end": "17:00"}, """
                """{"weekday": "friday", "start": "09:00", "end": "17:00"}]'"""
            ),
            nullable=False,
        ),
        sa.Column(
            "duration_minutes", sa.Integer(), server_default="30", nullable=False
        ),
        sa.Column("buffer_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("notice_minutes", sa.Integer(), server_default="120", nullable=False),
        sa.Column("horizon_days", sa.Integer(), server_default="60", nullable=False),
        sa.Column(
            "blackout_days",
            sa.ARRAY(sa.Date()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("location", sa.String(), nullable=True),
        sa.CheckConstraint(
            "buffer_minutes BETWEEN 0 AND 480",
            name=op.f("ck_demo_availability_sane_buffer"),
        ),
        sa.CheckConstraint(
            "duration_minutes BETWEEN 5 AND 480",
            name=op.f("ck_demo_availability_sane_duration"),
        ),
        sa.CheckConstraint(
            "horizon_days BETWEEN 1 AND 365",
            name=op.f("ck_demo_availability_sane_horizon"),
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_availability_one_row")),
        sa.CheckConstraint(
            "notice_minutes BETWEEN 0 AND 43200",
            name=op.f("ck_demo_availability_sane_notice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_availability")),
    )
    op.create_table(
        "demo_bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "blocked",
            postgresql.TSTZRANGE(),
            sa.Computed("tstzrange(starts_at, free_at)", persisted=True),
            nullable=False,
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("manage_digest", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("blocked"), "&&"),
            where=sa.text("status NOT IN ('cancelled', 'declined')"),
            using="gist",
            name="ex_demo_bookings_blocked",
        ),
        sa.CheckConstraint(
            "status IN ('confirmed', 'declined', 'cancelled', 'completed', 'no_show')",
            name=op.f("ck_demo_bookings_known_status"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at AND ends_at <= free_at",
            name=op.f("ck_demo_bookings_times_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_bookings")),
        sa.UniqueConstraint(
            "manage_digest", name=op.f("uq_demo_bookings_manage_digest")
        ),
    )
    op.create_index("ix_demo_bookings_starts_at", "demo_bookings", ["starts_at", "id"])
    # One row with the defaults above: Monday to Friday, 9:00-17:00 UTC, 30 minutes.
    op.execute("INSERT INTO demo_availability DEFAULT VALUES")


def downgrade() -> None:
    op.drop_table("demo_bookings")
    op.drop_table("demo_availability")
