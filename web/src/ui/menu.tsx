import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

export interface MenuItem {
  label: string
  icon?: ReactNode
  danger?: boolean
  onSelect: () => void
}

const gap = 4

/** A button with a menu: the browser's popover above everything else, arrow keys as the ARIA practices describe them. */
export function Menu({
  label,
  icon,
  items,
  className,
}: {
  label: string
  icon: ReactNode
  items: MenuItem[]
  className?: string
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  function place() {
    const from = button.current?.getBoundingClientRect()
    const box = menu.current
    if (!from || !box) return
    const { offsetWidth, offsetHeight } = box
    const below = from.bottom + gap + offsetHeight < innerHeight
    box.style.left = `${Math.max(gap, Math.min(from.right - offsetWidth, innerWidth - offsetWidth - gap))}px`
    box.style.top = `${below ? from.bottom + gap : Math.max(gap, from.top - gap - offsetHeight)}px`
  }
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  function onKeyDown(event: KeyboardEvent) {
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') menu.current?.hidePopover()
    if (next === undefined) return
    event.preventDefault()
    all.at(next % all.length)?.focus()
  }

  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={icon}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        popoverTarget={id}
        className={className}
      />
      <div
        ref={menu}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        tabIndex={-1}
        onToggle={(event) => {
          const shown = event.newState === 'open'
          setOpen(shown)
          if (!shown) return
          place()
          entries()[0]?.focus()
        }}
        onKeyDown={onKeyDown}
        className="fixed m-0 min-w-44 animate-appear rounded-md border border-line bg-raised p-1 text-ink shadow-lg"
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              menu.current?.hidePopover()
              button.current?.focus()
              item.onSelect()
            }}
            className={classNames(
              'flex min-h-11 w-full items-center gap-3 rounded-sm px-3 text-left text-sm hover:bg-sunken focus:bg-sunken md:min-h-9',
              item.danger && 'text-danger',
            )}
          >
            {item.icon}
            {item.label}
          </button>
        ))}
      </div>
    </>
  )
}
