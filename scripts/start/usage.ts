export const usage = `
npm start [-- --scale chat=2,export=2]

Starts the whole platform: PostgreSQL, Redis and NATS unless you name your own, then every service.
Ctrl-C stops it; a second Ctrl-C ends everything at once.

  --scale <service>=<n>,…   replicas of auth, chat, checkin and export

Settings come from the environment or from a file .env in the checkout:

  PORT, HOST               where the gateway listens (8080 on 127.0.0.1)
  DATA_DIR                 data, secrets and logs of this installation (.data)
  DATABASE_URL             a PostgreSQL on which databases and roles may be created
  DATABASE_PREFIX          begins the names of those (lingzhi_)
  REDIS_URL, NATS_URL      servers to use instead of private instances
  LLM_BASE_URL, LLM_API_KEY, LLM_MODEL    the model; without a base URL the built-in demo model answers
  LLM_PROVIDERS, LLM_PROVIDERS_FILE       several providers at once, see services/chat/README.md
  PUBLIC_URL               what links in mails and exports begin with (the gateway's address)
  ADMIN_USERNAME, ADMIN_PASSWORD          the first administrator (admin, a generated password)
  METRICS_PORT             metrics for Prometheus: the gateway's here, the other processes' on the ports after it
  LOG_LEVEL                of the services (info)

Every other setting of a service is passed on to it; their READMEs list them.
`
