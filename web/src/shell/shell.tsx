import { ProblemError } from '@lingzhi/api-client'
import { Menu as MenuIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { useSession } from '../session/session.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FaultBoundary } from '../ui/fault-boundary.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { Toasts } from '../ui/toast.tsx'
import { ToldAlready } from '../ui/told-already.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { Navigation } from './navigation.tsx'
import { useShellText } from './shell.text.ts'
import { VersionNotice } from './version-notice.tsx'

// Seldom needed, and then by somebody who is online: it is not part of the first load.
const LapsedDialog = lazy(async () => ({
  default: (await import('../session/lapsed-dialog.tsx')).LapsedDialog,
}))

/** The dialog above the page asks to sign in again; whatever was being loaded comes after that. */
const lapses = ['MISSING_TOKEN', 'INVALID_TOKEN', 'TOKEN_EXPIRED']
const isLapse = (error: unknown) => error instanceof ProblemError && lapses.includes(error.code)
const isNothing = () => false

/** Below this width the sidebar is a drawer. */
const wide = matchMedia('(min-width: 900px)')

/** The frame around every page: the sidebar at the left, on phones a drawer; the page itself fills the rest. */
export function Shell({ list, children }: { list: ReactNode; children: ReactNode }) {
  const text = useShellText()
  const [at, go] = useLocation()
  const [drawer, setDrawer] = useState(false)
  const isWide = useWide()
  useShortcut({ keys: 'mod+shift+o', label: text.newChat }, () => go(paths.home()))
  const session = useSession()
  // Going somewhere closes the drawer.
  useEffect(() => setDrawer(false), [at])

  return (
    <ToldAlready value={session.state === 'lapsed' ? isLapse : isNothing}>
      <div className="flex h-dvh">
        <a
          href="#page"
          className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-3"
        >
          {text.skip}
        </a>
        {isWide ? (
          <div className="w-68 shrink-0 border-r border-line">
            <Navigation list={list} />
          </div>
        ) : (
          <Dialog title={text.navigation} open={drawer} onClose={() => setDrawer(false)} place="side" bare>
            <Navigation list={list} />
          </Dialog>
        )}
        <main id="page" tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col outline-none">
          {!isWide && (
            <div className="flex shrink-0 items-center border-b border-line px-1">
              <IconButton label={text.menu} icon={<MenuIcon size={20} />} onClick={() => setDrawer(true)} />
            </div>
          )}
          <VersionNotice />
          {session.state === 'lapsed' && (
            <Suspense fallback={null}>
              <LapsedDialog username={session.user.username} />
            </Suspense>
          )}
          <div className="min-h-0 flex-1">
            <FaultBoundary at={at}>{children}</FaultBoundary>
          </div>
        </main>
        <Toasts />
        <KeysDialog />
      </div>
    </ToldAlready>
  )
}

function useWide(): boolean {
  const [is, setIs] = useState(wide.matches)
  useEffect(() => {
    const change = () => setIs(wide.matches)
    wide.addEventListener('change', change)
    return () => wide.removeEventListener('change', change)
  }, [])
  return is
}
