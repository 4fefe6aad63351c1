import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type {
  LegacyAgentResult,
  LegacyBatchResult,
  LegacyOwnerResult,
  LegacyPointsResult,
  LegacyUserResult,
} from '@lingzhi/contracts/legacy-import'
import { Fault } from '@lingzhi/stack/fault'
import type { Deployment } from '../deployment/open-deployment.ts'
import { throughDoor } from '../deployment/service-door.ts'
import { serviceEnvironment } from '../deployment/service-environment.ts'
import type { Run } from '../run/command.ts'
import { type OldTable, openTable } from './old-rows.ts'
import { type Dump, openDump } from './open-dump.ts'
import { originOf, readTimes } from './read-old.ts'
import { collectRejections } from './rejections.ts'
import { type Table, tableNames } from './tables.ts'
import { toAgents } from './to-agents.ts'
import { type OldChat, toConversations } from './to-conversations.ts'
import { countedAs, toCheckins, toPoints } from './to-points.ts'
import { toUsers } from './to-users.ts'

export interface LegacyOptions {
  onClash: 'skip' | 'rename'
  /** Tells this old system from another of its kind, whose ids are the same numbers. */
  source: string | undefined
  /** Whose conversations without an owner become. */
  owner: string | undefined
  /** Of times without a zone. */
  offset: string
  /** Whose calendar counts the days. */
  zone: string
}

type Doing = Pick<Run, 'dryRun' | 'signal' | 'step' | 'note'>
type Tables = Partial<Record<Table, OldTable>>
type System = 'lingzhi' | 'flask-chat'

const progressEveryMs = 5_000

/**
 * Brings what an old system has over, each part through the service that owns it: accounts first, as everything else is
 * somebody's, then agents and conversations, then points and check-ins. Nothing here remembers how far it came: who was killed in the
 * middle does it again, and finds what is stored.
 */
export async function importLegacy(
  deployment: Deployment,
  file: string,
  { run, options }: { run: Doing; options: LegacyOptions },
): Promise<Record<string, unknown>> {
  const rejected = collectRejections()
  const folder = join(deployment.dataDir, 'ops')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!run.dryRun) sweepStaged(folder)
  const progress = every(progressEveryMs, run.note)
  let dump: Dump | undefined
  try {
    dump = await run.step('dump', async (tell) => {
      const opened = await openDump(file, { folder, reject: rejected.add, signal: run.signal, progress })
      tell(opened.kind === 'sqlite' ? 'an SQLite database, whole' : 'read')
      return opened
    })
    const tables = Object.fromEntries(tableNames.map((name) => [name, openTable(dump!.db, name)])) as Tables
    const system = systemOf(tables)
    const source = options.source ?? system
    const context: Context = {
      run,
      options,
      source,
      tables,
      reject: rejected.add,
      times: readTimes(options.offset),
      progress,
      door: async (service, args, how) =>
        throughDoor(
          [`services/${service}/src/import-legacy.ts`, ...args, ...(run.dryRun ? ['--dry-run'] : [])],
          await serviceEnvironment(deployment, service),
          { ...how, signal: run.signal },
        ),
    }
    const report: Record<string, unknown> = { system, source, dry_run: run.dryRun }
    const accounts = await importAccounts(context, report)
    await importChat(context, accounts, report)
    await importLedger(context, accounts, report)
    tellRejected(run, rejected)
    return { ...report, left_out: { counts: rejected.counts, told: rejected.told } }
  } finally {
    dump?.close()
  }
}

interface Context {
  run: Doing
  options: LegacyOptions
  source: string
  tables: Tables
  reject: ReturnType<typeof collectRejections>['add']
  times: ReturnType<typeof readTimes>
  progress: (text: string) => void
  door: <Answer>(
    service: 'auth' | 'chat' | 'checkin',
    args: string[],
    how: { values: Iterable<unknown> | AsyncIterable<unknown>; take: (answer: Answer) => void },
  ) => Promise<void>
}

/** By what an account is called there: its id here. */
type Accounts = Map<string, string>

function systemOf({ users, conversations }: Tables): System {
  if (users?.has('password_hash')) return 'lingzhi'
  if (conversations?.has('last_active') && !conversations.has('user_id')) return 'flask-chat'
  throw new Fault(
    'This is neither a database of the Lingzhi back end (users with a password_hash) nor of the Flask chat (conversations with a last_active). Nothing was imported.',
  )
}

