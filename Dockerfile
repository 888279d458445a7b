# The worker's image: Python, the RunPod SDK, S3, subtitles, uv and the demo model. No PyTorch and no weights: they are
# installed onto the network volume, once. tests/container builds this file, measures it and runs what it made.

# Another base with Python 3.11 and venv works as well: --build-arg BASE=IMAGE.
ARG BASE=python

# Python 3.11.16 on Debian 12. It is named here, not in ARG, because Dependabot reads FROM alone.
FROM docker.io/library/python:3.11-slim-bookworm@sha256:528257d48c1da0dcecc2e725d1ae34498d60c965f1241e39cd6a85a8859bdf84 AS python

# hadolint ignore=DL3006
FROM ${BASE} AS build

# tini alone is taken from here, as one static file. Debian keeps only the newest build, so a pinned version would break.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/*

# pip fetches uv alone, by the lock's checksums, and uv the rest, which takes less time. pip stays in this stage: the
# image's own environment has no installer but the uv that the lock names. Certificates are the system's, not uv's own list.
COPY requirements.txt image/unused_packages.txt /build/

# Bytecode that does not look at its source's time, one permission scheme and one time for every file: two builds of one
# commit give the same layers. The packages get theirs in the step that installs them, else a layer would hold them twice.
RUN export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 \
    && python3 -m venv /build/pip \
    && python3 -m venv --without-pip /opt/venv \
    && awk '/^[a-z0-9]/ { wanted = /^uv==/ } wanted' /build/requirements.txt > /build/uv.txt \
    && /build/pip/bin/pip install --quiet --disable-pip-version-check --no-cache-dir \
        --no-compile --no-deps --only-binary :all: --require-hashes -r /build/uv.txt \
    && index="${PIP_INDEX_URL:-$(/build/pip/bin/pip config get global.index-url 2> /dev/null || true)}" \
    && /build/pip/bin/uv pip install --quiet --system-certs --no-cache --python /opt/venv/bin/python \
        ${index:+--default-index "$index"} \
        --no-deps --only-binary :all: --require-hashes -r /build/requirements.txt \
    && /build/pip/bin/uv pip uninstall --quiet --python /opt/venv/bin/python -r /build/unused_packages.txt \
    && rm -rf /build/pip /build/uv.txt /opt/venv/.lock \
    && python3 -m compileall -q -f --invalidation-mode unchecked-hash /opt/venv/lib \
    && chmod -R u=rwX,go=rX /opt/venv \
    && find /opt/venv -exec touch --no-dereference --date=@1735689600 {} +

COPY LICENSE handler.py runtime_requirements.txt runtime_requirements_cuda13.txt /app/
COPY scripts/doctor.py scripts/python.sh scripts/setup_runtime.sh /app/scripts/
COPY src /app/src

RUN PYTHONHASHSEED=0 python3 -m compileall -q -f --invalidation-mode unchecked-hash \
        /app/handler.py /app/scripts /app/src \
    && chmod -R u=rwX,go=rX /app \
    && find /app /usr/bin/tini-static -exec touch --no-dereference --date=@1735689600 {} +

# hadolint ignore=DL3006
FROM ${BASE} AS worker

ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="f5tts-worker" \
      org.opencontainers.image.description="F5-TTS voice cloning on RunPod serverless: speech, word timings and subtitles." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# INFO: at DEBUG, which is its default, the SDK prints every answer, signed links included.
# "utility" is nvidia-smi's library, which the SDK's own GPU check asks.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RUNPOD_LOG_LEVEL=INFO \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility

COPY --from=build /usr/bin/tini-static /usr/bin/tini
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

# Never the volume: older SDKs kept their state in the working directory, and a volume is shared.
WORKDIR /app

# Root, on purpose: RunPod mounts the volume owned by root, and a worker under another user cannot write to it.

EXPOSE 8000
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s --retries=3 \
    CMD ["/opt/venv/bin/python", "/app/scripts/doctor.py"]

# Python is tini's direct child. When it ends, however it ends, tini ends, and the kernel ends all that is left of the
# container: neither the SDK's heartbeat nor an engine can outlive it.
ENTRYPOINT ["/usr/bin/tini", "--", "/opt/venv/bin/python", "/app/handler.py"]
