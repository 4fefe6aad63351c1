/** The phases of ui/moon.tsx, from new to full. */
const phases = 8

/** The phase of the moon after so many days of a reward table: full at its end, however many steps the platform set. */
export const phaseOf = (days: number, steps: number): number =>
  steps > 0 ? (Math.min(days, steps) / steps) * phases : 0
