import type { Deployment } from '../deployment/open-deployment.ts'
import type { Finding } from '../run/command.ts'

/** Whether services wrote lines of errors since an instant. */
export async function checkLogs({ logs }: Pick<Deployment, 'logs'>, since: number): Promise<Finding> {
  const errors: string[] = []
  let lines = 0
  for await (const { program, record } of logs({ since })) {
    lines += 1
    if (record && /^(error|fatal)$/.test(String(record.level)))
      errors.push(
        `${program}: ${record.msg ?? (record.err as { message?: string } | undefined)?.message ?? ''}`,
      )
  }
  if (errors.length > 0)
    return { ok: false, detail: `${errors.length} lines of errors:\n${errors.slice(0, 5).join('\n')}` }
  return { ok: true, detail: `${lines} lines, none of an error` }
}
