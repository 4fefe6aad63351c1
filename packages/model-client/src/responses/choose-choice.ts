type Members = Record<string, unknown>
type Choices = Members & { choices: unknown[] }
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** How many objects of another choice are kept before it is the answer. */
const keptMax = 4

/**
 * Leaves one choice in the objects of a response: the one with index 0 or, when it says nothing, the first that does. The
 * first objects of another one are kept for a moment, since choices come in any order.
 */
export function chooseChoice() {
  let chosen: number | undefined
  let kept: Choices[] = []

  function take(value: Choices): object[] {
    const { choices } = value
    if (chosen === undefined && choices.some((choice) => indexOf(choice) === 0 && says(choice))) {
      chosen = 0
      kept = []
    }
    if (chosen !== undefined) return [only(value, chosen)]
    if (choices.every((choice) => indexOf(choice) === 0)) return [value]
    kept.push(value)
    return kept.length > keptMax || choices.some(isFinished) ? release() : []
  }

  function release(): object[] {
    const first = kept.flatMap(({ choices }) => choices).find(says)
    if (first === undefined) return []
    const index = indexOf(first)
    chosen = index
    const all = kept.map((value) => only(value, index))
    kept = []
    return all
  }

  return {
    of(values: object[]): object[] {
      if (chosen === 0 && values.every(isPlain)) return values
      return values.flatMap((value) => (hasChoices(value) ? take(value) : [value]))
    },
    /** What is still kept, once nothing follows. */
    end: (): object[] => (chosen === undefined ? release() : []),
  }
}

const hasChoices = (value: object): value is Choices =>
  Array.isArray((value as Members).choices) && (value as Choices).choices.length > 0

/** Whether an object has the choice with index 0 alone, or none. */
function isPlain(value: object): boolean {
  if (!hasChoices(value)) return true
  return value.choices.length === 1 && indexOf(value.choices[0]) === 0
}

const indexOf = (choice: unknown): number => (isObject(choice) ? Number(choice.index ?? 0) || 0 : 0)

/** Whether a choice holds anything but its role. */
function says(choice: unknown): boolean {
  if (!isObject(choice)) return false
  const said = choice.delta ?? choice.message ?? { text: choice.text }
  return (
    isObject(said) &&
    Object.entries(said).some(([name, value]) => name !== 'role' && value !== '' && Boolean(value))
  )
}

const isFinished = (choice: unknown): boolean => isObject(choice) && Boolean(choice.finish_reason)

/** The object with this choice alone, as the first. */
function only(value: Choices, index: number): object {
  const choices = value.choices.filter((choice) => indexOf(choice) === index)
  return { ...value, choices: choices.slice(0, 1).map((choice) => ({ ...(choice as object), index: 0 })) }
}
