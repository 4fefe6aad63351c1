import { Pool } from 'undici'
import type { Running } from './start-process.ts'

export interface Load {
  path: string
  headers: Record<string, string>
  clients: number
  seconds: number
}

export interface Measured {
  rate: number
  /** Processor time of the program under test for one request. */
  cpuUs: number
}

/** Sends one program requests for `seconds`; each of `clients` waits for a response before its next request. */
export async function load(target: Running, { path, headers, clients, seconds }: Load): Promise<Measured> {
  const pool = new Pool(target.url, { connections: clients, pipelining: 1 })
  let requests = 0
  const cpuBefore = target.cpuUs()
  const started = performance.now()
  const until = started + seconds * 1_000
  const client = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
      await body.dump()
      if (statusCode !== 200) throw new Error(`${target.name} returned ${statusCode}`)
      requests += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const elapsedS = (performance.now() - started) / 1_000
  const cpuUs = (target.cpuUs() - cpuBefore) / requests
  await pool.close()
  return { rate: requests / elapsedS, cpuUs }
}
