import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'

/**
 * While something is not saved, a click on a link to another page waits to be confirmed. A reload needs no question:
 * what is written is kept on the device.
 */
export function useLeaving(unsaved: boolean): { asked: boolean; stay: () => void; leave: () => void } {
  const [, go] = useLocation()
  const [to, setTo] = useState<string>()
  useEffect(() => {
    if (!unsaved) return
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0
      if (!link || elsewhere || link.target === '_blank' || link.origin !== location.origin) return
      if (link.pathname === location.pathname) return
      // Before the router, which listens further down.
      event.preventDefault()
      event.stopPropagation()
      setTo(link.pathname + link.search + link.hash)
    }
    document.addEventListener('click', onClick, true)
    return () => document.removeEventListener('click', onClick, true)
  }, [unsaved])
  return {
    asked: to !== undefined,
    stay: () => setTo(undefined),
    leave: () => {
      if (to) go(to)
      setTo(undefined)
    },
  }
}
