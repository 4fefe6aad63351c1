import { addressSetting, serviceNames, upstreamNames } from '@lingzhi/contracts/services'
import { describeSettings, type Setting } from '../environment/describe-settings.ts'
import type { Schemas } from '../environment/schemas.ts'
import type { Program } from '../platform/programs.ts'
import { LauncherConfig } from '../platform/settings.ts'
import { table } from './tables.ts'

/** Settings under one heading. */
type Group = { title: string; settings: Setting[] }

/** docs/settings.md. */
export function settingsPage(schemas: Schemas): string {
  const groups = [{ title: 'npm start', settings: describeSettings(LauncherConfig) }, ...groupsOf(schemas)]
  const sections = groups.map(
    ({ title, settings }) => `## ${title}\n\n${table([head, ...settings.map(row)])}\n`,
  )
  return `# Settings

<!-- Made by \`npm run generate\` from the schemas (services/*/src/config.ts): change those, never this file. -->

Settings come from the environment; \`npm start\` also reads a file \`.env\` in the checkout, where the shell wins. An empty
value counts as not set. White space, invisible characters and one pair of quotes around a whole value are taken off; an invisible
character inside one is a fault. \`<NAME>_FILE\` names a file that holds the value of \`<NAME>\`, in UTF-8 or UTF-16. All faults are reported together
and stop the start; no value is ever printed. A process is given the settings listed here under its name, and of
everything else in the environment only what any program may need (\`PATH\`, \`LANG\`, \`TZ\`, certificates, Node's own: the list
is in packages/stack/src/environment/system.ts). **secret**: keep it out of files that others read.

${sections.join('\n')}`
}

const head = ['setting', 'type', 'default', 'bounds', 'meaning']

function row({
  name,
  type,
  required,
  default: value,
  bounds,
  secret,
  meaning,
  formerName,
}: Setting): string[] {
  return [
    `\`${name}\``,
    type,
    required ? '**required**' : value === undefined || value === '' ? '' : `\`${value}\``,
    bounds,
    `${meaning}${secret ? ' **secret**' : ''}${formerName ? ` Its former name, \`${formerName}\`, is deprecated and read when it is not set.` : ''}`,
  ].map((cell) => cell.replaceAll('|', '\\|'))
}

/** .env.example: every setting of `npm start`, commented out at its default. */
export function envExample(schemas: Schemas): string {
  const decided = new Set<string>(upstreamNames.map(addressSetting))
  const seen = new Set<string>(['HOST', 'METRICS_PORT', ...decided])
  const groups = [{ title: 'npm start', settings: describeSettings(LauncherConfig) }, ...groupsOf(schemas)]
  const sections = groups.map(({ title, settings }, n) => {
    const fresh = settings.filter(({ name }) => n === 0 || !seen.has(name))
    for (const { name } of fresh) seen.add(name)
    return fresh.length === 0 ? '' : `# --- ${title}\n\n${fresh.map(example).join('\n')}`
  })
  return `# Copy to .env and uncomment what you set. The shell wins over this file; docs/settings.md has types and
# bounds. Quote values that hold a hash sign, a quote or spaces at an end.
# Made by \`npm run generate\` from the schemas: change those, never this file.

${sections.filter(Boolean).join('\n')}`
}

function example({ name, meaning, default: value, formerName }: Setting): string {
  const former = formerName ? ` (formerly ${formerName})` : ''
  return `# ${meaning}${former}\n#${name}=${/[#\s]/.test(String(value)) ? `"${value}"` : (value ?? '')}\n`
}

/** Settings by the services that read them; one that several read in the same way is listed once. */
function groupsOf(schemas: Schemas): Group[] {
  const readers = new Map<string, { setting: Setting; programs: Program[] }>()
  for (const program of Object.keys(schemas) as Program[]) {
    for (const setting of describeSettings(schemas[program])) {
      const key = JSON.stringify(setting)
      const known = readers.get(key) ?? { setting, programs: [] }
      known.programs.push(program)
      readers.set(key, known)
    }
  }
  const titles = new Map<string, Setting[]>()
  const most = [...readers.values()].sort((a, b) => b.programs.length - a.programs.length)
  for (const { setting, programs } of most) {
    const all = serviceNames.every((name) => programs.includes(name))
    const title = all ? 'Every service' : programs.join(', ')
    titles.set(title, [...(titles.get(title) ?? []), setting])
  }
  return [...titles].map(([title, settings]) => ({ title, settings }))
}
