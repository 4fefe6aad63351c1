import { createContext } from 'react'

/** Whether something on the page says it already, so that a note at its place would say it twice. */
export const ToldAlready = createContext<(error: unknown) => boolean>(() => false)
