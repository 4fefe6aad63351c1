import t from 'tap'
import { readReadmes, roomFaults } from './rooms.ts'
import { readSource, readSources } from './sources.ts'

const names = new Map([['@lingzhi/chat', 'services/chat']])
const table = (...rows: [room: string, knows: string][]) => ({
  path: 'services/chat/README.md',
  text: [
    '# Chat\n\n## Rooms\n\n| room | holds | knows |\n| --- | --- | --- |',
    ...rows.map(([room, knows]) => `| ${room} | something | ${knows} |`),
    '\n## Further\n\n| when | then |\n| --- | --- |\n| a | b |\n',
  ].join('\n'),
})
const files = (texts: Record<string, string>) =>
  Object.entries(texts).map(([path, text]) => readSource(`services/chat/src/${path}`, text, names))

const rooms = table(['`asking/`', '`reading`'], ['`reading/`', ''], ['`usage/`', ''])
const right = {
  'app.ts': "import { a } from './asking/a.ts'",
  'asking/a.ts': "import { b } from '../reading/b.ts'\nimport '../app.ts'",
  'reading/b.ts': "import './c.ts'",
  'usage/u.ts': '',
}

t.test(
  'what the table allows is no fault, nor are tests, files outside rooms and the own room',
  async (t) => {
    t.same(roomFaults(files({ ...right, 'reading/b.test.ts': "import '../asking/a.ts'" }), [rooms]), [])
  },
)

t.test(
  'an import the table does not allow is named with its file, its rooms and the place of the rules',
  async (t) => {
    for (const text of [
      "import { u } from '../usage/u.ts'",
      "import type { U } from '../usage/u.ts'",
      "export type { U } from '../usage/u.ts'",
      "type U = import('../usage/u.ts').U",
      "import { u } from '@lingzhi/chat/usage/u'",
      "import { u } from '../usage/deeper/u.ts'",
    ]) {
      const [fault, ...others] = roomFaults(files({ ...right, 'reading/b.ts': text }), [rooms])
      t.match(
        fault,
        /^services\/chat\/src\/reading\/b\.ts imports .*reading may not know usage.*services\/chat\/README\.md/,
      )
      t.same(others, [], text)
    }
    t.match(roomFaults(files({ ...right, 'reading/deeper/b.ts': "import '../../usage/u.ts'" }), [rooms]), [
      /reading may not know usage/,
    ])
  },
)

t.test(
  'the table is true: every room, no other, nothing that is not used, only rooms further down',
  async (t) => {
    t.match(roomFaults(files({ ...right, 'new/n.ts': '' }), [rooms]), [/does not list the room new\//])
    const { 'usage/u.ts': _, ...without } = right
    t.match(roomFaults(files(without), [rooms]), [/lists the room usage\/, which is not there/])
    const wider = table(['`asking/`', '`reading`, `usage`'], ['`reading/`', ''], ['`usage/`', ''])
    t.match(roomFaults(files(right), [wider]), [/lets the room asking know usage/])
    const upside = table(['`reading/`', ''], ['`asking/`', '`reading`'], ['`usage/`', ''])
    t.match(roomFaults(files(right), [upside]), [/only rooms further down in the table, and reading is not/])
  },
)

t.test('words in the place of names are refused, since no rule could be read from them', async (t) => {
  for (const words of ['everything below', '`reading` (a shape)', '`reading`,'])
    t.match(
      roomFaults(files(right), [table(['`asking/`', words], ['`reading/`', ''], ['`usage/`', ''])])[0],
      /must be names/,
    )
})

t.test('a README without such a table has no rules', async (t) => {
  t.same(
    roomFaults(files(right), [{ path: 'services/chat/README.md', text: '# Chat\n\n## Rooms\n\nNone.\n' }]),
    [],
  )
})

t.test('the rooms of chat are ruled, and this checkout keeps the rules', async (t) => {
  const readmes = readReadmes(process.cwd())
  const sources = readSources(process.cwd())
  t.same(roomFaults(sources, readmes), [])
  const forbidden = readSource('services/chat/src/reading/x.ts', "import '../generating/worker.ts'", names)
  t.match(roomFaults([...sources, forbidden], readmes), [/reading may not know generating/])
})
