import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { decideCall as decide, findCall } from './tool-calls.queries.ts'

export const ToolCallNotFound = problem('TOOL_CALL_NOT_FOUND', 404, {
  zh: '没有这个工具调用',
  en: 'No such call of a tool.',
  check: 'The call’s id, as the event `approval` told it: it must be of one’s own question.',
})
export const ToolCallDecided = problem('TOOL_CALL_DECIDED', 409, {
  zh: '这个工具调用已不再等待决定',
  en: 'This call does not wait for a decision any more.',
  check: 'Nothing: it was decided, its reply has ended, or a day has passed.',
})

const Decided = Type.Object(
  { tool_call_id: Uuid, reply_id: Uuid, status: Type.Enum(['approved', 'denied']) },
  { title: 'DecidedToolCall' },
)

const denied = 'Not done: the user did not allow it.'

/** Whoever asked decides what may change something; the reply then goes on, on any replica. */
export function decideCalls(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const route = (verb: 'approve' | 'deny', summary: string) =>
    app.post(
      `/api/tool-calls/:id/${verb}`,
      {
        onRequest: requireScope('chat'),
        schema: {
          tags: ['tools'],
          summary,
          description:
            'Its reply goes on as soon as none of its calls waits any more. The same decision twice is one.',
          params: IdParams,
          response: {
            200: success(Decided),
            ...problems(...userProblems, ValidationFailed, ToolCallNotFound, ToolCallDecided),
          },
        },
      },
      async (request) => {
        const { id } = request.params
        const call = isId(id) ? await findCall(db, id) : undefined
        if (!call || call.user_id !== principalOf(request).userId) throw ToolCallNotFound()
        const approve = verb === 'approve'
        const at = now()
        const { reply_id: replyId } = call
        if (!(await decide(db, { id, replyId, approve, result: denied, at }))) {
          const after = await findCall(db, id)
          const isSame = after?.decided_at && (after.status === 'denied') !== approve
          if (!isSame) throw ToolCallDecided()
        }
        return {
          success: true as const,
          message: inLanguageOf(
            request,
            approve ? { zh: '已允许', en: 'Allowed.' } : { zh: '已拒绝', en: 'Denied.' },
          ),
          data: {
            tool_call_id: id,
            reply_id: replyId,
            status: approve ? ('approved' as const) : ('denied' as const),
          },
        }
      },
    )
  route('approve', 'Allow a call that waits')
  route('deny', 'Deny a call that waits; the model is told')
}
