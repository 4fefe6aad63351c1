import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import type { startTestApp } from '../test-app.ts'

type Started = Awaited<ReturnType<typeof startTestApp>>
type Person = Awaited<ReturnType<Started['identity']['user']>>
export const path = '/api/v1/platform/users/me/preferences'
export const learn = { steps: ['{"preferences":[]}'], match: '"comment"' }

/** Answers with feedback on each; their ids. */
export async function rate(
  started: Started,
  person: Person,
  count: number,
  comment = '太长',
  type = 'dislike',
) {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    started.model.enqueue([`答${n}`])
    const { body } = await started.json('POST', '/api/chat', { message: `问${comment}${n}` }, person.headers)
    ids.push(body.data.message_id)
    await started.json(
      'POST',
      `/api/messages/${body.data.message_id}/feedback`,
      { type, comment },
      person.headers,
    )
  }
  return ids
}

export const proposes = (...preferences: object[]) => ({
  match: '"comment"',
  steps: [JSON.stringify({ preferences })],
})
export const shorter = (evidence: string[], more: object = {}) => ({
  kind: 'length',
  statement: '回答尽量简短',
  scope: 'all',
  evidence,
  ...more,
})

/** Starts a run as an administrator, and waits for its end. */
export async function run(started: Started, admin: Person, body?: object, query = '') {
  const at = `/api/v1/platform/cron/batch-learn-preferences${query}`
  const { status, body: begun } = await started.json('POST', at, body ?? {}, admin.headers)
  t.equal(status, 202, JSON.stringify(begun))
  return eventually(async () => {
    const { data } = (
      await started.json('GET', `/api/v1/platform/cron/runs/${begun.data.run_id}`, undefined, admin.headers)
    ).body
    return (
      data.tasks.every(({ status }: { status: string }) => !['queued', 'running'].includes(status)) && data
    )
  })
}

export const people = async ({ identity }: Started) => ({
  user: await identity.user(),
  admin: await identity.user({ role: 'admin' }),
})
