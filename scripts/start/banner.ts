import type { FirstAdmin } from '@lingzhi/stack/platform/first-admin'
import { describeAdministrator, mayShowPassword } from './administrator.ts'

type Facts = {
  url: string
  /** Where the console reloads as its sources change, under npm run dev. */
  hotUrl?: string | undefined
  admin: FirstAdmin
  /** Where a generated password is kept; undefined when ADMIN_PASSWORD sets it. */
  keptIn: string | undefined
  onTerminal: boolean
  /** What answers, and why it cannot be used. */
  model: { described: string; fault: string | undefined }
  tookMs: number
}

/** What a person needs after the start: where, as whom, and three commands to try. */
export function banner(facts: Facts): string {
  const { url, hotUrl, admin, model, tookMs } = facts
  const login = { username: admin.username, password: mayShowPassword(facts) ? admin.password : '…' }
  const json = "-H 'content-type: application/json'"
  return `
  灵值 Lingzhi is running: open ${url} in a browser (after ${(tookMs / 1000).toFixed(1)} s)

  Administrator  ${describeAdministrator(facts)}
  Model          ${model.described}${model.fault ? `\n                 cannot be used: ${model.fault}` : ''}
${hotUrl ? `  Console        ${hotUrl} (reloads as its sources change)\n` : ''}  API            ${url}/api/docs

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
