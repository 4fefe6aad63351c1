# One recipe for every service: docker build --build-arg SERVICE=chat .
# Nothing is compiled: Node runs the TypeScript. Dependencies are installed in place, because Node does not
# strip types under node_modules, where `pnpm deploy` would copy the workspace's packages.
# Meant to be reproducible: with the same base image the layers should be the same. For the image's own date: SOURCE_DATE_EPOCH in the environment of
# `docker buildx build --output type=image,rewrite-timestamp=true`, or `buildah bud --timestamp`.
# The image of the gateway has the console too: docker build --target gateway --build-arg SERVICE=gateway .
ARG CONSOLE_BEFORE=scratch

# pnpm, the same for every image. Only what has the digest that this checkout was tried with.
FROM node:24-bookworm-slim AS installer
COPY scripts/bootstrap/pnpm-digests.json /tmp/
RUN cd /tmp && npm pack --json "pnpm@$(node -p 'require("./pnpm-digests.json").version')" > packed.json \
  && node -e 'const [{ integrity }] = JSON.parse(require("fs").readFileSync("packed.json")); process.exit(integrity === require("./pnpm-digests.json").digests.pnpm ? 0 : 1)' \
  && npm install --global --no-audit --no-fund ./pnpm-*.tgz && rm packed.json pnpm-*.tgz

FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY packages packages
COPY services services
RUN find packages services -type f ! -name package.json -delete && find packages services -type d -empty -delete

# The console, for the gateway's image alone: other images never run these stages. Node, not the sources of services, decides
# what is built anew.
FROM installer AS console-dependencies
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.mjs ./
COPY web/package.json web/
COPY packages/api-client/package.json packages/api-client/
RUN pnpm install --frozen-lockfile --filter "@lingzhi/web..."

FROM console-dependencies AS console
COPY tsconfig.json ./
COPY packages/api-client packages/api-client
COPY web web
RUN cd web && node node_modules/vite/bin/vite.js build --outDir /console/current --emptyOutDir

# Only manifests before the installation, so that a change of a source installs nothing anew. What differs from one installation to
# the next, times and a list of when it was done, goes: the same sources make the same layers.
FROM installer AS dependencies
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.mjs ./
COPY docker/own-files.mjs /tmp/
COPY --from=manifests /app ./
ARG SERVICE
ARG SOURCE_DATE_EPOCH=0
RUN pnpm install --frozen-lockfile --prod --filter-prod "@lingzhi/${SERVICE}..." \
  && rm -f node_modules/.modules.yaml node_modules/.pnpm-workspace-state*.json pnpm-*.yaml .pnpmfile.mjs \
  && node /tmp/own-files.mjs --installed \
  && find /app -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +

# The service and the packages that it uses, and no other's files.
FROM node:24-bookworm-slim AS sources
ARG SERVICE
ARG SOURCE_DATE_EPOCH=0
WORKDIR /app
COPY docker/own-files.mjs /tmp/
COPY packages packages
COPY services services
RUN node /tmp/own-files.mjs "${SERVICE}" && find /app -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +

# The image of the release before, for the files that tabs opened with it still ask for:
#   docker build --target gateway --build-arg SERVICE=gateway --build-arg CONSOLE_BEFORE=registry.example/lingzhi-gateway:1.4 .
FROM ${CONSOLE_BEFORE} AS before

FROM node:24-bookworm-slim AS console-of-gateway
RUN --mount=from=before,target=/before mkdir -p /console \
  && if [ -d /before/console/current ]; then cp -a /before/console/current /console/before; fi
COPY --from=console /console/current /console/current

FROM node:24-bookworm-slim AS runtime
ARG SERVICE
ARG MAIN=services/${SERVICE}/src/main.ts
# A small young generation: buffers of streams die in cheap collections instead of piling up until a full one.
ENV NODE_OPTIONS=--max-semi-space-size=2
ENV NODE_ENV=production MAIN=${MAIN} HOST=:: PORT=8080 METRICS_HOST=:: CONSOLE_DIR=/console/current
WORKDIR /app
COPY --from=dependencies --chown=root:root /app /app
COPY --from=sources --chown=root:root /app /app
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://localhost:'+process.env.PORT+'/api/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# exec: the service itself is process 1 and receives SIGTERM.
CMD ["/bin/sh", "-c", "exec node $MAIN"]

FROM runtime AS gateway
COPY --from=console-of-gateway --chown=root:root /console /console

# The last stage is what is built where no target is named: a service without the console.
FROM runtime AS service
