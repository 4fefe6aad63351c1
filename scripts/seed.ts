// `npm run seed`: fills the running platform with demo data: people, agents, conversations with
// branches and feedback, a month of check-ins, what one learned with the tutor, exports. Run again, it adds only what is missing.
import type { Client } from '@lingzhi/api-client'
import { createClient, ProblemError } from '@lingzhi/api-client'
import { Fault } from '@lingzhi/stack/fault'
import { agents, people } from './seed/cast.ts'
import { patiently } from './seed/patiently.ts'
import { findRunningStack } from './seed/running-stack.ts'
import { seedCheckins } from './seed/seed-checkins.ts'
import { seedExports } from './seed/seed-exports.ts'
import { seedTalks } from './seed/seed-talks.ts'
import { seedTutor } from './seed/seed-tutor.ts'

const wholeMaxMs = 600_000
const print = (line: string) => void process.stdout.write(`${line}\n`)

/** Ids by name; those that are missing are made. */
async function seedAgents(admin: Client): Promise<{ ids: Map<string, number>; made: number }> {
  const { data } = await admin.get('/api/admin/agents')
  const ids = new Map(data.agents.map(({ name, id }) => [name, id]))
  let made = 0
  for (const body of agents) {
    if (ids.has(body.name)) continue
    const { data: agent } = await admin.post('/api/admin/agents', { body })
    ids.set(agent.name, agent.id)
    made += 1
  }
  return { ids, made }
}

/** Registers a person, or signs in one who exists already. */
async function enter(baseUrl: string, username: string, password: string) {
  const client = createClient({ baseUrl })
  const isNew = await patiently(() => client.post('/api/register', { body: { username, password } })).then(
    () => true,
    (error) => {
      if (error instanceof ProblemError && error.code === 'USERNAME_EXISTS') return false
      throw error
    },
  )
  const { user } = await patiently(() => client.logIn({ username, password })).catch((error) => {
    throw new Fault(
      `${username} cannot sign in (${error.message}): delete that user, or give it another name.`,
    )
  })
  return { client, isNew, userId: user.id }
}

/** YYYY-MM-DD. */
const todayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())

async function seed() {
  const { baseUrl, admin, checkinDatabase, demoPassword } = findRunningStack()
  const signal = AbortSignal.timeout(wholeMaxMs)
  const administrator = createClient({ baseUrl })
  await patiently(() => administrator.logIn(admin)).catch((error) => {
    throw new Fault(`The administrator ${admin.username} cannot sign in (${error.message}): npm run admin.`)
  })
  const { ids, made } = await seedAgents(administrator)
  print(`${made} agents made, ${agents.length - made} were there`)

  const entered = []
  for (const person of people) {
    entered.push({ ...person, ...(await enter(baseUrl, person.username, demoPassword)) })
  }
  const newcomers = entered.filter(({ isNew }) => isNew).length
  print(`${newcomers} people registered, ${entered.length - newcomers} were there`)

  const { data: status } = await entered[0]!.client.get('/api/checkin/status')
  const rewards = status.reward_schedule.map(({ lingzhi }) => lingzhi)
  const today = todayIn(status.timezone)
  const recorded = await seedCheckins(checkinDatabase, entered, { today, rewards })
  print(`${recorded} check-ins recorded`)

  print('Asking the agents; that takes as long as the model takes …')
  const done = await Promise.all(
    entered.map(async ({ client, talks, exports, studies, showName }) => {
      await client.put('/api/checkin/leaderboard/consent', { body: { show_name: showName } })
      const answers = await seedTalks(client, talks, ids, signal)
      const studied = studies ? await seedTutor(client, studies, today, signal) : 0
      return { answers, studied, exports: await seedExports(client, exports, signal) }
    }),
  )
  const sum = (key: 'answers' | 'exports' | 'studied') => done.reduce((total, one) => total + one[key], 0)
  print(
    `${sum('answers')} answers in conversations, ${sum('exports')} exports, ${sum('studied')} mistakes, pieces of homework and questions of the tutor`,
  )
  await Promise.all([administrator, ...entered.map(({ client }) => client)].map((client) => client.logOut()))

  print(`\nSign in at ${baseUrl} as ${people.map(({ username }) => username).join(', ')}`)
  print(`Password of each: ${demoPassword}`)
}

try {
  await seed()
} catch (error) {
  const isExpected = error instanceof Fault || error instanceof ProblemError
  process.stderr.write(`${isExpected ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}
if (process.connected) process.disconnect()
