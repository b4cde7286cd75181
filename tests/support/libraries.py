"""The libraries that the project imports, for `tests/support/forks.py`.

A library that is missing here is imported by each program itself.
"""

# ruff: noqa: F401

import alembic.config
import babel.dates
import bcrypt
import cryptography.hazmat.primitives.kdf.hkdf
import dotenv
import email_validator
import fastapi.middleware.cors
import fastapi.openapi.utils
import fastapi_limiter.depends
import fastapi_offline
import jinja2
import jwt
import obstore.store
import prometheus_client
import psycopg
import pyotp
import python_multipart
import redis.asyncio
import rich.traceback
import segno
import sendgrid
import sqlalchemy.dialects.postgresql.psycopg
import sqlmodel
import structlog
import ua_parser
import uvicorn.protocols.http.httptools_impl
import yaml
import zipstream
