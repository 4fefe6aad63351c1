import { services } from '@lingzhi/contracts/services'
import { describeSettings } from '@lingzhi/stack/environment/describe-settings'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { isGiven, settingOf } from '@lingzhi/stack/environment/setting-of'
import type { Secrets } from '@lingzhi/stack/infrastructure/secrets'
import { storedAs } from '@lingzhi/stack/platform/environments'
import { providerKeyNames } from '@lingzhi/stack/platform/provider-keys'
import { LauncherConfig } from '@lingzhi/stack/platform/settings'
import type { Deployment } from '../deployment/open-deployment.ts'

/** What belongs to a place and not to a deployment. */
const ofThePlace = new Set(['DATA_DIR'])

/** What is set here: the values that are no secrets, and the names of those that are. */
export async function knownSettings({ env }: Pick<Deployment, 'env'>) {
  const settings = [LauncherConfig, ...Object.values(await loadSchemas())].flatMap(describeSettings)
  const secret = new Set(settings.filter((one) => one.secret).map(({ name }) => name))
  const values: Record<string, string> = {}
  for (const { name } of settings)
    if (!secret.has(name) && !ofThePlace.has(name) && isGiven(env, name)) values[name] = settingOf(env, name)!
  const secrets = [...secret, ...providerKeyNames(env)].filter((name) => isGiven(env, name))
  return { values, secrets: secrets.sort() }
}

/** The keys with which services seal what they store, by the name of the setting; only those that are known here. */
export function sealingSecrets(
  env: NodeJS.ProcessEnv,
  secrets: Pick<Secrets, 'find'>,
): Record<string, string> {
  const known = sealingNames.map((name) => [name, settingOf(env, name) ?? secrets.find(storedAs(name))])
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

export const sealingNames = Object.values(services).flatMap(({ secrets, optionalSecrets }) =>
  Object.entries({ ...secrets, ...optionalSecrets }).flatMap(([name, kind]) =>
    kind === 'key' ? [name] : [],
  ),
)
