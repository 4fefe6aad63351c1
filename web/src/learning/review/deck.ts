/** A review of the deck that has been sent: what may be taken back. */
export interface Reviewed {
  mistakeId: string
  passed: boolean
}

/** Cards of today in the order in which they are shown, and what has become of those before. */
export interface Deck<Card extends { mistake_id: string }> {
  left: readonly Card[]
  reviewed: readonly (Reviewed & { card: Card })[]
}

export const beginDeck = <Card extends { mistake_id: string }>(cards: readonly Card[]): Deck<Card> => ({
  left: cards,
  reviewed: [],
})

/** The first card is reviewed. */
export function review<Card extends { mistake_id: string }>(deck: Deck<Card>, passed: boolean): Deck<Card> {
  const [card, ...left] = deck.left
  if (!card) return deck
  return { left, reviewed: [...deck.reviewed, { card, mistakeId: card.mistake_id, passed }] }
}

/** The first card is put to the end, to be looked at later. */
export function putOff<Card extends { mistake_id: string }>(deck: Deck<Card>): Deck<Card> {
  const [card, ...left] = deck.left
  return card ? { ...deck, left: [...left, card] } : deck
}

/** The last review is taken back: its card is the first again. */
export function takeBack<Card extends { mistake_id: string }>(deck: Deck<Card>): Deck<Card> {
  const last = deck.reviewed.at(-1)
  return last ? { left: [last.card, ...deck.left], reviewed: deck.reviewed.slice(0, -1) } : deck
}

/** Cards that have become due meanwhile, behind those that are left; none twice. */
export function refill<Card extends { mistake_id: string }>(
  deck: Deck<Card>,
  due: readonly Card[],
): Deck<Card> {
  const known = new Set([...deck.left, ...deck.reviewed.map(({ card }) => card)].map((one) => one.mistake_id))
  const more = due.filter(({ mistake_id }) => !known.has(mistake_id))
  return more.length === 0 ? deck : { ...deck, left: [...deck.left, ...more] }
}

/** The part of the deck that is done, 0 to 1. */
export const doneOf = ({ left, reviewed }: Deck<{ mistake_id: string }>): number =>
  left.length + reviewed.length === 0 ? 0 : reviewed.length / (left.length + reviewed.length)
