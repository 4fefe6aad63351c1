import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import type { Finding, Run } from '../run/command.ts'
import { type Caller, type Got, openCaller, unexpected } from './call.ts'
import { judgeFlow } from './judge-flow.ts'
import { judgeParts, partNames } from './judge-parts.ts'
import { openStream, type Piece, readStream, textOf } from './read-stream.ts'

type Platform = {
  gateway: string
  admin: { username: string; password?: string | undefined } | undefined
  signal: AbortSignal
  check: Run['check']
  /** Points of the consecutive days, and the last from then on. */
  rewards: readonly number[]
}

/** The check-in's rewards as a deployment has set them. */
export const rewardsOf = (env: NodeJS.ProcessEnv): number[] =>
  (settingOf(env, 'CHECKIN_REWARDS') ?? '1,2,3,5,8,13,21,34').split(',').map(Number)

const charactersMin = 1_000
/** What touches no dependency responds at once, or the platform hangs. */
const healthMaxMs = 10_000
/** On a machine that is busy for a moment a check takes too long; what is broken stays so. */
const readinessLooks = 5
const betweenLooksMs = 1_500
/** Answers of which one has to come as it was written. */
const flowTriesMax = 3
const question = '请详细介绍一下你自己，以及你能为我做什么。'

/**
 * Uses a platform as people do, by its public contract, and tells what is not as it has to be. It makes an account, uses and
 * deletes it; nothing of it stays. Resolves with the names of the checks that failed.
 */
export async function verifyPlatform(platform: Platform): Promise<string[]> {
  const { gateway, signal, check } = platform
  const open = openCaller(gateway, signal)
  const failed: string[] = []
  const look = async (name: string, work: Parameters<Run['check']>[1]) => {
    const ok = await check(name, work)
    if (!ok) failed.push(name)
  }
  await look('health', async () => {
    const got = await open.call('GET', '/api/health', undefined, healthMaxMs)
    if (got.status !== 200 || got.json?.status !== 'ok') throw unexpected(got)
    return 'ok'
  })
  // Everything else would wait for the same that does not respond.
  if (failed.length > 0) return failed
  await look('readiness', async () => {
    for (let looks = 1; ; looks += 1) {
      const found = readinessIn(await open.call('GET', '/api/health/ready'))
      if (found.ok || looks === readinessLooks) return found
      await pause(betweenLooksMs, undefined, { signal })
    }
  })
  let account: Awaited<ReturnType<typeof makeAccount>> | undefined
  await look('account', async () => {
    account = await makeAccount(platform, open)
    return account.temporary
      ? `${account.username} was made`
      : `registration is closed: as ${account.username}`
  })
  if (!account) return failed
  const caller = openCaller(gateway, signal, account.token)
  try {
    await look('answer', () => answer(caller))
    let streamed: Piece[] = []
    await look('streaming', async () => {
      for (let tries = 1; ; tries++) {
        const askedAtMs = performance.now()
        const pieces = await readStream(
          await openStream(caller, `${question} ${randomBytes(4).toString('hex')}`),
        )
        if (!hasEvent(pieces, 'start') || !hasEvent(pieces, 'done'))
          throw new Error('the stream has no start, or no end')
        streamed = pieces
        try {
          return judgeFlow(pieces, askedAtMs)
        } catch (err) {
          // What buffers does so every time; a machine that has other things to do does not.
          if (tries === flowTriesMax) throw err
        }
      }
    })
    if (streamed.length > 0) await look('resume', () => resume(caller, streamed))
    await look('check-in', () => checkIn(caller, { isNew: account!.temporary, rewards: platform.rewards }))
    await look('export', () => exportAll(caller))
  } finally {
    if (account.temporary)
      await look('tidy up', async () => {
        const got = await caller.call('DELETE', '/api/user', { password: account!.password })
        if (got.status !== 200) throw unexpected(got)
        return `${account!.username} is deleted`
      })
  }
  return failed
}

const hasEvent = (pieces: readonly Piece[], name: string) => pieces.some(({ event }) => event === name)

function readinessIn({ status, json, text }: Got): Finding {
  const services = Object.entries((json?.services ?? {}) as Record<string, { status: string }>)
  const told = services.map(([name, one]) => `${name} ${one.status}`).join(', ')
  // A service that is degraded serves: its words are for doctor.
  const ok = status === 200 && !services.some(([, one]) => one.status === 'down')
  return { ok, detail: told || text }
}

