export interface Check {
  name: string
  /** Its faults, each a sentence or what a tool printed. */
  run: () => Promise<string[]>
}

/** What a check found. One that throws has that as its fault, so that it never hides what the others found. */
export async function faultsOf({ name, run }: Check): Promise<{ name: string; faults: string[] }> {
  try {
    return { name, faults: await run() }
  } catch (error) {
    return { name, faults: [`This could not be checked: ${error instanceof Error ? error.message : error}`] }
  }
}
