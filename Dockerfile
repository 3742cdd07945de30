# Build: the executable, with everything in it. It is always built on the builder's own kind of processor, since Bun can build
# for another one. BuildKit sets BUILDPLATFORM to that kind. Docker's older builder does not, and takes `linux` for its own kind.
ARG BUILDER=${BUILDPLATFORM:-linux}
FROM --platform=$BUILDER node:22-bookworm-slim AS build
ARG TARGETARCH
WORKDIR /source
# First what changes rarely: this layer has Bun and the dependencies.
COPY package.json bun.lock bunfig.toml ./
COPY patches patches
COPY scripts/setup scripts/pack-postgres.ts scripts/
RUN scripts/setup
COPY . .
RUN platform=linux-$(echo "${TARGETARCH:-$(dpkg --print-architecture)}" | sed s/amd64/x64/) \
 && scripts/build --target "bun-$platform" \
 && mv "dist/dumpus-server-$platform" dist/dumpus-server \
 && groupadd --gid 10001 dumpus \
 && useradd --uid 10001 --gid dumpus --no-create-home --home-dir /data --shell /usr/sbin/nologin dumpus \
 && grep -E '^(root|nobody|dumpus):' /etc/passwd >dist/passwd \
 && grep -E '^(root|nogroup|dumpus):' /etc/group >dist/group \
 && install -d -m 700 dist/root/data

# Run: glibc and a shell, which initdb needs, and an ordinary user with a name, which initdb asks for. This stage runs no
# command, so that an image for another processor can be built without emulation.
FROM debian:bookworm-slim
COPY --from=build /source/dist/passwd /source/dist/group /etc/
COPY --from=build /source/dist/dumpus-server /usr/local/bin/dumpus-server
# Copies /data itself with its mode, so that no other user may look into it.
COPY --from=build --chown=10001:10001 /source/dist/root/ /
USER dumpus
ENV DATA_DIR=/data
# Only the data and /tmp (the socket of the database, when the path of the data is long) are written to: --read-only works.
VOLUME /data
EXPOSE 5000
# Podman keeps a health check only in an image of Docker's format: podman build --format docker.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["dumpus-server", "healthcheck"]
# Jobs are handed back within SHUTDOWN_SECONDS (25). `docker stop` kills after 10 seconds unless told to wait: docker stop -t 40
STOPSIGNAL SIGTERM
ENTRYPOINT ["dumpus-server"]
