import type { Deployment } from '../deployment/open-deployment.ts'
import type { Finding } from '../run/command.ts'

/** One thing that goes wrong with deployments, how it is seen, and its mend in a line. */
export type Look = {
  name: string
  look(patient: Patient): Promise<string | Finding>
}

export type Patient = { deployment: Deployment; signal: AbortSignal }

/** What is wrong, and its mend. */
export const ill = (what: string, mend: string): Finding => ({ ok: false, detail: `${what}\n→ ${mend}` })
