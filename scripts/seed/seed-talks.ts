import type { Client, ReplyEvent, ReplyIds } from '@lingzhi/api-client'
import type { people } from './cast.ts'

type Talk = (typeof people)[number]['talks'][number]

/** Holds the conversations of one person, unless there are some already. Returns the number of answers. */
export async function seedTalks(
  client: Client,
  talks: readonly Talk[],
  agentIds: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<number> {
  const { data } = await client.get('/api/conversations', { params: { query: { limit: 1 } }, signal })
  if (data.conversations.length > 0) return 0
  let answers = 0
  for (const talk of talks) answers += await hold(client, talk, agentIds, signal)
  return answers
}

async function hold(client: Client, talk: Talk, agentIds: ReadonlyMap<string, number>, signal: AbortSignal) {
  const agent_id = talk.agent === undefined ? undefined : agentIds.get(talk.agent)
  let last: ReplyIds | undefined
  let answers = 0
  const wait = async (stream: AsyncIterable<ReplyEvent>) => {
    last = await idsOf(stream)
    answers += 1
  }
  for (const message of talk.questions) {
    await wait(client.chatStream({ message, agent_id, conversation_id: last?.conversation_id }, { signal }))
  }
  if (talk.again && last) await wait(client.regenerateStream(last.message_id, { signal }))
  if (talk.edited && last) await wait(client.editStream(last.question_id, talk.edited, { signal }))
  if (!last) return answers

  const { message_id, conversation_id } = last
  if (talk.feedback) {
    const params = { path: { id: message_id } }
    await client.post('/api/messages/{id}/feedback', { params, body: talk.feedback, signal })
  }
  if (talk.title !== undefined || talk.pinned !== undefined) {
    const body = { title: talk.title, pinned: talk.pinned }
    await client.patch('/api/conversations/{id}', { params: { path: { id: conversation_id } }, body, signal })
  }
  return answers
}

async function idsOf(stream: AsyncIterable<ReplyEvent>): Promise<ReplyIds | undefined> {
  let ids: ReplyIds | undefined
  for await (const event of stream) if (event.type === 'start') ids = event
  return ids
}
