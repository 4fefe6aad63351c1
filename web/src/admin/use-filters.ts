import { useSearchParams } from 'wouter'

/**
 * The filters of a list, kept in the address (`?q=…&role=…`): a reload keeps them and a link shares them. An empty text is
 * no filter. A change replaces the entry of the history, so that Back leaves the page rather than undoing letters.
 */
export function useFilters<Name extends string>(
  ...names: Name[]
): [filters: Record<Name, string>, change: (change: Partial<Record<Name, string>>) => void] {
  const [params, setParams] = useSearchParams()
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<
    Name,
    string
  >
  const change = (next: Partial<Record<Name, string>>) =>
    setParams(
      (before) => {
        const params = new URLSearchParams(before)
        for (const [name, value] of Object.entries<string | undefined>(next))
          if (value) params.set(name, value)
          else params.delete(name)
        return params
      },
      { replace: true },
    )
  return [filters, change]
}

/** One of the values that the API knows, or none: what stands in an address may be anything. */
export const oneOf = <const Value extends string>(values: readonly Value[], value: string) =>
  values.find((one) => one === value)

/** The number of an agent, or none. */
export const idOf = (value: string): number | undefined =>
  /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined
