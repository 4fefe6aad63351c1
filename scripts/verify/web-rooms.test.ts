import t from 'tap'
import { readSource } from './sources.ts'
import { webRoomFaults } from './web-rooms.ts'

const names = new Map([
  ['@lingzhi/api-client', 'packages/api-client'],
  ['@lingzhi/contracts', 'packages/contracts'],
])
const faultsOf = (path: string, specifier: string) =>
  webRoomFaults([readSource(path, `import { x } from '${specifier}'`, names)]).length

t.test('a room of the console knows what is shared, and no other room', async (t) => {
  for (const [path, specifier, faults] of [
    ['web/src/chat/chat-page.tsx', '../ui/button.tsx', 0],
    ['web/src/chat/chat-page.tsx', '../api/client.ts', 0],
    ['web/src/chat/chat-page.tsx', '../routes.ts', 0],
    ['web/src/chat/chat-page.tsx', '../conversations/sidebar.tsx', 1],
    ['web/src/app.tsx', './chat/chat-page.tsx', 0],
    ['web/src/shell/shell.tsx', '../conversations/sidebar.tsx', 0],
    ['web/src/ui/button.tsx', '../text/format.ts', 0],
    ['web/src/ui/button.tsx', '../chat/chat-page.tsx', 1],
    ['web/src/ui/button.tsx', '../session/session.ts', 1],
    ['web/src/text/format.ts', '../api/client.ts', 1],
    ['web/src/api/client.ts', '@lingzhi/api-client', 0],
    ['web/src/api/client.ts', '@lingzhi/contracts/ids', 1],
    ['web/src/api/client.ts', 'react', 0],
  ] as const)
    t.equal(faultsOf(path, specifier), faults, `${path} imports ${specifier}`)
})
