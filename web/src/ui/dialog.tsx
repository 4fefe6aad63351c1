import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { useUiText } from './ui.text.ts'

interface Props {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  /** `side`: along the left edge, for the sidebar on phones. `top`: below the top edge, for search. */
  place?: 'middle' | 'side' | 'top'
  wide?: boolean
  /** Without the title and the cross: what is inside has its own. */
  bare?: boolean
}

const firstFocus = 'input:not([readonly], [hidden]), textarea, select, [data-focus]'

const places = {
  middle: 'm-auto rounded-lg',
  top: 'mx-auto mt-[12dvh] mb-auto rounded-lg',
  side: 'm-0 mr-auto h-dvh max-h-dvh rounded-none',
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Esc and hides the page from screen readers. */
export function Dialog({ title, open, onClose, children, place = 'middle', wide, bare }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  const text = useUiText()
  useEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    const before = document.activeElement
    dialog.showModal()
    // Not the cross, which the browser would choose: what is to be filled in, or the safe way out.
    dialog.querySelector<HTMLElement>(firstFocus)?.focus()
    return () => {
      // The browser gives the focus back to where it was after Esc, but not when the dialog is taken off the page.
      const isLost = document.activeElement === document.body
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [open])
  if (!open) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it by Esc, which the browser handles
    <dialog
      ref={ref}
      aria-labelledby={bare ? undefined : id}
      aria-label={bare ? title : undefined}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
      className={classNames(
        'animate-appear border border-line bg-raised p-0 text-ink',
        places[place],
        place === 'side'
          ? 'w-68 max-w-[85vw]'
          : wide
            ? 'w-[min(48rem,calc(100vw-2rem))]'
            : 'w-[min(28rem,calc(100vw-2rem))]',
      )}
    >
      {bare ? (
        children
      ) : (
        <div className="grid gap-4 p-5">
          <div className="flex items-center justify-between gap-4">
            <h2 id={id} className="text-lg font-semibold">
              {title}
            </h2>
            <IconButton label={text.close} icon={<X size={18} />} onClick={onClose} />
          </div>
          {children}
        </div>
      )}
    </dialog>
  )
}
