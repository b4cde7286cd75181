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
# Build with LOCK=requirements-otel.lock for OpenTelemetry traces.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
# The image needs no pip, and of Babel's 1,100 files it needs those of our languages.
RUN python -m venv --without-pip .venv \
    && pip --python .venv/bin/python install --no-cache-dir --no-compile --require-hashes -r requirements.lock \
    && find .venv -path "*/babel/locale-data/*" ! -name "root.dat" ! -name "en*" ! -name "de*" -delete
# Compile now: the file system is read-only later. The base image has its standard library not
# compiled, and compiling it takes a third of a start, and most of a health check.
WORKDIR /tools
COPY devtools/__init__.py devtools/compile.py devtools/
RUN python -m devtools.compile / /app/.venv/lib/python*/site-packages \
    && python -m devtools.compile /compiled "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
    && chmod -R a+rX /compiled
WORKDIR /source
COPY alembic alembic
COPY backend backend
COPY alembic.ini main.py ./
# The builder before BuildKit misreads .dockerignore and would leave out most files.
RUN test -f backend/modules/registry.py
# The files may be private to their owner in the folder that is built from.
RUN /app/.venv/bin/python -m compileall -q --invalidation-mode unchecked-hash backend main.py \
    && chmod -R a+rX .

# What docker-compose.yml sends its e-mails to.
FROM python:3.13-slim AS mailbox
WORKDIR /app
COPY --from=build /compiled /
COPY devtools devtools
RUN chmod -R a+rX devtools
USER 10001:10001
EXPOSE 8025
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8025/health', timeout=2)"]
ENTRYPOINT ["python", "-m", "devtools.mailbox", "--host=0.0.0.0"]

FROM python:3.13-slim
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sample \
    && install -d -o sample -m 700 /data
COPY --from=build /compiled /
COPY --from=build /app/.venv .venv
# FRONTEND_DIR=/app/web serves it.
COPY --from=web /app/frontend/out web
COPY --from=build /source ./
# One arena for all threads: they hardly allocate memory at the same time, and each arena keeps some.
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=1
# A number, because Kubernetes (runAsNonRoot) cannot check a user name.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:8000' + os.environ['API_PREFIX'] + '/health/live', timeout=2)"]
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000", "--http", "backend.core.protocol:BoundedProtocol", "--no-proxy-headers", "--no-server-header", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "20"]
