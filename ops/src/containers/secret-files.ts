import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { Fault } from '@lingzhi/stack/fault'
import { runOwn } from '../deployment/run-own.ts'

/** The folder with a file for each secret of a deployment by Compose. */
export const secretsFolder = (root: string, env: NodeJS.ProcessEnv): string =>
  env.SECRETS_DIR?.trim() || join(root, 'secrets')

/** An environment that names the files of secrets, which is what the containers get, in place of what `.env` may have for them. */
export function withSecretFiles(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  if (!existsSync(folder)) return env
  const names = readdirSync(folder).filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name))
  const others = Object.entries(env).filter(([name]) => !names.includes(name))
  return {
    ...Object.fromEntries(others),
    ...Object.fromEntries(names.map((name) => [`${name}_FILE`, join(folder, name)])),
  }
}

/** Makes the files that a release wants and the deployment lacks, by the script of that release; what it said. */
export async function completeSecrets(
  release: string,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const given = { ...systemEnvironment(env), SECRETS_DIR: secretsFolder(root, env) }
  const { code, printed } = await runOwn([join(release, 'scripts', 'secrets.mjs'), 'compose', root], given)
  if (code !== 0) throw new Fault(printed.trim())
  return printed.trim()
}
