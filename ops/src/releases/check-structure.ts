import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Listed = Record<string, { database: boolean }>

/** What each release has to have before anything of it is started; a sentence for each thing that is missing. */
export function structureFaults(folder: string): string[] {
  const list = read(join(folder, 'packages/contracts/src/services.json'))
  if (!list) return ['packages/contracts/src/services.json is missing or cannot be read']
  const services = JSON.parse(list) as Listed
  const faults = [
    'Dockerfile',
    'docker-compose.yml',
    'package.json',
    'pnpm-lock.yaml',
    'scripts/bootstrap.mjs',
  ]
    .filter((path) => !existsSync(join(folder, path)))
    .map((path) => `${path} is missing`)
  for (const [name, { database }] of Object.entries(services)) {
    const at = (path: string) => join(folder, 'services', name, path)
    for (const file of ['src/main.ts', 'src/app.ts', 'src/config.ts', 'README.md'])
      if (!existsSync(at(file))) faults.push(`services/${name}/${file} is missing`)
    const config = read(at('src/config.ts'))
    if (config !== undefined && !/export const Config\b/.test(config))
      faults.push(`services/${name}/src/config.ts exports no Config`)
    if (database && !(existsSync(at('migrations')) && readdirSync(at('migrations')).length > 0))
      faults.push(`services/${name} has no migrations`)
  }
  const health = read(join(folder, 'packages/http/src/health.ts')) ?? ''
  if (!health.includes('/api/health')) faults.push('no route of /api/health in packages/http/src/health.ts')
  const checkin = globSync('services/checkin/src/**/*.ts', { cwd: folder }).map(
    (path) => read(join(folder, path)) ?? '',
  )
  if (!checkin.some((text) => /\blingzhi_earned\b/.test(text)))
    faults.push('the check-in has no field lingzhi_earned')
  if (checkin.some((text) => /\blingzhi_reward\b/.test(text)))
    faults.push('the check-in has the old field lingzhi_reward')
  return faults
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
