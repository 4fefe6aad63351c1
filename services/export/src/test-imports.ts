import { serve } from '@lingzhi/bus/request'
import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ImportBatch, ImportLines } from '@lingzhi/contracts/chat-import'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Config } from './config.ts'
import type { ImportView } from './imports/jobs/import-view.ts'
import { workImports } from './imports/jobs/work-imports.ts'
import { startTestApp } from './test-app.ts'

export interface ImportLine {
  type: 'conversation' | 'message'
  key: string
  title: string
  parent: string | null
  role: string
  content: string
  created_at: string
  active: boolean
  continued: boolean
  [member: string]: unknown
}

/**
 * The service with a worker of imports, a signed-in user, and chat's place on the bus taken by something that remembers the lines
 * it was sent. `beforeBatch` lets a test hold a batch back or make it fail.
 */
export async function startTestImports(
  t: Test,
  { worker = true, ...settings }: Partial<Config> & { natsUrl?: string; worker?: boolean } = {},
) {
  const service = await startTestApp(t, settings)
  const { app, deps, config, bus } = service
  const user = await service.identity.user()
  const chat = {
    /** Of imports for real. */
    lines: [] as ImportLine[],
    batches: [] as { seq: number; dry_run: boolean; user_id: string; job_id: string }[],
    beforeBatch: async (_seq: number): Promise<void> => {},
    clear: () => {
      chat.lines = []
      chat.batches = []
      results.clear()
    },
  }
  const results = new Map<
    string,
    {
      conversations: string
      messages: { new: number; existing: number; changed: number }
      unknown_agents: string[]
    }
  >()
  const serving = serve(bus, ImportBatch, async ({ job_id, run, seq, user_id, dry_run }) => {
    await chat.beforeBatch(seq)
    const { pieces } = await requestBytes(bus, ImportLines.ofRun(run), { job_id, run, seq })
    const earlier = results.get(`${job_id}/${seq}`)
    if (earlier) return earlier
    const lines = Buffer.concat(pieces)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ImportLine)
    const known = new Set(chat.lines.map(({ key }) => key))
    const isNew = ({ key }: ImportLine) => !known.has(key)
    const conversations = lines.filter(({ type }) => type === 'conversation')
    const messages = lines.filter(({ type }) => type === 'message')
    const added = messages.filter(isNew).length
    const result = {
      conversations: conversations.map((line) => (isNew(line) ? 'n' : 'e')).join(''),
      messages: { new: added, existing: messages.length - added, changed: 0 },
      unknown_agents: [],
    }
    chat.batches.push({ seq, dry_run, user_id, job_id })
    if (dry_run) return result
    chat.lines.push(...lines.filter(isNew))
    results.set(`${job_id}/${seq}`, result)
    return result
  })
  t.teardown(() => serving.close())
  await bus.nc.flush()
  const work = async () => {
    const consumption = await workImports(deps, config)
    t.teardown(consumption.close)
  }
  if (worker) await work()

  const call = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | Buffer,
    headers: Record<string, string> = user.headers,
  ) =>
    app.inject({
      method,
      url,
      headers: {
        ...(Buffer.isBuffer(payload) && { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(payload && { payload }),
    })
  /** Uploads a file in one request. */
  const upload = async (
    file: Buffer | string,
    query = '',
    headers?: Record<string, string>,
  ): Promise<ImportView> => {
    const reply = await call('POST', `/api/imports${query}`, Buffer.from(file), headers)
    if (reply.statusCode !== 202) throw new Error(`not accepted: ${reply.body}`)
    return reply.json().data
  }
  const show = async (id: string, headers?: Record<string, string>): Promise<ImportView> =>
    (await call('GET', `/api/imports/${id}`, undefined, headers)).json().data
  const ended = (id: string, headers?: Record<string, string>, withinMs = 30_000) =>
    eventually(async () => {
      const job = await show(id, headers)
      return ['completed', 'failed', 'cancelled'].includes(job.status) && job
    }, withinMs)
  /** Imports a file and waits for the end. */
  const importFile = async (file: Buffer | string, query = '', headers?: Record<string, string>) =>
    ended((await upload(file, query, headers)).id, headers)
  return { ...service, user, chat, work, call, upload, show, ended, importFile }
}

const uuid = (n: number) => `01960f3e-7c1a-7b3e-9a51-${n.toString(16).padStart(12, '0')}`

/** Our own export: `conversations` of them, each of `messages` messages in a row. */
export function exportedLines(
  conversations: number,
  messages: number,
  text = (n: number) => `消息 ${n}`,
): string[] {
  const lines: object[] = [{ type: 'export', format: 'lingzhi.conversations', format_version: 1 }]
  const agent = { agent_id: 1, agent_name: '灵值生态园' }
  for (let c = 0; c < conversations; c++) {
    const id = uuid(c * 1_000_000)
    const at = '2026-03-01T04:00:00.000Z'
    lines.push({
      ...{
        type: 'conversation',
        id,
        user_id: null,
        title: `第 ${c} 个`,
        ...agent,
        created_at: at,
        last_active: at,
      },
      ...{ message_count: messages, pinned: false, archived: false },
    })
    for (let m = 0; m < messages; m++) {
      const role = m % 2 ? 'assistant' : 'user'
      lines.push({
        ...{ type: 'message', id: uuid(c * 1_000_000 + m + 1), conversation_id: id },
        ...{ parent_id: m === 0 ? null : uuid(c * 1_000_000 + m), role, content: text(m), created_at: at },
        ...{ status: 'complete', active: true },
        ...(role === 'assistant' && { ...agent, model: 'm', finish_reason: 'stop', usage: null }),
      })
    }
  }
  lines.push({ type: 'end', conversations, messages: conversations * messages })
  return lines.map((line) => `${JSON.stringify(line)}\n`)
}
