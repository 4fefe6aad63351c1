import t from 'tap'
import { networkOf, networksOf } from './network-of.ts'

t.test('an IPv6 client counts as its network', async (t) => {
  t.equal(networkOf('203.0.113.9'), '203.0.113.9')
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  t.equal(networkOf('2001:db8:1:2::ffff'), networkOf('2001:0db8:1:2:3:4:5:6'))
  t.equal(networkOf('2001:db8::1'), '2001:db8::/64')
  t.equal(networkOf('fe80::1%eth0'), 'fe80::/64')
  t.equal(networkOf('::1'), '::/64')
  t.equal(networkOf(''), '')
})

t.test('an IPv4 address counts as itself in either form', async (t) => {
  for (const mapped of ['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:1.2.3.4'])
    t.equal(networkOf(mapped), networkOf('1.2.3.4'), mapped)
})

t.test(
  'a client of IPv6 counts against its own network and the /48 around it, any other against itself',
  async (t) => {
    t.same(networksOf('2001:db8:1:2::5'), [
      { name: '2001:db8:1:2::/64', times: 1 },
      { name: '2001:db8:1::/48', times: 4 },
    ])
    t.equal(networksOf('fe80::1%eth0')[1]?.name, 'fe80::/48')
    for (const address of ['203.0.113.9', '::ffff:203.0.113.9', 'x', ''])
      t.same(networksOf(address), [{ name: networkOf(address), times: 1 }], address)
  },
)
