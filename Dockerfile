# Build: the executable, with everything in it.
FROM node:22-bookworm-slim AS build
WORKDIR /source
# First what changes rarely: this layer has Bun and the dependencies.
COPY package.json bun.lock bunfig.toml ./
COPY patches patches
COPY scripts/setup scripts/pack-postgres.ts scripts/
RUN scripts/setup
COPY . .
RUN scripts/build --no-proof

# Run: glibc and a shell (initdb needs one), no package manager's programs in use, an ordinary user with a name.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin dumpus \
 && install -d -o dumpus -g dumpus -m 700 /data
COPY --from=build /source/dist/dumpus-server /usr/local/bin/dumpus-server
USER dumpus
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["dumpus-server", "healthcheck"]
# The default grace of `docker stop` is 10 seconds; jobs are handed back within SHUTDOWN_SECONDS: docker stop -t 30
STOPSIGNAL SIGTERM
ENTRYPOINT ["dumpus-server"]
