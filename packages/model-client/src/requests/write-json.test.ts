import fc from 'fast-check'
import t from 'tap'
import { writeJson } from './write-json.ts'

const asking = (...parts: object[]) => ({ model: 'm', messages: [{ role: 'user', content: parts }], n: 1 })
const image = (url: string) => ({ type: 'image_url', image_url: { url } })
const words = { type: 'text', text: '看“这”\n' }

t.test('what is written is what JSON.stringify writes, whatever long strings are in it', async (t) => {
  const long = `data:image/png;base64,${'Ab+/'.repeat(50_000)}=`
  const bodies = [
    asking(words, image(long)),
    asking(image(long), words, image(`${long}1`), image(long)),
    asking(words, image(`${long}"\\\n`), image(`${long}é`), image(`${long}\u0001`)),
    asking({ ...words, text: long }),
    asking(words),
    { model: 'm', messages: [{ role: 'user', content: long }] },
    { model: 'm' },
  ]
  for (const body of bodies) t.equal(String(writeJson(body)), JSON.stringify(body))
})

t.test('so is anything else', async () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (content) => {
      const body = { messages: [{ content }] }
      return String(writeJson(body)) === JSON.stringify(body)
    }),
  )
})

t.test('a long image beside Chinese is not written as wide as that', async (t) => {
  t.type(writeJson(asking(words, image(`data:,${'A'.repeat(200_000)}`))), Buffer)
})
