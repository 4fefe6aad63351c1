import { createHash } from 'node:crypto'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Config } from './config.ts'
import type { JobView } from './jobs/job-view.ts'
import { workJobs } from './jobs/work-jobs.ts'
import { startTestApp } from './test-app.ts'
import type { ChatConversation } from './test-chat.ts'
import { startTestChat } from './test-chat.ts'

interface Options extends Partial<Config> {
  natsUrl?: string
  /** False: no worker in this process. */
  worker?: boolean
  admin?: boolean
}

/** The service with a worker, a pretend chat and a signed-in user, and the calls tests make all the time. */
export async function startTestJobs(
  t: Test,
  make: (userId: string) => ChatConversation[],
  { worker = true, admin = false, ...settings }: Options = {},
) {
  const service = await startTestApp(t, settings)
  const { app, deps, config } = service
  const user = await service.identity.user({ role: admin ? 'admin' : 'user' })
  const conversations = make(user.id)
  const chat = await startTestChat(t, service.bus, conversations)
  const work = async () => {
    const consumption = await workJobs(deps, config)
    t.teardown(consumption.close)
  }
  if (worker) await work()

  const call = (
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    url: string,
    body?: object,
    headers: object = user.headers,
  ) => app.inject({ method, url, headers: { ...headers }, ...(body && { payload: body }) })
  const start = async (body: object = {}): Promise<JobView> => {
    const reply = await call('POST', '/api/exports', body)
    if (reply.statusCode !== 202) throw new Error(`not accepted: ${reply.body}`)
    return reply.json().data
  }
  const show = async (id: string): Promise<JobView> => (await call('GET', `/api/exports/${id}`)).json().data
  const reached = (id: string, status: JobView['status'], withinMs = 15_000) =>
    eventually(async () => {
      const job = await show(id)
      return job.status === status && job
    }, withinMs)
  const download = async (id: string) => (await call('GET', `/api/exports/${id}/download`)).rawPayload
  /** Starts an export and waits for its file. */
  const complete = async (body: object = {}) => {
    const job = await reached((await start(body)).id, 'completed')
    return { job, file: await download(job.id) }
  }
  return { ...service, user, conversations, chat, work, call, start, show, reached, download, complete }
}

export const texts = (count: number) =>
  Array.from({ length: count }, (_, n) => `消息 ${n} ${'x'.repeat(200)}`)
export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
export const linesOf = (file: Buffer) =>
  file
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
