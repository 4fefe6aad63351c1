import type { Unit } from '../unit.ts'

/** What a keeper is asked, one line of JSON for each connection. Additions only: it stays through deployments. */
export type Asked =
  | { do: 'start'; unit: Unit }
  | { do: 'stop'; name: string; timeoutMs?: number }
  | {
      do: 'publish'
      stack: { gateway_url: string; admin: { username: string; password?: string | undefined } }
      names: string[]
    }
  | { do: 'list' }
  | { do: 'end' }

export type Told = { ok: true; result: unknown } | { ok: false; error: string }

export type Running = { name: string; release: string; program: string; port: number; pid: number }
