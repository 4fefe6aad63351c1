import { type ServiceName, serviceDefaults, serviceNames, services } from '@lingzhi/contracts/services'

/** What the launcher can run: the services, and the demo model while no other is configured. */
export type Program = ServiceName | 'demo-model'

/** Services of which several may run side by side; the public one owns the one public port. */
export const replicated = serviceNames.filter((name) => !services[name].public)

/** The young generation of a program, in MB. */
export const youngMb = (program: string): number =>
  (services as Readonly<Record<string, { youngMb: number }>>)[program]?.youngMb ?? serviceDefaults.youngMb

/** The file that serves; migrations are beside it. Relative to the checkout. */
export function mainFile(program: Program): string {
  return `${folderOf(program)}/src/main.ts`
}

/** The file that describes the settings, as an address to import. */
export function configFile(program: Program): string {
  return new URL(`../../../../${folderOf(program)}/src/config.ts`, import.meta.url).href
}

function folderOf(program: Program): string {
  return program === 'demo-model' ? 'packages/demo-model' : `services/${program}`
}
