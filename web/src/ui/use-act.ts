import { useState } from 'react'

/** One act at a time, with what it was refused for. */
export function useAct() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** Resolves to whether it was done. */
  async function act(run: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setError(null)
    try {
      await run()
      return true
    } catch (refusal) {
      setError(refusal)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { act, busy, error }
}
