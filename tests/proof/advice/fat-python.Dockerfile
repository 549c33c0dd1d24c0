FROM localhost/base-debian:bookworm
LABEL org.opencontainers.image.authors="Someone <someone@example.com>"
ENV DEBIAN_FRONTEND=noninteractive
ENV DB_PASSWORD=hunter2
# steps lean-install (recommended packages, lists, archives, documentation, logs) and consolidate; the build tools are gone (multi-stage)
RUN printf 'path-exclude=/usr/share/doc/*\npath-include=/usr/share/doc/*/copyright\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/info/*\npath-exclude=/usr/share/lintian/*\n' > /etc/dpkg/dpkg.cfg.d/01-lean \
 && apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-pip \
 && apt-get clean && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log
ARG PIP_INDEX_URL
ARG PIP_TRUSTED_HOST
WORKDIR /app
RUN useradd -m app && chown app:app /app
# steps chown and dockerignore: the owner comes with the copy, .git and the archive stay behind
COPY --chown=app:app server.py requirements.txt prepare.sh Dockerfile /app/
COPY --chown=app:app tools /app/tools
COPY --chown=app:app static /app/static
# steps consolidate and multi-stage: what is only needed while building is mounted, and deleted where it is made
RUN --mount=type=bind,source=dataset.tar.gz,target=/tmp/dataset.tar.gz \
    --mount=type=bind,source=.env,target=/app/.env \
    pip install --no-cache-dir --break-system-packages -r requirements.txt \
 && mkdir dataset && tar -xzf /tmp/dataset.tar.gz -C dataset \
 && python3 tools/build.py && python3 tools/use_secret.py \
 && rm -rf dataset build/intermediate && chown -R app:app build
EXPOSE 8000
USER app
CMD python3 server.py
