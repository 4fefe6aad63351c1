import type { ModelMessage } from '@lingzhi/model-client/model-events'
import { sql } from 'kysely'
import type { AttachedFile } from '../attachments/attached-file.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'

/** What a model is told again of an earlier result. */
const resultCharsMax = 4_000

interface Round {
  message_id: string
  content: string
  calls: unknown
  results: { call_id: string; result: string }[]
}

/** A message as a model is told it, and the files that a question names. */
export interface ToldMessage extends ModelMessage {
  files?: AttachedFile[]
}

/** The messages with what tools were called for them: a message for each round, its results, and then what was answered. */
export async function withCalls(db: Db, messages: readonly ContextMessage[]): Promise<ToldMessage[]> {
  const rounds = await roundsOfMessages(
    db,
    messages.flatMap(({ calledIn }) => calledIn ?? []),
  )
  return messages.flatMap(({ role, content, files, calledIn }): ToldMessage[] => {
    if (!calledIn) return [{ role, content, ...(files && { files }) }]
    const own = rounds.filter(({ message_id }) => message_id === calledIn)
    const before = own.map((round) => round.content).join('')
    // A text that does not begin as its rounds did is told once, at the end.
    const isPrefix = content.startsWith(before)
    const rest = (isPrefix ? content.slice(before.length) : content).trim()
    const told = own.flatMap((round) => messagesOf(round, isPrefix))
    return rest === '' ? told : [...told, { role, content: rest }]
  })
}

function messagesOf({ content, calls, results }: Round, withText: boolean): ModelMessage[] {
  const said = withText ? content.trim() : ''
  const caller: ModelMessage & Record<string, unknown> = {
    role: 'assistant',
    content: said || null,
    tool_calls: calls,
  }
  return [
    caller,
    ...results.map(({ call_id, result }): ModelMessage & Record<string, unknown> => ({
      role: 'tool',
      tool_call_id: call_id,
      content: result.toWellFormed() || '(no output)',
    })),
  ]
}

async function roundsOfMessages(db: Db, messageIds: string[]): Promise<Round[]> {
  const { rows } = await sql<Round>`
    select r.message_id, t.content, t.message->'tool_calls' as calls,
      (select jsonb_agg(jsonb_build_object('call_id', c.call_id,
          'result', left(case when c.status = 'completed' then c.result else c.status || ': ' || c.result end, ${resultCharsMax}))
          order by c.place)
        from tool_calls c where c.reply_id = t.reply_id and c.round = t.round) as results
    from replies r join tool_rounds t on t.reply_id = r.id
    where r.message_id = any(${messageIds}::uuid[]) order by r.message_id, t.round`.execute(db)
  return rows
}
