import type { Found } from '../found.ts'
import type { Place, Reason } from '../reading/fault.ts'

/** What stands where a conversation could not be read. */
export const unreadable = (place: Place, reason: Reason): Found => ({
  head: {
    key: '00000000-0000-0000-0000-000000000000',
    title: '',
    agent_id: null,
    agent_name: null,
    created_at: '1970-01-01T00:00:00.000Z',
    last_active: '1970-01-01T00:00:00.000Z',
    pinned: false,
    archived: false,
  },
  place,
  messages: [],
  continued: false,
  ends: true,
  leftOut: 0,
  reason,
})
