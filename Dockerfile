# One recipe for every service: docker build --build-arg SERVICE=chat .
# Nothing is compiled: Node runs the TypeScript. Dependencies are installed in place, because Node does not
# strip types under node_modules, where `pnpm deploy` would copy the workspace's packages.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY packages packages
COPY services services
RUN find packages services -type f ! -name package.json -delete && find packages services -type d -empty -delete

# Only manifests before the installation, so that a change of a source installs nothing anew.
FROM node:24-bookworm-slim AS dependencies
ARG SERVICE
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.mjs ./
COPY scripts/bootstrap/pnpm-digests.json /tmp/
# Only what has the digest that this checkout was tried with.
RUN cd /tmp && npm pack --json "pnpm@$(node -p 'require("./pnpm-digests.json").version')" > packed.json \
  && node -e 'const [{ integrity }] = JSON.parse(require("fs").readFileSync("packed.json")); process.exit(integrity === require("./pnpm-digests.json").digests.pnpm ? 0 : 1)' \
  && npm install --global --no-audit --no-fund ./pnpm-*.tgz && rm packed.json pnpm-*.tgz
COPY --from=manifests /app ./
RUN pnpm install --frozen-lockfile --prod --filter-prod "@lingzhi/${SERVICE}..."
COPY packages packages
COPY services services

FROM node:24-bookworm-slim
ARG SERVICE
ARG MAIN=services/${SERVICE}/src/main.ts
# A small young generation: buffers of streams die in cheap collections instead of piling up until a full one.
ENV NODE_OPTIONS=--max-semi-space-size=2
ENV NODE_ENV=production MAIN=${MAIN} HOST=:: PORT=8080 METRICS_HOST=::
WORKDIR /app
COPY --from=dependencies --chown=root:root /app /app
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD node -e "fetch('http://localhost:'+process.env.PORT+'/api/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
# exec: the service itself is process 1 and receives SIGTERM.
CMD ["/bin/sh", "-c", "exec node $MAIN"]