async function importAccounts(context: Context, report: Record<string, unknown>): Promise<Accounts> {
  const { run, tables, options, source, reject, times, progress, door } = context
  const accounts: Accounts = new Map()
  const { users } = tables
  if (!users) return accounts
  const count = {
    in_dump: users.count,
    new: 0,
    existing: 0,
    skipped: 0,
    deleted: 0,
    renamed: 0,
    without_password: 0,
  }
  const clashes: Record<string, unknown>[] = []
  report.users = count
  report.clashes = clashes
  await run.step('accounts', async (tell) => {
    const sent: { line: number; username: string }[] = []
    const values = function* () {
      for (const { user, line } of toUsers(users, { times, reject })) {
        sent.push({ line, username: user.username })
        yield user
      }
    }
    await door<LegacyUserResult>('auth', [`--source=${source}`, `--on-clash=${options.onClash}`], {
      values: values(),
      take(result) {
        const { line, username } = sent.shift()!
        count[result.outcome] += 1
        if (result.user_id) accounts.set(result.origin, result.user_id)
        if (result.password === 'none') count.without_password += 1
        const place = { table: 'users', id: result.origin, line }
        if (result.outcome === 'new' && result.remarks.some(({ code }) => code.startsWith('USERNAME_')))
          count.renamed += 1
        for (const remark of result.remarks) {
          reject({ ...place, ...remark })
          if (/_(TAKEN|REFUSED)$/.test(remark.code))
            clashes.push({ id: result.origin, line, username, code: remark.code, becomes: result.username })
        }
        if (result.outcome === 'deleted')
          reject({ ...place, code: 'DELETED_HERE', text: 'its owner has deleted it here' })
        progress(`${count.new + count.existing} of ${count.in_dump} accounts`)
      },
    })
    count.skipped = count.in_dump - count.new - count.existing - count.deleted
    tell(
      `${count.in_dump} in the dump: ${count.new} ${run.dryRun ? 'would come' : 'new'}, ${count.existing} here already, ` +
        `${count.skipped} left out, ${count.deleted} deleted here since; ${count.renamed} under another name, ` +
        `${count.without_password} without a password that works here`,
    )
  })
  return accounts
}

async function importChat(
  context: Context,
  accounts: Accounts,
  report: Record<string, unknown>,
): Promise<void> {
  const { run, tables, options, source, reject, times, progress, door } = context
  const { agents, conversations, messages } = tables
  if (!agents && !conversations) return
  const owner = await findOwner(context)
  const agentCount = { in_dump: agents?.count ?? 0, new: 0, existing: 0, skipped: 0 }
  const count = { in_dump: conversations?.count ?? 0, new: 0, existing: 0, changed: 0, skipped: 0 }
  const messageCount = { new: 0, existing: 0, changed: 0 }
  Object.assign(report, { agents: agentCount, conversations: count, messages: messageCount })
  await run.step('agents and conversations', async (tell) => {
    const sent: { line: number }[] = []
    const values = function* () {
      for (const { agent, line } of agents ? toAgents(agents, reject) : []) {
        sent.push({ line })
        yield agent
      }
      if (!conversations) return
      messages?.index('conversation_id')
      const old: OldChat = {
        conversations,
        messages,
        source,
        times,
        now: new Date().toISOString(),
        reject,
      }
      if (conversations.has('user_id')) {
        conversations.index('user_id')
        for (const name of conversations.valuesOf('user_id')) {
          const userId = accounts.get(name)
          if (userId) yield* toConversations(old, conversations.rowsWith('user_id', name), userId)
        }
      }
      yield* toConversations(old, withoutOwner(context, accounts, owner), owner ?? '')
    }
    await door<LegacyAgentResult | LegacyBatchResult>(
      'chat',
      [`--source=${source}`, `--on-clash=${options.onClash}`],
      {
        values: values(),
        take(result) {
          if ('outcome' in result) {
            const { line } = sent.shift()!
            agentCount[result.outcome as 'new'] += 1
            for (const remark of result.remarks)
              reject({ table: 'agents', id: result.origin, line, ...remark })
            return
          }
          for (const outcome of result.conversations)
            if (outcome === 'n') count.new += 1
            else if (outcome === 'e') count.existing += 1
            else if (outcome === 'c') count.changed += 1
          for (const what of ['new', 'existing', 'changed'] as const)
            messageCount[what] += result.messages[what]
          progress(
            `${count.new + count.existing + count.changed} of ${count.in_dump} conversations, ${messageCount.new} new messages`,
          )
        },
      },
    )
    agentCount.skipped = agentCount.in_dump - agentCount.new - agentCount.existing
    count.skipped = Math.max(0, count.in_dump - count.new - count.existing - count.changed)
    tell(
      `agents: ${agentCount.new} new, ${agentCount.existing} here already, ${agentCount.skipped} left out; ` +
        `conversations: ${count.new} new, ${count.existing} here already, ${count.changed} changed, ${count.skipped} left out; ` +
        `messages: ${messageCount.new} new, ${messageCount.existing} here already, ${messageCount.changed} changed`,
    )
  })
}

async function findOwner({ options, tables, door }: Context): Promise<string | undefined> {
  const { owner } = options
  if (!owner) {
    if (tables.users || !tables.conversations?.count) return undefined
    throw new Fault(
      'The Flask chat knew no accounts: say whose its conversations become, with --owner <user name>. Nothing was imported.',
    )
  }
  let found: string | null = null
  await door<LegacyOwnerResult>('auth', [], {
    values: [{ type: 'owner', identifier: owner }],
    take: ({ user_id }) => {
      found = user_id
    },
  })
  if (!found) throw new Fault(`There is no account ${owner} here: --owner names one that there is.`)
  return found
}

