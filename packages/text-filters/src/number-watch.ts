import type { NumberKind } from './number-kinds.ts'
import { numberKinds } from './number-kinds.ts'
import type { Report, Watch } from './watch.ts'

interface Group {
  digits: string
  from: number
  to: number
}

const longest = 19
const [space, hyphen, letterX] = [32, 45, 120]

/**
 * Finds phone numbers, ID cards and bank cards: whole groups of digits (a longer number that contains one does not
 * count), or groups separated as people write them: 138 1234 5678, 6222-0000-1111-2222.
 */
export function watchNumbers(kinds: ReadonlyMap<NumberKind, readonly number[]>, report: Report): Watch {
  const shapes = [...kinds].flatMap(([kind, rules]) =>
    numberKinds[kind].shapes.map((shape) => ({ shape, is: numberKinds[kind].is, rules })),
  )
  const groupsMax = Math.max(...shapes.map(({ shape }) => shape.length))
  /** The groups before the current one, each followed by one separator. */
  let groups: Group[] = []
  let group: Group | undefined

  const close = () => {
    if (!group) return
    const { digits, to } = group
    for (const [kind, rules] of kinds) {
      if (numberKinds[kind].is(digits)) for (const rule of rules) report(rule, group.from, to)
    }
    groups = [...groups, group].slice(-groupsMax)
    group = undefined
    for (const { shape, is, rules } of shapes) {
      const parts = groups.slice(-shape.length)
      const fits =
        parts.length === shape.length && parts.every((part, at) => part.digits.length === shape[at])
      const whole = fits ? parts.map((part) => part.digits).join('') : ''
      const [first] = parts
      if (first && whole !== '' && is(whole)) for (const rule of rules) report(rule, first.from, to)
    }
  }

  /** Whether an X may follow, as the last character of an ID card. */
  const mayEndInX = ({ digits }: Group) =>
    kinds.has('id_card') &&
    (digits.length === 17 ||
      (digits.length === 3 && groups.at(-1)?.digits.length === 8 && groups.at(-2)?.digits.length === 6))

  return {
    take: (unit, from, to) => {
      const isDigit = unit >= 48 && unit <= 57
      if (isDigit || (group && unit === letterX && mayEndInX(group))) {
        group ??= { digits: '', from, to }
        if (group.digits.length <= longest) group.digits += String.fromCharCode(unit)
        group.to = to
        return
      }
      const separated = group !== undefined && (unit === space || unit === hyphen)
      close()
      if (!separated && groups.length > 0) groups = []
    },
    heldFrom: () => {
      const lengths = [...groups, ...(group ? [group] : [])].map(({ digits }) => digits.length)
      for (const [first, { from }] of groups.entries()) {
        const started = lengths.slice(first)
        const mayGoOn = shapes.some(
          ({ shape }) =>
            started.length <= shape.length - (group ? 0 : 1) &&
            started.every((length, at) => {
              const wanted = shape[at] ?? 0
              return group && at === started.length - 1 ? length <= wanted : length === wanted
            }),
        )
        if (mayGoOn) return from
      }
      return group && group.digits.length <= longest ? group.from : Number.POSITIVE_INFINITY
    },
    end: close,
  }
}
