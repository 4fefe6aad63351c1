import type { ReactNode } from 'react'
import { Link } from 'wouter'

/** A link to another page, among words or alone in a line: tall enough for a thumb. */
export function TextLink({ to, children, replace }: { to: string; children: ReactNode; replace?: boolean }) {
  return (
    <Link
      href={to}
      replace={replace}
      className="inline-flex min-h-11 items-center font-semibold text-brand underline underline-offset-2 md:min-h-8"
    >
      {children}
    </Link>
  )
}