/** The conversations of nobody who came over: the given owner's, or left out. */
function* withoutOwner({ tables, reject }: Context, accounts: Accounts, owner: string | undefined) {
  const { conversations } = tables
  for (const row of conversations!.rows()) {
    const name = originOf(row.values.user_id)
    if (name && accounts.has(name)) continue
    // Somebody's who did not come over stays theirs: only what was nobody's is given away.
    const isNobodys = !name || name === '0' || /^guest/i.test(name)
    if (owner && isNobodys) yield row
    else
      reject({
        table: 'conversations',
        id: originOf(row.values.id) ?? undefined,
        line: row.line,
        code: isNobodys ? 'NO_OWNER' : 'OWNER_LEFT_OUT',
        text: isNobodys ? 'it is nobody’s: --owner gives it to an account' : 'its owner did not come over',
      })
  }
}

async function importLedger(
  context: Context,
  accounts: Accounts,
  report: Record<string, unknown>,
): Promise<void> {
  const { run, tables, options, reject, times, progress, door } = context
  const { users, checkin_records: checkins } = tables
  if (!users) return
  const count = { in_dump: checkins?.count ?? 0, new: 0, existing: 0, skipped: 0 }
  const points = {
    dump_sum: users.sum('total_lingzhi'),
    opening_sum: 0,
    left_out_sum: 0,
    changed_since_sum: 0,
    equal: false,
  }
  Object.assign(report, { checkins: count, points })
  await run.step('points and check-ins', async (tell) => {
    const sent: { line: number; balance: number }[] = []
    const given = new Set<string>()
    const values = function* () {
      checkins?.index('user_id')
      for (const { values, line } of users.rows()) {
        const origin = originOf(values.id)
        const userId = origin && accounts.get(origin)
        const balance = toPoints(values.total_lingzhi ?? 0)
        if (!userId || balance === undefined || given.has(origin))
          points.left_out_sum += countedAs(values.total_lingzhi)
        if (!userId || given.has(origin)) continue
        given.add(origin)
        if (balance === undefined)
          reject({
            table: 'users',
            id: origin,
            line,
            code: 'BAD_POINTS',
            text: 'total_lingzhi is below zero, or no whole number: it opens with 0',
          })
        const days = checkins ? toCheckins(checkins.rowsWith('user_id', origin), { times, reject }) : []
        sent.push({ line, balance: balance ?? 0 })
        yield { type: 'points', origin, user_id: userId, balance: balance ?? 0, checkins: days }
      }
    }
    await door<LegacyPointsResult>('checkin', [`--zone=${options.zone}`], {
      values: values(),
      take(result) {
        const { line, balance } = sent.shift()!
        count.new += result.checkins.new
        count.existing += result.checkins.existing
        if (result.outcome === 'deleted') points.left_out_sum += balance
        else {
          points.opening_sum += result.opening
          points.changed_since_sum += balance - result.opening
        }
        const place = { table: 'users', id: result.origin, line }
        if (result.outcome === 'existing' && result.opening !== balance)
          reject({
            ...place,
            code: 'POINTS_CHANGED_SINCE',
            text: `it opened with ${result.opening} and has ${balance} there now: correct it with POST /api/admin/points/adjust`,
          })
        if (result.checkins.skipped > 0)
          reject({
            ...place,
            code: 'DAYS_LEFT_OUT',
            text: `${result.checkins.skipped} days lie in the future, or behind days that are here`,
          })
        progress(`${count.new + count.existing} of ${count.in_dump} check-ins`)
      },
    })
    count.skipped = count.in_dump - count.new - count.existing
    points.equal =
      Math.abs(points.opening_sum + points.left_out_sum + points.changed_since_sum - points.dump_sum) < 1e-6
    tell(
      `check-ins: ${count.new} new, ${count.existing} here already, ${count.skipped} left out; points: ${points.dump_sum} in the dump = ` +
        `${points.opening_sum} in opening entries + ${points.left_out_sum} left out + ${points.changed_since_sum} changed there since`,
    )
    if (!points.equal) throw new Fault(`The points do not add up: ${JSON.stringify(points)}.`)
  })
}

function tellRejected(run: Doing, { told, counts }: ReturnType<typeof collectRejections>): void {
  const shown = 20
  for (const { table, id, line, code, text } of told.slice(0, shown))
    run.note(`  ${table}${line ? ` line ${line}` : ''}${id ? ` (${id})` : ''}: ${text} [${code}]`)
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0)
  if (all > shown)
    run.note(`  … and ${all - shown} more: ${JSON.stringify(counts)}. --json tells the first 1,000.`)
}

/** What runs that were killed may have left; on Linux nothing but an empty folder. */
function sweepStaged(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('legacy-')) rmSync(join(folder, name), { recursive: true, force: true })
}

function every(ms: number, tell: (text: string) => void): (text: string) => void {
  let last = performance.now()
  return (text) => {
    if (performance.now() - last < ms) return
    last = performance.now()
    tell(`  … ${text}`)
  }
}
