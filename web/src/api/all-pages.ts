/** Ten of a hundred: more than anybody looks through. */
const pagesMax = 10

/** All of a list that is picked from, page by page. */
export async function allPages<One>(
  read: (cursor: string | undefined) => Promise<{ page: One[]; next_cursor: string | null }>,
): Promise<One[]> {
  const all: One[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < pagesMax; pages++) {
    const { page, next_cursor } = await read(cursor)
    all.push(...page)
    if (next_cursor === null) break
    cursor = next_cursor
  }
  return all
}