async function makeAccount({ gateway, admin, signal }: Platform, open: Caller) {
  const username = `verify_${randomBytes(6).toString('hex')}`
  const password = randomBytes(18).toString('base64url')
  const config = (await open.call('GET', '/api/config')).json as
    | { data?: { registration?: string } }
    | undefined
  const signedIn = async () => {
    if (!admin?.password)
      throw new Error('registration is not open, and no password of an administrator is known')
    const got = await open.call('POST', '/api/login', { username: admin.username, password: admin.password })
    const token = (got.json as { data?: { token?: string } } | undefined)?.data?.token
    if (!token) throw unexpected(got)
    return token
  }
  let got = await open.call('POST', '/api/register', { username, password })
  if (got.status === 403 && config?.data?.registration !== 'closed') {
    const made = await openCaller(gateway, signal, await signedIn()).call('POST', '/api/admin/invitations', {
      uses: 1,
      days: 1,
    })
    const invitation = (made.json as { data?: { code?: string } } | undefined)?.data?.code
    if (invitation) got = await open.call('POST', '/api/register', { username, password, invitation })
  }
  if (got.status === 403)
    return { username: admin?.username ?? '', password: '', token: await signedIn(), temporary: false }
  const token = (got.json as { data?: { token?: string } } | undefined)?.data?.token
  if (got.status !== 201 || !token) throw unexpected(got)
  return { username, password, token, temporary: true }
}

async function answer(caller: Caller): Promise<string> {
  const got = await caller.call('POST', '/api/chat', { message: question, agent_id: 1 })
  const text = (got.json as { data?: { reply?: string } } | undefined)?.data?.reply
  if (got.status !== 200 || text === undefined) throw unexpected(got)
  judgeParts(text)
  const length = [...text].length
  if (length <= charactersMin)
    throw new Error(`it has ${length} characters, and more than ${charactersMin} are due`)
  return `${length} characters, with ${partNames.join(', ')} and the company's name`
}

/** Reads on after the middle of what was streamed: what comes has to be the rest, whole and once. */
async function resume(caller: Caller, streamed: Piece[]): Promise<string> {
  const start = streamed.find(({ event }) => event === 'start')!
  const path = `/api/chat-stream/${(JSON.parse(start.data) as { reply_id: string }).reply_id}`
  const middle = streamed[Math.floor(streamed.length / 2)]!
  const before = streamed.slice(0, streamed.indexOf(middle) + 1)
  const rest = await readStream(await caller.send('GET', path, undefined, { 'last-event-id': middle.id }))
  if (textOf(before) + textOf(rest) !== textOf(streamed))
    throw new Error('text is lost or doubled after Last-Event-ID')
  return `after ${middle.id} came the rest`
}

type Rewarded = { isNew: boolean; rewards: readonly number[] }

async function checkIn(caller: Caller, { isNew, rewards }: Rewarded): Promise<string> {
  const status = await caller.call('GET', '/api/checkin/status')
  const shown = (status.json as { data?: Record<string, unknown> } | undefined)?.data
  if (typeof shown?.lingzhi_earned !== 'number')
    throw new Error(`the status lacks lingzhi_earned: ${status.text.slice(0, 200)}`)
  if (!isNew) return `${shown.lingzhi_earned} today, ${shown.streak} days`
  const got = await caller.call('POST', '/api/checkin')
  const data = (got.json as { data?: Record<string, unknown> } | undefined)?.data
  if (got.status !== 200 || !data) throw unexpected(got)
  const schedule = (data.reward_schedule as { day: number; lingzhi: number }[] | undefined) ?? []
  if (
    data.lingzhi_earned !== rewards[0] ||
    data.total_lingzhi !== rewards[0] ||
    data.next_reward !== rewards[1]
  )
    throw new Error(
      `lingzhi_earned of the first day is ${data.lingzhi_earned}, next_reward ${data.next_reward}: ${rewards[0]} and ${rewards[1]} are due`,
    )
  if (schedule.some(({ day, lingzhi }) => lingzhi !== rewards[Math.min(day, rewards.length) - 1]))
    throw new Error(`the schedule of rewards is not ${rewards.join(', ')}`)
  const again = await caller.call('POST', '/api/checkin')
  if (again.status !== 409) throw new Error(`a second check-in is ${again.status}, and 409 is due`)
  return `lingzhi_earned ${rewards[0]}, then ${rewards[1]}; the second of a day is refused`
}

async function exportAll(caller: Caller): Promise<string> {
  const got = await caller.call('GET', '/api/conversations/export-all?format=json')
  if (got.status !== 200) throw unexpected(got)
  if (!got.json) throw new Error(`it is not JSON: … ${got.text.slice(-100)}`)
  const { conversations } = got.json as unknown as { conversations?: { messages?: unknown[] }[] }
  if (!conversations?.length) throw new Error('the conversations of a moment ago are not in it')
  if (!conversations.every(({ messages }) => messages && messages.length > 0))
    throw new Error('a conversation in it lacks its messages')
  const messages = conversations.reduce((sum, one) => sum + one.messages!.length, 0)
  return `${conversations.length} conversations, ${messages} messages`
}
