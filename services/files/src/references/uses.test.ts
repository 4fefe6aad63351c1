import { sendRequest } from '@lingzhi/bus/request'
import { DescribeFiles } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('a file tells what uses it, page by page, the newest first, and to its owner alone', async (t) => {
  const { bus, user, identity, stored, call } = await startTestApp(t)
  const { id } = await stored('used')
  const read = async (query = '') => (await call('GET', `/api/v1/files/${id}/uses${query}`)).json().data
  t.same(await read(), { uses: [], total: 0, next_cursor: null })

  const refer = (kind: 'conversation' | 'learning', ref: string) =>
    sendRequest(bus, DescribeFiles, { user_id: user.id, file_ids: [id], reference: { kind, id: ref } })
  const [first, second, third] = [newId(), newId(), newId()]
  await refer('conversation', first)
  await refer('learning', second)
  // The same id as something else is another use.
  await refer('conversation', second)
  await refer('conversation', third)
  await refer('conversation', third)
  const all = [
    { kind: 'conversation', id: third },
    { kind: 'learning', id: second },
    { kind: 'conversation', id: second },
    { kind: 'conversation', id: first },
  ]
  t.match(await read(), { uses: all, total: 4, next_cursor: null })
  t.equal((await read()).uses.length, 4)
  const one = await read('?limit=2')
  const two = await read(`?limit=2&cursor=${one.next_cursor}`)
  t.same([...one.uses, ...two.uses], all)
  t.equal(two.next_cursor, null)

  const other = await identity.user()
  t.match((await call('GET', `/api/v1/files/${id}/uses`, { as: other })).json(), {
    status: 404,
    error_code: 'FILE_NOT_FOUND',
  })
  t.equal((await call('GET', `/api/v1/files/${id}/uses`, { as: null })).statusCode, 401)
  t.equal((await call('GET', `/api/v1/files/${newId()}/uses`)).statusCode, 404)
  t.equal((await call('GET', '/api/v1/files/none/uses')).statusCode, 404)
  for (const query of [
    'limit=0',
    'limit=101',
    'cursor=x',
    `cursor=${Buffer.from('["a","b"]').toString('base64url')}`,
  ])
    t.equal((await call('GET', `/api/v1/files/${id}/uses?${query}`)).statusCode, 400, query)
  await call('DELETE', `/api/v1/files/${id}`)
  t.equal((await call('GET', `/api/v1/files/${id}/uses`)).statusCode, 404, 'and with the file it goes')
})
