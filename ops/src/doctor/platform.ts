import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { isModelFaultWord, modelCures } from '@lingzhi/contracts/model-faults'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { describeModel } from '@lingzhi/stack/platform/model-state'
import { checkBackups } from '../verifying/check-backups.ts'
import { ill, type Look } from './look.ts'

const dayMs = 86_400_000
/** A certificate is renewed a month before its end; with two weeks left that did not happen. */
const certificateMinMs = 14 * dayMs
const waitMs = 5_000

type Ready = {
  services?: Record<string, { status: string; checks?: Record<string, { status?: string; reason?: string }> }>
}

export const readiness: Look = {
  name: 'services',
  async look({ deployment, signal }) {
    const stack = deployment.stack()
    if (!stack) return 'the platform does not run'
    const response = await fetch(`${stack.gateway_url}/api/health/ready`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    }).catch(() => undefined)
    if (!response)
      return ill(`nothing responds at ${stack.gateway_url}`, 'npm run ops -- logs gateway --since 10m')
    const { services = {} } = (await response.json()) as Ready
    const down = Object.entries(services).flatMap(([name, { status, checks = {} }]) =>
      status === 'down'
        ? [
            `${name}: ${
              Object.entries(checks)
                .filter(([, one]) => one.status === 'down')
                .map(([what]) => what)
                .join(', ') || 'does not respond'
            }`,
          ]
        : [],
    )
    return down.length > 0
      ? ill(down.join('\n'), 'npm run ops -- logs <service> --since 10m; docs/failures.md has what to do')
      : Object.keys(services).join(', ')
  },
}

export const model: Look = {
  name: 'model',
  async look({ deployment, signal }) {
    const { env, settings } = deployment
    const described = describeModel(env, settings.demoModel)
    const stack = deployment.stack()
    if (!stack) return await askProvider(env, described, signal)
    const response = await fetch(`${stack.gateway_url}/api/health/ready`, {
      signal: AbortSignal.timeout(10_000),
    })
    const { services } = (await response.json()) as Ready
    const word = services?.chat?.checks?.model?.reason
    return isModelFaultWord(word) ? ill(`${described}: ${word}`, modelCures[word]) : described
  },
}

/** While nothing runs, the provider's list of models tells whether it is reached, and takes the key. */
async function askProvider(env: NodeJS.ProcessEnv, described: string, signal: AbortSignal) {
  const base = settingOf(env, 'LLM_BASE_URL')
  if (!base) return described
  const key = settingOf(env, 'LLM_API_KEY')
  try {
    const { status } = await fetch(`${base.replace(/\/+$/, '')}/models`, {
      headers: key ? { authorization: `Bearer ${key}` } : {},
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
    })
    return status === 401 || status === 403 ? ill(`${described}: ${status}`, modelCures.key) : described
  } catch {
    return ill(described, modelCures.address)
  }
}

export const proxy: Look = {
  name: 'proxy',
  async look({ deployment }) {
    const { env } = deployment
    for await (const { record } of deployment.logs({
      program: 'gateway',
      since: Date.now() - 7 * dayMs,
      request: 'a proxy names its clients',
    }))
      if (!settingOf(env, 'TRUSTED_PROXIES'))
        return ill(
          `a proxy at ${record?.proxy} stands in front, and is not trusted: all people share one limit`,
          `TRUSTED_PROXIES=${record?.proxy}, and let it send X-Forwarded-For`,
        )
    return settingOf(env, 'TRUSTED_PROXIES') ? 'TRUSTED_PROXIES is set' : 'none was seen'
  },
}

export const certificates: Look = {
  name: 'certificates',
  async look({ deployment: { env } }) {
    const addresses = ['PUBLIC_URL', 'REDIS_URL', 'LLM_BASE_URL']
      .map((name) => ({ name, url: URL.parse(settingOf(env, name) ?? '') }))
      .filter(({ url }) => url && /^(https|rediss):$/.test(url.protocol))
    if (addresses.length === 0) return 'no address with TLS is set'
    const told: string[] = []
    for (const { name, url } of addresses) {
      const end = await certificateEnd(
        url!.hostname,
        Number(url!.port) || (url!.protocol === 'https:' ? 443 : 6379),
      )
      if (end === undefined)
        return ill(`${name}: ${url!.host} does not respond with TLS`, 'start it, or correct the address')
      const leftMs = end - Date.now()
      if (leftMs < certificateMinMs)
        return ill(
          `${name}: the certificate of ${url!.host} ${leftMs < 0 ? 'has ended' : `ends in ${Math.floor(leftMs / dayMs)} days`}`,
          'renew it: Caddy does that by itself, certbot with certbot renew',
        )
      told.push(`${url!.host}: ${Math.floor(leftMs / dayMs)} days`)
    }
    return told.join(', ')
  },
}

function certificateEnd(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Its dates are read even where this machine does not trust who signed it.
    const socket = connect(
      { host, port, ...(!isIP(host) && { servername: host }), rejectUnauthorized: false, timeout: waitMs },
      () => {
        const end = Date.parse(socket.getPeerCertificate().valid_to)
        socket.destroy()
        resolve(Number.isNaN(end) ? undefined : end)
      },
    )
    socket.on('timeout', () => socket.destroy(new Error('timeout')))
    socket.on('error', () => resolve(undefined))
  })
}

export const backups: Look = {
  name: 'backups',
  async look({ deployment }) {
    const { ok, detail } = checkBackups(deployment.dataDir)
    return ok ? detail : ill(detail, 'npm run ops -- backup schedule makes one a day')
  },
}
