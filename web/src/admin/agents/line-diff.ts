export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Above this many pairs of lines the texts are compared as two blocks: the table would take too much memory. */
const pairsMax = 4_000_000

/** Which lines were removed from the first text and added in the second: the longest common subsequence of lines. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = linesOf(before)
  const b = linesOf(after)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let tail = 0
  while (tail < a.length - start && tail < b.length - start && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - tail), b.slice(start, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ]
}

/** An empty text has no line. */
const linesOf = (text: string) => (text === '' ? [] : text.split(/\r?\n/))

function middle(a: string[], b: string[]): DiffLine[] {
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  const remove = () => lines.push({ kind: 'removed', text: a[i++] as string })
  const add = () => lines.push({ kind: 'added', text: b[j++] as string })
  if (a.length * b.length <= pairsMax) {
    const common = commonLengths(a, b)
    const at = (x: number, y: number) => common[x * (b.length + 1) + y] as number
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) {
        lines.push({ kind: 'same', text: a[i] as string })
        i += 1
        j += 1
      } else if (at(i + 1, j) >= at(i, j + 1)) remove()
      else add()
    }
  }
  while (i < a.length) remove()
  while (j < b.length) add()
  return lines
}

/** For each pair of positions, how many lines their rests have in common in the same order. */
function commonLengths(a: string[], b: string[]): Uint32Array {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] as number) + 1
          : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number)
  return lengths
}

/** Folds long runs of unchanged lines away, but for some around each change. `folded` is how many lines it stands for. */
export function foldSame(lines: DiffLine[], around = 3): (DiffLine | { kind: 'folded'; folded: number })[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  )
  const shown: (DiffLine | { kind: 'folded'; folded: number })[] = []
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1)
    if (near[at]) shown.push(line)
    else if (last?.kind === 'folded') last.folded += 1
    else shown.push({ kind: 'folded', folded: 1 })
  }
  return shown
}
