import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useShellText } from './shell.text.ts'

const everyMs = 5 * 60_000
const lookMs = 60_000
const guard = 'lz.reloaded-at'
const loopMs = 60_000

type Notice = 'new-version' | 'needs-reload' | null

/**
 * A tab left open over an upgrade goes on working, because the gateway keeps the files of the builds before; it offers to
 * reload and never does so by itself, except once when a part of the page is gone for good and nothing is written.
 */
export function VersionNotice() {
  const text = useShellText()
  const [notice, setNotice] = useState<Notice>(null)

  useEffect(() => {
    let first: string | undefined
    let lastMs = 0
    async function look() {
      // A tab opened behind others, too, must know which build it is of.
      if (first && (document.hidden || Date.now() - lastMs < everyMs)) return
      lastMs = Date.now()
      const build = await readBuild()
      if (build && first && build !== first) setNotice((now) => now ?? 'new-version')
      first ??= build
    }
    function onPreloadError(event: Event) {
      event.preventDefault()
      if (mayReload()) location.reload()
      else setNotice('needs-reload')
    }
    void look()
    // One that stays in sight is told as well.
    const timer = setInterval(look, lookMs)
    document.addEventListener('visibilitychange', look)
    addEventListener('vite:preloadError', onPreloadError)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      removeEventListener('vite:preloadError', onPreloadError)
    }
  }, [])

  if (!notice) return null
  return (
    <div
      role="status"
      className="flex items-center justify-center gap-3 bg-brand-soft px-4 py-1 text-sm text-brand-ink"
    >
      {notice === 'new-version' ? text.newVersion : text.needsReload}
      <Button small onClick={() => location.reload()}>
        {text.reload}
      </Button>
    </div>
  )
}

async function readBuild(): Promise<string | undefined> {
  try {
    const response = await fetch('/version.json', { cache: 'no-store' })
    return response.ok ? ((await response.json()) as { build: string }).build : undefined
  } catch {
    return undefined
  }
}

/** Not while something is written, and not twice within a minute: a part that stays away must not reload for ever. */
function mayReload(): boolean {
  const written = [...document.querySelectorAll('textarea')].some(({ value }) => value !== '')
  const lately = Date.now() - Number(sessionStorage.getItem(guard) ?? 0) < loopMs
  if (written || lately) return false
  sessionStorage.setItem(guard, String(Date.now()))
  return true
}
