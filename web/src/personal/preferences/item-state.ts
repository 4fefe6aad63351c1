import type { PreferenceItem } from './preferences.queries.ts'

/** Of one statement, as the API bounds it. */
export const statementMax = 120

/** Whether models are told of it. */
export const inUse = ({ state }: Pick<PreferenceItem, 'state'>): boolean =>
  state === 'active' || state === 'pinned' || state === 'edited'
