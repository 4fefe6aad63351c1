import t from 'tap'
import { missingSchemaFaults, serviceFaults } from './service-files.ts'

const src = { 'main.ts': '', 'config.ts': '', 'deps.ts': '', 'app.ts': '' }

t.test('whatever a listed service lacks is named, and nothing else', async (t) => {
  const whole = { src, 'package.json': '', 'README.md': '' }
  const { 'main.ts': _, ...withoutMain } = src
  const root = t.testdir({
    services: {
      whole: { ...whole, src: { ...src, 'migrate.ts': '' }, migrations: { '0001-a.ts': '' } },
      stateless: whole,
      half: { ...whole, src: withoutMain },
    },
  })
  const faults = serviceFaults(root, [
    { name: 'whole', database: true },
    { name: 'stateless', database: false },
    { name: 'half', database: true },
  ])
  t.same(
    faults.map((fault) => fault.split(' is missing')[0]),
    ['services/half/src/main.ts', 'services/half/src/migrate.ts', 'services/half/migrations/*.ts'],
  )
  t.ok(serviceFaults(root, [{ name: 'absent', database: false }]).length > 0)
})

t.test('a service without a config.ts is named before any schema is imported', async (t) => {
  const root = t.testdir({ services: { whole: { src }, half: { src: { 'main.ts': '' } } } })
  t.same(missingSchemaFaults(root, ['whole', 'half']), [
    'This could not be checked: services/half/src/config.ts is missing.',
  ])
})
