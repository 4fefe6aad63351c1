import t from 'tap'
import { startTestPlatform } from '../verifying/test-platform.ts'
import { openTestDocker, secret } from './test-docker.ts'

t.test(
  'containers: a release comes beside the one before, and what fails goes; the port is never without one',
  async (t) => {
    const platform = await startTestPlatform(t)
    const { place, release, ops, moves } = openTestDocker(t, platform.url)
    const first = await ops('deploy', release('first'), '--target', 'compose', '--scale', 'chat=2')
    t.equal(first.error, undefined)
    t.same(moves(), [
      'start lingzhi-chat-1-first',
      'start lingzhi-chat-2-first',
      'start lingzhi-gateway-first-trial',
      'stop lingzhi-gateway-first-trial',
      // Whatever is left of one, before it is started.
      'stop lingzhi-gateway-first',
      'start lingzhi-gateway-first',
    ])
    t.notMatch(place.calls().join('\n'), new RegExp(secret), 'no secret is on a command line')
    const made = place.calls().filter((call) => call.startsWith('create '))
    t.ok(made.length > 0)
    for (const call of made)
      for (const option of ['--cap-drop', '--security-opt', '--read-only', '--memory', '--pids-limit'])
        t.match(call, ` ${option} `, 'as locked as by Compose')

    place.forget()
    const second = await ops('deploy', release('second'), '--no-backup')
    t.equal(second.error, undefined)
    const after = moves()
    t.ok(
      after.indexOf('start lingzhi-gateway-second') < after.indexOf('stop lingzhi-gateway-first'),
      'the new gateway listens before the old one ends',
    )
    t.equal(after.at(-1)?.startsWith('stop lingzhi-chat-'), true, 'the old services end last')
    t.ok(after.includes('start lingzhi-chat-2-second'), 'as many replicas as before')

    for (const [what, failing, words] of [
      ['a migration', { exitCode: 1 }, /The migrations of \w+ failed:[\s\S]*no such column/],
      [
        'a container',
        { failing: 'start lingzhi-chat-1-third' },
        /docker start lingzhi-chat-1-third failed: the engine is out of order/,
      ],
    ] as const) {
      place.forget()
      place.change(failing)
      const third = await ops('deploy', release('third'), '--no-backup')
      place.change({ exitCode: 0, failing: '' })
      t.match(third.error, words, what)
      t.match(third.error, /Taken back: second serves as before/, what)
      t.notOk(
        moves().some((call) => /gateway-second|chat-\d-second/.test(call)),
        `${what}: nothing of the old one was touched`,
      )
    }

    place.forget()
    platform.broken = true
    const back = await ops('rollback')
    platform.broken = false
    t.match(back.error, /Not ready after[\s\S]*Taken back: second serves as before/)
    t.equal((await ops('rollback')).error, undefined)
    t.match(await ops('history'), {
      current: 'first',
      deployments: [{ ok: true }, { ok: true }, { ok: false }, { ok: false }, { ok: false }, { ok: true }],
    })

    const images = (await ops('plan', 'second')).steps?.find(({ name }) => name === 'images')
    t.match(images?.detail, /chat: sha256:\w{12} → sha256:\w{12}/)
  },
)
