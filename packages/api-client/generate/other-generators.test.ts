import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'

const run = promisify(execFile)
const here = join(import.meta.dirname, '..')
const document = join(here, '../../docs/openapi.json')
const tsc = join(here, 'node_modules/typescript/bin/tsc')

/** A folder inside the package, where what is generated finds the packages that it imports. */
function folderOf(t: { teardown: (remove: () => unknown) => void }): string {
  const parent = join(here, 'node_modules/.cache')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'generated-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Compiles what was generated together with a use of it; resolves with what the compiler complains of. */
async function complaints(folder: string, use: string): Promise<string> {
  writeFileSync(join(folder, 'use.ts'), use)
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  return run(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  )
}

t.test('what openapi-typescript makes of the API document compiles and is convenient', async (t) => {
  const folder = folderOf(t)
  const types = await openapiTS(JSON.parse(readFileSync(document, 'utf8')))
  writeFileSync(join(folder, 'schema.ts'), astToString(types))
  const use = `
    import type { components, operations } from './schema'
    export const page: operations['getApiConversations']['parameters']['query'] = {}
    export const whole: components['schemas']['NewExport'] = { format: 'csv' }
    export const key: components['schemas']['NewApiKey'] = { name: 'my script' }
    export const question: components['schemas']['Question'] = { message: '你好', agent_id: 1 }
    export const header: operations['getApiChatStreamReplyId']['parameters']['header'] = { 'Last-Event-ID': '1-9' }
    type Events = operations['postApiChatStream']['responses'][200]['content']['text/event-stream']
    export const event: Events = { content: '你好' }
    type Refused = operations['postApiCheckin']['responses'][409]['content']['application/problem+json']
    export const today = ({ data }: Refused) => data?.checkin_date
    type File = operations['getApiExportsIdDownload']['responses'][200]['content']['text/csv']
    export const file = '' satisfies File
    // @ts-expect-error the format exists or it does not
    export const wrong: components['schemas']['NewExport'] = { format: 'docx' }`
  t.equal(await complaints(folder, use), '')
})

t.test('what hey-api makes of it compiles, and asks only for what is needed', async (t) => {
  const folder = folderOf(t)
  await createClient({
    input: document,
    output: join(folder, 'client'),
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent' },
  })
  const use = `
    import { getApiConversations, postApiChat, postApiExports } from './client'
    import type { CheckIn, Conversation, Export, Message, User } from './client'
    export const titles = async () => (await getApiConversations()).data?.data.conversations.map(({ title }) => title)
    export const answer = async () => (await postApiChat({ body: { message: '你好' } })).data
    export const job = async (): Promise<Export | undefined> =>
      (await postApiExports({ body: { format: 'csv' } })).data?.data
    export type Named = [User, Conversation, Message, Export, CheckIn]`
  t.equal(await complaints(folder, use), '')
})
