FROM node:24-slim AS web
WORKDIR /app/frontend
ENV NEXT_TELEMETRY_DISABLED=1
# The version that frontend/package.json names.
RUN npm install --global pnpm@10.34.9
COPY frontend/package.json frontend/pnpm-lock.yaml frontend/pnpm-workspace.yaml ./
RUN pnpm install --frozen-lockfile
COPY openapi.json /app/
COPY clients/typescript /app/clients/typescript
COPY frontend ./
RUN pnpm build

FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /app/.venv
# Build with LOCK=requirements-otel.lock for OpenTelemetry traces.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
RUN /app/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim
WORKDIR /app
RUN useradd --system --uid 10001 --no-create-home sample && install -d -o sample -m 700 /data
COPY --from=build /app/.venv .venv
# FRONTEND_DIR=/app/web serves it.
COPY --from=web /app/frontend/out web
COPY alembic alembic
COPY backend backend
COPY alembic.ini main.py ./
# Compile now: the file system is read-only later, and compiling takes a tenth of the start.
RUN python -m compileall -q backend main.py
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# A number, because Kubernetes (runAsNonRoot) cannot check a user name.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:8000' + os.environ['API_PREFIX'] + '/health/live', timeout=2)"]
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000", "--http", "backend.core.protocol:BoundedProtocol", "--no-proxy-headers", "--no-server-header", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "20"]
