import { recordFact } from '@lingzhi/bus/outbox'
import { serve } from '@lingzhi/bus/request'
import { requestBytes, serveBytes } from '@lingzhi/bus/request-bytes'
import { carry } from '@lingzhi/contracts/carried-problem'
import { BeginCompletion, CompletionEnded, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { FileNotFound } from '@lingzhi/contracts/file-problems'
import { DescribeFiles, HandedInBytes, ReadFile, StoreFile } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import type { Problem } from '@lingzhi/contracts/problem'
import { eventually } from '@lingzhi/testing/eventually'
import type { TestUser } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { startTestApp } from '../test-app.ts'

export type AskedCompletion = Static<typeof BeginCompletion.request>
type Described = Static<typeof DescribeFiles.result>['files'][number]
// biome-ignore lint/suspicious/noExplicitAny: what tests read of responses
type Json = Record<string, any>

/** What a scripted model says: a value, or the problem that it fails with. `undefined`: nothing yet. */
export type Say = (asked: AskedCompletion) => object | Problem | undefined

/** The service with a model and files in the hands of a test. */
export async function startTestHomework(t: Test, options: Parameters<typeof startTestApp>[1] = {}) {
  const app = await startTestApp(t, options)
  const { bus, db, call, user } = app
  const model = {
    say: (() => undefined) as Say,
    /** In the order in which they were first asked for. */
    asked: [] as AskedCompletion[],
    away: undefined as Problem | undefined,
    calls: (schema: string) => model.asked.filter(({ schema_name }) => schema_name === schema).length,
    /** What was asked for is answered now. */
    answer: async () => {
      for (const one of model.asked) await settle(one)
    },
  }
  const ended = new Map<string, object | Problem>()
  const settle = async (asked: AskedCompletion) => {
    if (ended.has(asked.id)) return
    const said = model.say(asked)
    if (said === undefined) return
    // A model whose object does not fit never gets this far: chat sees to that.
    if (!(said instanceof Error) && !Value.Check(asked.schema as never, said))
      throw new Error(`the script does not fit ${asked.schema_name}: ${JSON.stringify(said)}`)
    ended.set(asked.id, said)
    const status = said instanceof Error ? ('failed' as const) : ('completed' as const)
    await recordFact(db, CompletionEnded, { id: asked.id, purpose: asked.purpose, status })
    app.deps.outbox.wake()
  }
  const files = new Map<string, Described & { user_id: string }>()
  const references: string[] = []
  /** What came in forms. */
  const uploads = {
    stored: [] as { id: string; name: string; text: string }[],
    refusal: undefined as Problem | undefined,
  }
  const servings = [
    serve(bus, BeginCompletion, async (asked) => {
      if (model.away) throw model.away
      if (!model.asked.some(({ id }) => id === asked.id)) {
        model.asked.push(asked)
        await settle(asked)
      }
      return { id: asked.id, status: 'queued' as const }
    }),
    serve(bus, ReadCompletion, async ({ id }) => {
      const said = ended.get(id)
      if (said === undefined) return { status: 'running' as const, model: null, tries: 0 }
      return said instanceof Error
        ? { status: 'failed' as const, problem: carry(said as Problem), model: 'scripted', tries: 3 }
        : { status: 'completed' as const, value: said, model: 'scripted', tries: 1 }
    }),
    serve(bus, DescribeFiles, async ({ user_id, file_ids, reference }) => {
      const found = file_ids.flatMap((id) => files.get(id) ?? [])
      if (found.length !== file_ids.length || found.some((file) => file.user_id !== user_id))
        throw FileNotFound()
      if (reference) references.push(reference.id)
      return { files: found.map(({ user_id: _, ...file }) => file) }
    }),
  ]
  servings.push(
    serve(bus, StoreFile, async ({ user_id, name, handed_in, reference }) => {
      if (uploads.refusal) throw uploads.refusal
      const { pieces } = await requestBytes(bus, HandedInBytes.of(handed_in), {})
      const id = file({ name }, { id: user_id })
      uploads.stored.push({ id, name, text: Buffer.concat(pieces).toString() })
      references.push(reference.id)
      return { file_id: id }
    }),
  )
  servings.push(
    serveBytes(bus, ReadFile, async ({ user_id, file_id, variant }, send) => {
      if (files.get(file_id)?.user_id !== user_id) throw FileNotFound()
      const bytes = Buffer.from(`${variant} of ${file_id}`)
      send(bytes)
      return { media_type: 'image/jpeg', bytes: bytes.length }
    }),
  )
  t.teardown(async () => {
    for (const serving of servings) await serving.close()
  })

  /** A file of a user's. */
  const file = (of: Partial<Described> = {}, owner: Pick<TestUser, 'id'> = user) => {
    const id = newId()
    const described = { name: '作业.jpg', media_type: 'image/jpeg', bytes: 1_000, width: 800, height: 600 }
    const usual = { pages: null, has_text: false, status: 'ready' as const }
    files.set(id, { id, ...described, ...usual, ...of, user_id: owner.id })
    return id
  }
  const base = '/api/v1/homework'
  const submit = (body: object, as: TestUser = user) => call('POST', `${base}/submit`, { body, as })
  const show = async (id: string, as: TestUser = user): Promise<Json> =>
    (await call('GET', `${base}/submissions/${id}`, { as })).json().data
  /** Once it stands so. */
  const until = (id: string, status: string, as: TestUser = user): Promise<Json> =>
    eventually(async () => {
      const now = await show(id, as)
      return now?.status === status && now
    }) as Promise<Json>
  const correction = async (id: string, as: TestUser = user): Promise<Json> =>
    (await call('GET', `${base}/submissions/${id}/correction`, { as })).json().data
  const setHomework = async (body: object, as: TestUser = user): Promise<Json> => {
    const made = await call('POST', `${base}/templates`, {
      body: { subject: 'math', title: '练习', ...body },
      as,
    })
    if (made.statusCode !== 201) throw new Error(made.body)
    return made.json().data
  }
  return {
    ...app,
    model,
    file,
    files,
    references,
    uploads,
    base,
    submit,
    show,
    until,
    correction,
    setHomework,
  }
}

/** A pass that finds every criterion as told, and quotes what it is given. */
export const graded = (
  asked: AskedCompletion,
  met: (id: string) => { met: 'yes' | 'no' | 'unsure'; quote?: string },
  rest: object = {},
) => ({
  criteria: taskOf(asked).criteria.map(({ id }: { id: string }) => ({ id, quote: '', note: '', ...met(id) })),
  ...{ correct_answer: '', explanation: '', error_type: 'none', knowledge_points: [] },
  ...rest,
})

/** What a grading call is told of the item. */
export const taskOf = (asked: AskedCompletion): Json => JSON.parse(asked.messages[1]!.content)
export const answerOf = (asked: AskedCompletion): string =>
  JSON.parse(asked.messages[2]!.content).pupil_answer
