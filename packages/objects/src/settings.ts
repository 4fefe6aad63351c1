import { ConfigError } from '@lingzhi/runtime/load-config'
import type { TInteger, TOptional, TString } from 'typebox'
import { Type } from 'typebox'

type Schemas<P extends string> = {
  [K in `${P}_STORE_MAX_BYTES`]: TInteger
} & { [K in `${P}_STORE_FOLDER` | `${P}_S3_URL`]: TOptional<TString> } & {
  [K in `${P}_S3_REGION`]: TString
} & {
  [K in `${P}_S3_ACCESS_KEY_ID` | `${P}_S3_SECRET_ACCESS_KEY`]: TOptional<TString>
}

/** What says where a service keeps its objects: spread into its configuration schema, each name with the service's prefix. */
export const storeSettings = <P extends string>(prefix: P): Schemas<P> =>
  ({
    [`${prefix}_STORE_MAX_BYTES`]: Type.Integer({
      minimum: 1_048_576,
      default: 10 * 1024 ** 3,
      description: 'Most the JetStream object store may hold, in bytes.',
    }),
    [`${prefix}_STORE_FOLDER`]: Type.Optional(
      Type.String({
        description:
          'Where the JetStream object store lies, if it is on this machine (`npm start` sets it): nothing is put there that would leave its disk less than 64 MiB.',
      }),
    ),
    [`${prefix}_S3_URL`]: Type.Optional(
      Type.String({
        pattern: '^https?://',
        rule: {
          zh: '必须是以 http:// 或 https:// 开头的地址',
          en: 'must be an address that begins with http:// or https://',
        },
        description:
          'Address of an S3-compatible bucket; when set, files are kept there instead of in JetStream.',
      }),
    ),
    [`${prefix}_S3_REGION`]: Type.String({ default: 'us-east-1', description: 'Region of the bucket.' }),
    [`${prefix}_S3_ACCESS_KEY_ID`]: Type.Optional(
      Type.String({ description: `Needed with ${prefix}_S3_URL.` }),
    ),
    [`${prefix}_S3_SECRET_ACCESS_KEY`]: Type.Optional(
      Type.String({ secret: true, description: `Needed with ${prefix}_S3_URL.` }),
    ),
  }) as unknown as Schemas<P>

export interface S3Settings {
  /** The bucket's address, such as https://s3.example.com/exports. */
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** The bucket that the settings name, if they name one. A bucket needs its two keys: raises ConfigError. */
export function bucketOf(prefix: string, settings: object): S3Settings | undefined {
  const told = (name: string) => (settings as Record<string, string | undefined>)[`${prefix}_S3_${name}`]
  const url = told('URL')
  if (!url) return undefined
  const [accessKeyId, secretAccessKey] = [told('ACCESS_KEY_ID'), told('SECRET_ACCESS_KEY')]
  if (accessKeyId && secretAccessKey)
    return { url, region: told('REGION') ?? 'us-east-1', accessKeyId, secretAccessKey }
  const names = `${prefix}_S3_ACCESS_KEY_ID, ${prefix}_S3_SECRET_ACCESS_KEY`
  throw new ConfigError([
    { zh: `${names}：设置了 ${prefix}_S3_URL 时必须设置`, en: `${names}: needed with ${prefix}_S3_URL` },
  ])
}
