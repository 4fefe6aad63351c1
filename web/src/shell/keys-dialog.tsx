import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { useShortcut, useShortcuts } from '../ui/shortcuts.ts'
import { useShellText } from './shell.text.ts'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)
const names: Record<string, string> = {
  mod: isApple ? '⌘' : 'Ctrl',
  shift: isApple ? '⇧' : 'Shift',
  Escape: 'Esc',
}

/** `?` shows every key that does something on the page one is on. */
export function KeysDialog() {
  const text = useShellText()
  const [open, setOpen] = useState(false)
  const shortcuts = useShortcuts()
  useShortcut({ keys: '?', label: text.keysHelp }, () => setOpen(true))
  return (
    <Dialog title={text.keys} open={open} onClose={() => setOpen(false)}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2 text-sm">
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className="contents">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {keys.split('+').map((key) => (
                <kbd
                  key={key}
                  className="rounded-sm border border-line-strong bg-sunken px-1.5 font-mono text-xs"
                >
                  {names[key] ?? key.toUpperCase()}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
