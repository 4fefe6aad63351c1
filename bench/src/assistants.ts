import { parseArgs } from 'node:util'
import { firstWords } from './assistants/first-words.ts'
import { learnRun } from './assistants/learn-run.ts'
import { matchTimes } from './assistants/match-times.ts'
import { uploadsBesideStreams } from './assistants/uploads-beside-streams.ts'
import { otherCheckout } from './harness/checkout.ts'
import { newRun } from './harness/new-run.ts'

// What scenarios, preferences and files cost: the choice among 500 scenarios by words; the first word of an answer beside
// another checkout's (`--against <folder>`); one run that learns preferences over 10,000 people; uploads beside held streams,
// and a picture that only pretends its size. The model is scripted and does not wait.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    /** Streams of one reader, per way and round. */
    single: { type: 'string', default: '60' },
    scenarios: { type: 'string', default: '500' },
    questions: { type: 'string', default: '1000' },
    people: { type: 'string', default: '10000' },
    changed: { type: 'string', default: '200' },
    uploads: { type: 'string', default: '50' },
    against: { type: 'string' },
    /** Only this part: match, first-word, learn, uploads. */
    only: { type: 'string' },
  },
})
const parts = {
  match: () =>
    matchTimes(bench, { scenarios: Number(values.scenarios), questions: Number(values.questions) }),
  'first-word': () =>
    firstWords(bench, {
      rounds: Number(values.rounds),
      single: Number(values.single),
      scenarios: Number(values.scenarios),
      against: otherCheckout(values.against),
    }),
  learn: () => learnRun(bench, { people: Number(values.people), changed: Number(values.changed) }),
  uploads: () => uploadsBesideStreams(bench, { uploads: Number(values.uploads) }),
}
let bench = newRun()
for (const [name, measure] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue
  bench = newRun()
  try {
    await measure()
  } finally {
    await bench.close()
  }
}
