# syntax=docker/dockerfile:1

# The Node that package.json pins; test/tooling/dockerfile.spec.ts keeps the two equal.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json .swcrc ./
COPY migrations migrations
COPY src src
RUN npm run build

FROM node:24.21.0-bookworm-slim AS libraries
WORKDIR /app
COPY package.json package-lock.json ./
# Without optional packages: they are the Node binaries for machines that have no right one.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json ./
COPY --from=libraries /app/node_modules node_modules
COPY --from=build /app/dist dist
# The image's own unprivileged user, by number, so that an orchestrator can see that it is not root.
# Nothing below /app belongs to it, and nothing is written: a read-only root file system will do.
USER 1000:1000
EXPOSE 3000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets SIGTERM: it stops taking requests, ends those that it took, and leaves.
CMD ["node", "dist/main.js"]
