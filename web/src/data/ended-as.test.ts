import t from 'tap'
import { endedAs } from './ended-as.ts'

const none = { new: 0, changed: 0, existing: 3, skipped: 1 }
const some = { ...none, new: 1 }

t.test(
  'an import that ended early is not said to have left nothing when it has stored something',
  async (t) => {
    t.equal(endedAs({ status: 'completed', conversations: none, messages: none }), 'done')
    for (const status of ['cancelled', 'failed'] as const) {
      t.equal(endedAs({ status, conversations: none, messages: none }), 'notDone')
      t.equal(endedAs({ status, conversations: some, messages: some }), 'stopped')
      t.equal(endedAs({ status, conversations: none, messages: { ...none, changed: 1 } }), 'stopped')
      // A dry run has stored nothing, whatever it has counted.
      t.equal(endedAs({ status, dry_run: true, conversations: some, messages: some }), 'notDone')
    }
  },
)
