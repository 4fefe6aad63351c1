import t from 'tap'
import { beginDeck, doneOf, putOff, refill, review, takeBack } from './deck.ts'

const card = (mistake_id: string) => ({ mistake_id })
const ids = (cards: readonly { mistake_id: string }[]) => cards.map(({ mistake_id }) => mistake_id).join('')

t.test('cards are reviewed one after the other, and the last review can be taken back', async (t) => {
  const begun = beginDeck([card('a'), card('b'), card('c')])
  const one = review(begun, true)
  t.equal(ids(one.left), 'bc')
  t.match(one.reviewed, [{ mistakeId: 'a', passed: true }])
  t.equal(doneOf(one), 1 / 3)
  t.same(takeBack(one), begun)
  t.same(takeBack(begun), begun, 'nothing to take back')
  const all = review(review(one, false), true)
  t.equal(doneOf(all), 1)
  t.same(review(all, true), all, 'nothing is left')
})

t.test('a card that is put off comes last', async (t) => {
  t.equal(ids(putOff(beginDeck([card('a'), card('b')])).left), 'ba')
  t.equal(ids(putOff(beginDeck([])).left), '')
})

t.test('what has become due joins the deck once, also when it was reviewed already', async (t) => {
  const deck = review(beginDeck([card('a'), card('b')]), true)
  t.equal(ids(refill(deck, [card('a'), card('b'), card('c')]).left), 'bc')
  t.equal(refill(deck, [card('b')]), deck)
  t.equal(doneOf(beginDeck([])), 0)
})
