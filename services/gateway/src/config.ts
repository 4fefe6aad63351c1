import { busSettings } from '@lingzhi/bus/settings'
import { redisSettings } from '@lingzhi/cache/settings'
import type { UpstreamName } from '@lingzhi/contracts/services'
import { addressSetting, upstreamNames } from '@lingzhi/contracts/services'
import { limitSettings, listenSettings, readerSettings } from '@lingzhi/http/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { areProxies } from './edge/client-address.ts'
import { areOrigins } from './edge/cors.ts'

const addressesOf = (name: string) =>
  Type.String({
    pattern: '^https?://[^\\s,/]+/?(\\s*,\\s*https?://[^\\s,/]+/?)*$',
    rule: {
      zh: '必须是以逗号分隔的 http 地址，不带路径，例如 http://chat:8080',
      en: 'must be http addresses without a path, comma-separated, such as http://chat:8080',
    },
    description: `Addresses of the replicas of ${name}, comma-separated.`,
  })

type AddressSettings = Record<`${Uppercase<UpstreamName>}_URL`, ReturnType<typeof addressesOf>>
const addressSettings = Object.fromEntries(
  upstreamNames.map((name) => [addressSetting(name), addressesOf(name)]),
) as AddressSettings

const proxiesRule = {
  zh: '必须是代理的个数，或地址与网段，例如 10.0.0.0/8,fd00::/8',
  en: 'must be a number of proxies, or addresses and networks such as 10.0.0.0/8,fd00::/8',
}
const originsRule = {
  zh: '必须是以逗号分隔的来源，例如 https://app.example.cn，不带路径，也不能是 *',
  en: 'must be origins such as https://app.example.cn, comma-separated, each without a path; * is none',
}

export const Config = Type.Object({
  ...listenSettings,
  ...busSettings,
  ...redisSettings,
  ...limitSettings,
  ...readerSettings,
  ...addressSettings,
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    description: 'Port to listen on; 0 takes a free one.',
  }),
  PORT_SHARED: Type.Boolean({
    default: false,
    description:
      'Another gateway of the same user may listen on the same address and port (SO_REUSEPORT), as while a release takes over.',
  }),
  REDIS_PREFIX: Type.String({
    default: 'lingzhi:',
    description: 'Put before every key, so that platforms can share a server.',
  }),
  TRUSTED_PROXIES: Type.Refine(
    Type.String({
      default: '',
      rule: proxiesRule,
      description:
        'Proxies before the gateway whose X-Forwarded-For is believed: how many (only where no client reaches the port without passing them), or their networks in CIDR notation.',
    }),
    areProxies,
    () => proxiesRule.en,
  ),
  CORS_ORIGINS: Type.Refine(
    Type.String({
      default: '',
      rule: originsRule,
      description:
        "Origins, comma-separated, whose pages may call from a browser, such as http://localhost:5173; never with cookies. The console's own needs no entry.",
    }),
    areOrigins,
    () => originsRule.en,
  ),
  SIGNING_SECRETS: Type.String({
    default: '',
    pattern: '^$|^[\\w.-]+:[^,]{32,}(,[\\w.-]+:[^,]{32,})*$',
    rule: {
      zh: '必须是以逗号分隔的“编号:密钥”，密钥至少 32 个字符',
      en: 'must be id:secret pairs, comma-separated, with secrets of at least 32 characters',
    },
    secret: true,
    description:
      'Secrets of server-to-server callers who sign requests: id:secret pairs of at least 32 characters, comma-separated.',
  }),
  SIGNING_USERS: Type.String({
    default: '',
    pattern: '^$|^[\\w.-]+:[\\w-]+(,[\\w.-]+:[\\w-]+)*$',
    rule: {
      zh: '必须是以逗号分隔的“编号:用户编号”',
      en: 'must be id:user-id pairs, comma-separated',
    },
    description:
      'Whom a secret may sign for: id:user-id pairs, comma-separated; an id may stand several times. Such signatures must cover `authorization` too. A secret without an entry signs for anybody.',
  }),
  SIGNING_REQUIRED: Type.Boolean({
    default: false,
    description: 'Calls made with an API key must be signed.',
  }),
  CONSOLE_DIR: Type.String({
    default: '',
    description:
      'Folder of a build of the console, which is served at /; files of the two newest builds beside it are served too, for pages left open. Empty: no console, and / leads to the page of the API.',
  }),
  IDEMPOTENCY_SECRET: Type.String({
    default: '',
    secret: true,
    description:
      'Seals the records kept for an Idempotency-Key; the same on every replica. By default derived from the password for NATS, else for Redis. After a change older records are not replayed.',
  }),
  BODY_MAX_BYTES: Type.Integer({
    minimum: 1_024,
    default: 1_048_576,
    description: 'Largest request body, in bytes (413); a row of upstreams.ts may allow more.',
  }),
  HEADERS_MAX_BYTES: Type.Integer({
    minimum: 2_048,
    default: 16_384,
    description: 'Largest set of request headers, in bytes (431).',
  }),
  HEADERS_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 10_000,
    description: "Longest time for a request's headers to arrive (408).",
  }),
  REQUEST_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 30_000,
    description: 'Longest time for a whole request to arrive (408).',
  }),
  SEND_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 60_000,
    description: 'A client that takes nothing of its response for this long is cut off.',
  }),
  UPSTREAM_TIMEOUT_MS: Type.Integer({
    minimum: 100,
    default: 20_000,
    description:
      'Longest wait for an ordinary response of a service; streams and downloads have longer ones.',
  }),
  CONNECTIONS_PER_ADDRESS_MAX: Type.Integer({
    minimum: 1,
    default: 1_000,
    description:
      'Connections that one network address may have open, times RATE_LIMIT_FACTOR where that is above 1; more are closed at once. Those of TRUSTED_PROXIES are not counted.',
  }),
  LEAVE_NOTICE_MS: Type.Integer({
    minimum: 0,
    maximum: 60_000,
    default: 300,
    description:
      'How long a shutdown goes on serving, each response closing its connection, before idle connections are dropped. Longer where another gateway takes over while people go on: npm run ops -- deploy sets 4000.',
  }),
  CLOSE_MAX_MS: Type.Integer({
    minimum: 0,
    default: 8_000,
    description: 'Longest a shutdown waits for requests under way before their connections are cut.',
  }),
})
export type Config = Static<typeof Config>
