import { Fault } from '@lingzhi/stack/fault'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'

/** Bytes as they come, such as a process's output or a file. */
export type Bytes = AsyncIterable<Uint8Array>
/** Seals one file after the other. */
export type Seal = (plain: Bytes) => Promise<Bytes>
export type Unseal = (sealed: Bytes) => Promise<Bytes>

/** The file with the backup's own key, sealed with the passphrase; every other file is sealed with the key. */
export const keyFile = 'key.age'
export const sealedSuffix = '.age'

const shortest = 12

/**
 * A key for one backup, and that key sealed with the passphrase: stretching it costs a second, once. Everything is in the
 * age format (age-encryption.org/v1), so `age -d key.age > key && age -d -i key auth.dump.age` opens it without us.
 */
export async function newSeal(passphrase: string): Promise<{ seal: Seal; key: Uint8Array }> {
  if (passphrase.length < shortest)
    throw new Fault(`The passphrase of a backup has at least ${shortest} characters.`)
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const byPassphrase = new Encrypter()
  byPassphrase.setPassphrase(passphrase)
  return {
    key: await byPassphrase.encrypt(`${identity}\n`),
    seal: async (plain) => {
      const encrypter = new Encrypter()
      encrypter.addRecipient(recipient)
      return encrypter.encrypt(ReadableStream.from(plain))
    },
  }
}

/** Opens what `newSeal` sealed; a Fault when the passphrase is another, or the key file was changed. */
export async function openSeal(passphrase: string, key: Uint8Array): Promise<Unseal> {
  const byPassphrase = new Decrypter()
  byPassphrase.addPassphrase(passphrase)
  const identity = await byPassphrase.decrypt(key, 'text').catch(() => {
    throw new Fault('The passphrase is not the one this backup was made with.')
  })
  return async (sealed) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity.trim())
    return decrypter.decrypt(ReadableStream.from(sealed) as ReadableStream<Uint8Array>)
  }
}
