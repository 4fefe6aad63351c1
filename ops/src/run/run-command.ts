import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Fault, machineFault, messageOf } from '@lingzhi/stack/fault'
import { openDeployment } from '../deployment/open-deployment.ts'
import { type Command, exitCodes, type Options } from './command.ts'
import { takeLock } from './lock.ts'
import { openReport } from './report.ts'
import { openRunLog } from './run-log.ts'

const folder = fileURLToPath(new URL('../commands', import.meta.url))

const common = {
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options

/** Runs the command that the arguments name; resolves with the exit code, having told everything. */
export async function runCommand(args: string[], shell: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = args
  if (!name || name === 'help' || name.startsWith('-')) {
    process.stdout.write(await usageOfAll())
    return name === undefined || /^(help|-h|--help)$/.test(name) ? exitCodes.ok : exitCodes.refused
  }
  const report = openReport(name, { json: rest.includes('--json') })
  try {
    if (!commandNames().includes(name))
      throw new Fault(`There is no command ${name}. There are: ${commandNames().join(', ')}.`)
    const command = await loadCommand(name)
    const { values, positionals } = read(name, command, rest)
    if (values.help) {
      process.stdout.write(usageOf(name, command))
      return exitCodes.ok
    }
    return await carryOut(name, command, { values, positionals, shell, report })
  } catch (error) {
    return report.refuse(sentenceOf(error))
  }
}

type Given = {
  values: Record<string, unknown>
  positionals: string[]
  shell: NodeJS.ProcessEnv
  report: ReturnType<typeof openReport>
}

async function carryOut(name: string, command: Command, given: Given): Promise<number> {
  const { values, positionals, shell, report } = given
  const dryRun = values['dry-run'] === true
  const deployment = openDeployment(shell, { root: text(values.root) })
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Fault('Stopped by the operator.'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  const changes = typeof command.changes === 'function' ? command.changes(positionals) : command.changes
  const release = changes && !dryRun ? takeLock(deployment.dataDir, name) : () => {}
  const log = changes && !dryRun ? openRunLog(deployment.dataDir, name) : undefined
  report.use(log)
  try {
    const more = await command.run({
      words: positionals,
      option: (option) => text(values[option]),
      flag: (option) => values[option] === true,
      dryRun,
      env: deployment.env,
      deployment,
      signal: stopping.signal,
      step: (title, work, as) => report.step(title, work, { skip: dryRun && as?.changes === true }),
      check: report.check,
      note: report.note,
    })
    return report.finish(more ?? {})
  } catch (error) {
    return report.fail(sentenceOf(error))
  } finally {
    await deployment.close()
    log?.close()
    release()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop)
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function read(name: string, command: Command, args: string[]) {
  const { min, max } = command.positionals ?? { min: 0, max: 0 }
  try {
    const parsed = parseArgs({ args, options: { ...common, ...command.options }, allowPositionals: true })
    const count = parsed.positionals.length
    if (!parsed.values.help && (count < min || count > max))
      throw new Fault(`npm run ops -- ${name} ${command.usage}`.trim())
    return { values: parsed.values as Record<string, unknown>, positionals: parsed.positionals }
  } catch (error) {
    if (error instanceof Fault) throw new Fault(`Usage: ${error.message}`)
    throw new Fault(`${messageOf(error).split('. ')[0]}. See npm run ops -- ${name} --help.`)
  }
}

function commandNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
}

async function loadCommand(name: string): Promise<Command> {
  const { command } = (await import(new URL(`../commands/${name}.ts`, import.meta.url).href)) as {
    command: Command
  }
  return command
}

async function usageOfAll(): Promise<string> {
  const names = commandNames()
  const rows = await Promise.all(
    names.map(async (name) => {
      const { summary, usage } = await loadCommand(name)
      return `  ${`${name} ${usage}`.trim().padEnd(34)} ${summary}`
    }),
  )
  return `npm run ops -- <command> [options]\n\n${rows.join('\n')}\n
Each takes --json (one document on standard output), --root <folder> (a deployment made by deploy) and --help;
what changes something takes --dry-run. Exit code: 0 all well, 1 something is not, 2 not carried out.\n`
}

function usageOf(name: string, command: Command): string {
  const options = Object.keys({
    ...command.options,
    json: {},
    root: {},
    ...(command.changes && { 'dry-run': {} }),
  })
  return `npm run ops -- ${name} ${command.usage}\n\n${command.summary}\nOptions: ${options.map((one) => `--${one}`).join(' ')}\n`
}

function sentenceOf(error: unknown): string {
  if (error instanceof Fault) return error.message
  return machineFault(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}
