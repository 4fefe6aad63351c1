import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packagesIn, serversFolder, unpackServers } from './unpack-servers.ts'

t.test('a plan of apt names what would be fetched, whatever is in its addresses and versions', async (t) => {
  const plan = `'http://deb.debian.org/debian-security/pool/updates/main/r/redis/redis-server_7.0.15-1%7edeb12u10_amd64.deb' redis-server_5%3a7.0.15-1~deb12u10_amd64.deb 73908 SHA256:00
'http://deb.debian.org/debian/pool/main/n/nats-server/nats-server_2.9.10-1%2bb3_amd64.deb' nats-server_2.9.10-1+b3_amd64.deb 3644664 MD5Sum:6c
'http://deb.debian.org/debian/pool/main/g/gcc-12/libstdc%2b%2b6_12.2.0-14_amd64.deb' libstdc++6_12.2.0-14_amd64.deb 613000 `
  t.same(packagesIn(plan), ['redis-server', 'nats-server', 'libstdc++6'])
  t.same(packagesIn('E: Unable to locate package nats-server\n'), [])
})

t.test('a release shares what its deployment unpacked, and a checkout has its own', async (t) => {
  t.equal(serversFolder('/srv/lingzhi/releases/2026-01'), '/srv/lingzhi/servers')
  t.equal(serversFolder('/home/lin/lingzhi/'), '/home/lin/lingzhi/.tools/servers')
})

const hasApt = existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb')

t.test('Redis and NATS are unpacked without root, and start', { skip: !hasApt }, async (t) => {
  const folder = t.testdir()
  const log = join(folder, 'log')
  await unpackServers(['redis-server', 'nats-server'], { folder, env: process.env, log })
  const version = (name: string) =>
    execFileSync(join(folder, 'bin', name), ['--version'], { encoding: 'utf8', env: {} })
  t.match(version('redis-server'), /^Redis server v=\d/)
  t.match(version('nats-server'), /^nats-server: v2\./)
  t.match(readFileSync(join(folder, 'bin/redis-server'), 'utf8'), new RegExp(`exec '?${folder}/tree-`))
  t.same(
    readdirSync(folder).filter((name) => name.startsWith('.draft')),
    [],
    'nothing of the way is left',
  )
})

t.test('what could not be fetched leaves nothing that looks like a server', { skip: !hasApt }, async (t) => {
  const folder = t.testdir({ programs: {} })
  // An apt that is cut off from its servers.
  const apt = join(folder, 'programs/apt-get')
  writeFileSync(apt, '#!/bin/sh\necho "E: Failed to fetch" >&2\nexit 100\n')
  chmodSync(apt, 0o755)
  const servers = join(folder, 'servers')
  const log = join(folder, 'log')
  const env = { ...process.env, PATH: `${join(folder, 'programs')}:${process.env.PATH}` }
  await t.rejects(unpackServers(['nats-server'], { folder: servers, env, log }), /apt-get ended with 100/)
  t.same(readdirSync(servers), [])
  t.match(readFileSync(log, 'utf8'), /Failed to fetch/)
})
