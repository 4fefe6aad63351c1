import { LRUCache } from 'lru-cache'
import type { Db } from '../database.ts'
import type { WordIndex } from './match-words.ts'
import { indexWords } from './match-words.ts'
import type { CandidateRow, PersonalChoices } from './scenarios.queries.ts'
import { readOfficial } from './scenarios.queries.ts'

/** Indexes of people who have scenarios of their own. */
const ownIndexesMax = 200

export interface Scenarios {
  /** What a question of this person is compared with, as of the version that was read with it. */
  indexFor: (choices: PersonalChoices, userId: string | null) => Promise<WordIndex>
}

/** Keeps the index of the scenarios for everybody until the state that a question was read with has moved on. */
export function openScenarios(db: Db): Scenarios {
  let shared: { version: number; index: Promise<WordIndex> } | undefined
  const personal = new LRUCache<string, Promise<WordIndex>>({ max: ownIndexesMax })

  const sharedIndex = (version: number): Promise<WordIndex> => {
    if (shared?.version === version) return shared.index
    const index = readOfficial(db).then(indexWords)
    const held = { version, index }
    shared = held
    index.catch(() => {
      if (shared === held) shared = undefined
    })
    return index
  }

  return {
    indexFor: async ({ version, own }, userId) => {
      const index = await sharedIndex(version)
      if (own.length === 0) return index
      const key = `${userId} ${version}`
      const known = personal.get(key)
      if (known) return known
      const both = new Map<string, CandidateRow>([...index.candidates, ...own].map((one) => [one.id, one]))
      const made = indexWords([...both.values()])
      personal.set(key, made)
      return made
    },
  }
}
