import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames, services } from '@lingzhi/contracts/services'
import { unknownPlaceholders } from '@lingzhi/stack/deploy/compose-grammar'
import { describeSettings } from '@lingzhi/stack/environment/describe-settings'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { generatedFiles, leftOver } from '@lingzhi/stack/generated-files'
import { metricFaultsIn } from './metric-names.ts'
import { missingSchemaFaults } from './service-files.ts'
import { serviceListFaults } from './service-list.ts'

/** What keeps anything from being generated: the list, a service without its folder or schema, a metric declared twice. */
export function obstacles(root: string): string[] {
  const list = readFileSync(join(root, 'packages/contracts/src/services.json'), 'utf8')
  const wrong = serviceListFaults(JSON.parse(list))
  if (wrong.length > 0) return wrong
  const folders = globSync('services/*/package.json', { cwd: root }).map((path) => path.split('/')[1]!)
  const unlisted = folders.filter((name) => !serviceNames.some((one) => one === name))
  const absent = serviceNames.filter((name) => !folders.includes(name))
  if (unlisted.length + absent.length > 0) {
    return [
      ...unlisted.map((name) => `services/${name} is not in packages/contracts/src/services.json.`),
      ...absent.map(
        (name) => `packages/contracts/src/services.json lists ${name}, and there is no services/${name}.`,
      ),
    ]
  }
  const missing = missingSchemaFaults(root)
  return missing.length > 0 ? missing : metricFaultsIn(root)
}

/** What no longer follows from the list of services and from the schemas of their settings. */
export async function generatedFaults(root: string): Promise<string[]> {
  const found = obstacles(root)
  if (found.length > 0) return found
  const files = await generatedFiles(root)
  const stale = [...files]
    .filter(
      ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
    )
    .map(([path]) => path)
  const faults = [...stale, ...leftOver(root, files)].map(
    (path) => `${path} is not what it follows from: npm run generate.`,
  )
  const literal = unknownPlaceholders(files.get('docker-compose.yml') ?? '').map(
    (line) => `docker-compose.yml: podman-compose 1.0 does not replace "${line}".`,
  )
  return [...faults, ...literal, ...(await secretsOutside(root)), ...(await settingFaults())]
}

/** In a Compose file a secret comes from a file, and stands in no environment. */
async function secretsOutside(root: string): Promise<string[]> {
  const schemas = Object.values(await loadSchemas())
  const secret = new Set(
    schemas.flatMap((schema) =>
      describeSettings(schema)
        .filter((one) => one.secret && !one.name.endsWith('_URL'))
        .map(({ name }) => name),
    ),
  )
  return readdirSync(root)
    .filter((name) => /^docker-compose.*\.yml$/.test(name))
    .flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(/^\s+(\w+): (?!\{ file:).*\$\{(\w+)/gm)]
        .filter(([, setting, from]) => secret.has(setting!) || secret.has(from!) || /_PASSWORD/.test(from!))
        .map(([, setting]) => `${name}: ${setting} is a secret, and belongs into a file: ${setting}_FILE.`),
    )
}

/** The list names settings; each must be one of that service's schema, and each schema must say what a setting means. */
async function settingFaults(): Promise<string[]> {
  const schemas = await loadSchemas()
  return serviceNames.flatMap((service) => {
    const settings = describeSettings(schemas[service])
    const { secrets, optionalSecrets } = services[service]
    const named = Object.keys({ ...secrets, ...optionalSecrets })
    return [
      ...named
        .filter((name) => !settings.some((one) => one.name === name))
        .map((name) => `services.json: ${service} has no setting ${name}.`),
      ...settings
        .filter(({ meaning }) => !meaning)
        .map(({ name }) => `${service}: ${name} has no description.`),
    ]
  })
}
