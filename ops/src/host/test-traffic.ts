import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { openCaller } from '../verifying/call.ts'

type Ask = { gateway: string; token: string; counted: { resets: number } }

const never = new AbortController().signal

/**
 * As RFC 9110, section 9.2.2, has clients do: a request that may be repeated, being a read or having a key, is sent again
 * when its connection is dropped before a response. No server can close an idle connection without that race.
 */
async function again<T>(counted: { resets: number }, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string }
    if (!/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code ?? '')) throw error
    counted.resets += 1
    return await send()
  }
}

/** People who use a platform until they are told to stop, and write down every request that fails. */
export async function startTraffic(gateway: string, peopleCount = 24) {
  const people: string[] = []
  for (let n = 0; n < peopleCount; n++) people.push(await register(gateway))
  const faults: string[] = []
  /** `sent`: questions, reads and check-ins that were begun; each is counted as what came of it, or is a fault. */
  const counted = { sent: 0, reads: 0, checkins: 0, answers: 0, resets: 0 }
  let going = true
  const note = (what: string, got: unknown) => faults.push(`${what}: ${String(got).slice(0, 300)}`)

  async function reader(token: string) {
    const { call } = openCaller(gateway, never, token)
    while (going) {
      counted.sent += 1
      try {
        const got = await again(counted, () => call('GET', '/api/agents'))
        if (got.status !== 200) note('GET /api/agents', `${got.status} ${got.text}`)
        else counted.reads += 1
      } catch (error) {
        note('GET /api/agents', `${(error as Error).message} ${(error as Error).cause ?? ''}`)
      }
      await pause(25)
    }
  }
  /** One after the other, so that some check in at every moment of a deployment. */
  async function checkIns(tokens: string[]) {
    for (const token of tokens) {
      if (!going) break
      counted.sent += 1
      try {
        const key = { 'idempotency-key': randomBytes(16).toString('hex') }
        const got = await again(counted, () =>
          openCaller(gateway, never, token).send('POST', '/api/checkin', undefined, key),
        )
        const text = await got.text()
        if (got.status !== 200) note('POST /api/checkin', `${got.status} ${text}`)
        else counted.checkins += 1
      } catch (error) {
        note('POST /api/checkin', `${(error as Error).message} ${(error as Error).cause ?? ''}`)
      }
      await pause(1_000)
    }
  }
  async function talker(token: string) {
    while (going) {
      counted.sent += 1
      try {
        const { text, stored } = await askAndRead({ gateway, token, counted })
        if (text !== stored) note('stream', `read ${text.length} characters, ${stored.length} are stored`)
        else counted.answers += 1
      } catch (error) {
        note('stream', `${(error as Error).message} ${(error as Error).cause ?? ''}`)
      }
    }
  }
  const running = [
    ...people.slice(0, 3).map(reader),
    ...people.slice(3, 5).map(talker),
    checkIns(people.slice(5)),
  ]
  return {
    counted,
    /** So many requests are under way at once, at most. */
    atOnce: running.length,
    faults,
    /** Ends the traffic; each check-in that was told must be one in the ledger. */
    async stop() {
      going = false
      await Promise.all(running)
      const totals = await Promise.all(
        people.slice(5).map(async (token) => {
          const got = await openCaller(gateway, never, token).call('GET', '/api/checkin/status')
          if (got.status !== 200) note('GET /api/checkin/status', `${got.status} ${got.text}`)
          return (got.json as { data?: { total_lingzhi: number } } | undefined)?.data?.total_lingzhi ?? 0
        }),
      )
      const earned = totals.reduce((sum, one) => sum + one, 0)
      return { earned }
    },
  }
}

async function register(gateway: string): Promise<string> {
  const got = await openCaller(gateway, never).call('POST', '/api/register', {
    username: `p_${randomBytes(8).toString('hex')}`,
    password: randomBytes(12).toString('hex'),
  })
  return (got.json as unknown as { data: { token: string } }).data.token
}

/** Asks, reads the stream to its end however often it breaks off, and reads what was stored. */
async function askAndRead({ gateway, token, counted }: Ask): Promise<{ text: string; stored: string }> {
  const { send, call } = openCaller(gateway, never, token)
  const key = randomBytes(16).toString('hex')
  let text = ''
  let last = ''
  let reply = ''
  let conversation = ''
  for (let attempt = 0; attempt < 20; attempt++) {
    const response = await again(counted, () =>
      reply
        ? send('GET', `/api/chat-stream/${reply}`, undefined, last ? { 'last-event-id': last } : {})
        : send('POST', '/api/chat-stream', { message: `你好 ${key}` }, { 'idempotency-key': key }),
    )
    if (response.status !== 200) throw new Error(`status ${response.status}: ${await response.text()}`)
    let rest = ''
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        rest += chunk
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const field = (name: string) =>
            new RegExp(`^${name}: ?(.*)$`, 'm').exec(rest.slice(0, end))?.[1] ?? ''
          const [id, event, data] = [field('id'), field('event'), field('data')]
          rest = rest.slice(end + 2)
          if (id) last = id
          if (event === 'reset') text = ''
          else if (event === 'error') {
            // Its promise is that the stream can be taken up again.
            if (JSON.parse(data).error_code === 'STREAM_INTERRUPTED') throw new Error('interrupted')
            throw new Error(`the reply failed: ${data}`)
          } else if (event === 'start') {
            const ids = JSON.parse(data)
            reply = ids.reply_id
            conversation = ids.conversation_id
          } else if (event === 'done') {
            const shown = await again(counted, () => call('GET', `/api/conversations/${conversation}`))
            const { messages } = (shown.json as unknown as { data: { messages: { content: string }[] } }).data
            return { text, stored: messages.at(-1)!.content }
          } else if (event === '' && data) text += JSON.parse(data).content ?? ''
        }
      }
    } catch (error) {
      if (/the reply failed/.test((error as Error).message)) throw error
      // The connection broke, as a stream's may: it is taken up again.
    }
  }
  throw new Error('the stream broke off too often')
}
