import type { FirstAdmin } from '@lingzhi/stack/platform/first-admin'
import { describeAdministrator, mayShowPassword } from './administrator.ts'

type Facts = {
  env: NodeJS.ProcessEnv
  url: string
  admin: FirstAdmin
  /** Where a generated password is kept; undefined when ADMIN_PASSWORD sets it. */
  keptIn: string | undefined
  onTerminal: boolean
  demoModel: boolean
  tookMs: number
}

/** What a person needs after the start: where, as whom, and three commands to try. */
export function banner(facts: Facts): string {
  const { env, url, admin, demoModel, tookMs } = facts
  const model = demoModel
    ? 'the built-in demo model; LLM_BASE_URL, LLM_API_KEY and LLM_MODEL name a real one'
    : env.LLM_BASE_URL
      ? `${env.LLM_MODEL ?? 'default'} at ${env.LLM_BASE_URL}`
      : 'the providers of LLM_PROVIDERS'
  const login = { username: admin.username, password: mayShowPassword(facts) ? admin.password : '…' }
  const json = "-H 'content-type: application/json'"
  return `
  灵值 Lingzhi is running at ${url} (after ${(tookMs / 1000).toFixed(1)} s)

  Administrator  ${describeAdministrator(facts)}
  Model          ${model}
  API            ${url}/api/docs

  Try it:
    curl ${url}/api/health
    curl ${url}/api/login ${json} -d ${quoted(login)}
    curl -N ${url}/api/chat-stream ${json} -d ${quoted({ message: '你好' })}

  Ctrl-C stops everything.

`
}

function quoted(body: object): string {
  return `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`
}
