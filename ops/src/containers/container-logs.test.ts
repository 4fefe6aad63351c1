import t from 'tap'
import { startTestPlatform } from '../verifying/test-platform.ts'
import { openTestDocker } from './test-docker.ts'

t.test('one request is followed through all containers, those that have ended too', async (t) => {
  const platform = await startTestPlatform(t)
  const { place, release, ops } = openTestDocker(t, platform.url)
  t.equal((await ops('deploy', release('first'), '--target', 'compose')).error, undefined)
  const line = (time: string, msg: string, request_id = 'r-1') => JSON.stringify({ time, msg, request_id })
  place.change({
    logs: {
      'lingzhi-chat-1-first': [
        line('2026-01-01T00:00:02Z', 'answered'),
        line('2026-01-01T00:00:02Z', 'another', 'r-2'),
        'a line of something else',
      ].join('\n'),
      'lingzhi-gateway-first': line('2026-01-01T00:00:01Z', 'came in'),
    },
  })
  await ops('stop')
  const { lines } = await ops('logs', '--request', 'r-1')
  t.match(lines, [
    { program: 'gateway', msg: 'came in' },
    { program: 'chat', msg: 'answered' },
  ])
  t.equal((lines as unknown[]).length, 2)
  const { lines: ofChat } = await ops('logs', 'chat', '--since', '2026-01-01T00:00:00Z')
  t.match(ofChat, [{ text: 'a line of something else' }, { msg: 'answered' }, { msg: 'another' }])
  t.ok(place.calls().some((call) => call === 'logs --since 2026-01-01T00:00:00.000Z lingzhi-chat-1-first'))
})
