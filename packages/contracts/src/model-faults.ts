/**
 * Why a configured provider cannot be used, by the word that readiness shows, and what an operator does about it. In every one of
 * them all else works: log-in, conversations, check-in.
 */
export const modelCures = {
  key: 'the provider does not accept the key: correct LLM_API_KEY (or the variable that api_key_variable names)',
  credit: 'the account at the provider has no credit left: top it up',
  quota: 'the quota of the account at the provider is used up: wait, or raise it there',
  region: 'the provider does not serve the region of this machine: use another, or a proxy (HTTPS_PROXY)',
  address:
    'the path of the address is not right: the base URL of most providers ends in /v1 (docs/providers.md)',
  model: 'the provider does not serve that model: set LLM_MODEL to one that it lists',
  refused:
    'nothing listens at that host and port: correct LLM_BASE_URL, or start the server; inside a container localhost is the container',
  host: 'no host of that name is known: correct LLM_BASE_URL, or the DNS of this machine',
  tls: 'its certificate is not trusted here: NODE_EXTRA_CA_CERTS=/path/ca.pem adds an authority; http:// where the server has no TLS',
  proxy: 'the proxy does not let the call through: HTTP_PROXY, HTTPS_PROXY and NO_PROXY say which is used',
  timeout: 'it did not respond in time: look whether a firewall or a proxy stands between',
  overload: 'it says that it is overloaded: it may pass by itself',
  down: 'it cannot be reached or fails: look at its status page, and at the log',
  broken: 'what it sends is no answer: LLM_BASE_URL may lead to a web page, not to an API',
} as const

export type ModelFaultWord = keyof typeof modelCures

export const isModelFaultWord = (word: string | undefined): word is ModelFaultWord =>
  word !== undefined && Object.hasOwn(modelCures, word)
