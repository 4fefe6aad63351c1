import type { Rational } from './rational.ts'
import { inverse, one, power, rational, times } from './rational.ts'

/** A unit: how many of the base units of its dimension, a product like `m s^-2`. */
export interface Unit {
  factor: Rational
  dimension: ReadonlyMap<string, number>
}

type Row = [names: string, dimension: string, n?: number | bigint, d?: number | bigint]

/** Names of a row mean the same. Case matters: mW is not MW; what people write in any case stands in `anyCase`. */
const rows: Row[] = [
  ['m 米 公尺 metre metres meter meters', 'm'],
  ['km 千米 公里 kilometre kilometres kilometer kilometers', 'm', 1000],
  ['dm 分米', 'm', 1, 10],
  ['cm 厘米 公分 centimetre centimetres centimeter centimeters', 'm', 1, 100],
  ['mm 毫米 millimetre millimetres millimeter millimeters', 'm', 1, 1000],
  ['μm um 微米', 'm', 1, 1_000_000],
  ['nm 纳米', 'm', 1, 1_000_000_000],
  ['inch inches 英寸', 'm', 254, 10_000],
  ['ft foot feet 英尺', 'm', 3048, 10_000],
  ['yd yard yards', 'm', 9144, 10_000],
  ['mile miles 英里', 'm', 1_609_344, 1000],
  ['平方米', 'm2'],
  ['平方千米 平方公里', 'm2', 1_000_000],
  ['平方分米', 'm2', 1, 100],
  ['平方厘米', 'm2', 1, 10_000],
  ['平方毫米', 'm2', 1, 1_000_000],
  ['公顷 ha', 'm2', 10_000],
  ['亩', 'm2', 2000, 3],
  ['立方米', 'm3'],
  ['立方分米', 'm3', 1, 1000],
  ['立方厘米', 'm3', 1, 1_000_000],
  ['立方毫米', 'm3', 1, 1_000_000_000],
  ['L l 升 litre litres liter liters', 'm3', 1, 1000],
  ['mL ml 毫升', 'm3', 1, 1_000_000],
  ['kg 千克 公斤 kilogram kilograms', 'kg'],
  ['g 克 gram grams', 'kg', 1, 1000],
  ['mg 毫克', 'kg', 1, 1_000_000],
  ['t 吨 tonne tonnes', 'kg', 1000],
  ['斤', 'kg', 1, 2],
  ['两', 'kg', 1, 20],
  ['s 秒 秒钟 sec second seconds', 's'],
  ['ms 毫秒', 's', 1, 1000],
  ['min 分钟 minute minutes', 's', 60],
  ['h 小时 时 hr hour hours', 's', 3600],
  ['d 天 日 day days', 's', 86_400],
  ['周 星期 week weeks', 's', 604_800],
  ['月 个月 month months', 'month'],
  ['年 year years', 'month', 12],
  ['A 安 安培', 'A'],
  ['mA 毫安', 'A', 1, 1000],
  ['K 开 开尔文', 'K'],
  ['mol 摩尔 摩', 'mol'],
  ['cd 坎德拉', 'cd'],
  ['℃ °C 摄氏度', 'celsius'],
  ['℉ °F 华氏度', 'fahrenheit'],
  ['N 牛 牛顿', 'kg1m1s-2'],
  ['kN 千牛', 'kg1m1s-2', 1000],
  ['Pa 帕 帕斯卡', 'kg1m-1s-2'],
  ['kPa 千帕', 'kg1m-1s-2', 1000],
  ['MPa 兆帕', 'kg1m-1s-2', 1_000_000],
  ['J 焦 焦耳', 'kg1m2s-2'],
  ['kJ 千焦', 'kg1m2s-2', 1000],
  ['W 瓦 瓦特', 'kg1m2s-3'],
  ['kW 千瓦', 'kg1m2s-3', 1000],
  ['MW 兆瓦', 'kg1m2s-3', 1_000_000],
  ['mW 毫瓦', 'kg1m2s-3', 1, 1000],
  ['kWh 千瓦时', 'kg1m2s-2', 3_600_000],
  ['V 伏 伏特', 'kg1m2s-3A-1'],
  ['kV 千伏', 'kg1m2s-3A-1', 1000],
  ['mV 毫伏', 'kg1m2s-3A-1', 1, 1000],
  ['Ω 欧 欧姆', 'kg1m2s-3A-2'],
  ['kΩ 千欧', 'kg1m2s-3A-2', 1000],
  ['C 库 库仑', 'A1s1'],
  ['Hz 赫 赫兹', 's-1'],
  ['kHz 千赫', 's-1', 1000],
  ['MHz 兆赫', 's-1', 1_000_000],
  ['元 块 块钱 yuan', 'yuan'],
  ['角 毛', 'yuan', 1, 10],
  ['$ dollar dollars 美元', 'dollar'],
  ['cent cents 美分', 'dollar', 1, 100],
] // prettier-ignore

/** What is counted. Their names are not converted, and whether one may be left out is not for rules to say. */
const counted =
  '个 只 人 名 位 本 张 支 枝 条 件 辆 棵 页 块儿 朵 头 匹 架 艘 间 座 层 根 颗 粒 袋 箱 盒 瓶 杯 双 对 套 次 遍 种 组 排 岁 题 分 步 格 段 份 束 幅 道 班 户 家'

const anyCase = new Set(['mm', 'cm', 'dm', 'km', 'kg', 'ml', 'min', 'pa', 'hz'])

const units = new Map<string, Unit>()
for (const [names, dimension, n = 1, d = 1] of rows) {
  const unit = { factor: rational(BigInt(n), BigInt(d)), dimension: dimensionOf(dimension) }
  for (const name of names.split(' ')) units.set(name, unit)
}
for (const name of counted.split(' '))
  units.set(name, { factor: one, dimension: new Map([[`count:${name}`, 1]]) })
const lower = new Map([...units].map(([name, unit]) => [name.toLowerCase(), unit]))

function dimensionOf(text: string): ReadonlyMap<string, number> {
  const parts = [...text.matchAll(/([a-zA-Z]+)(-?\d+)?/g)]
  return new Map(parts.map(([, name = '', exponent]) => [name, Number(exponent ?? 1)]))
}

export const isCounted = (unit: Unit) => [...unit.dimension.keys()].some((name) => name.startsWith('count:'))

/** Reads `m/s^2`, `千米/时`, `米每秒`, `kg·m/s²` (folded, so `kg*m/s^(2)`); undefined when it is no unit. */
export function readUnit(text: string): Unit | undefined {
  const written = text
    .trim()
    .replace(/每/g, '/')
    .replace(/\s*([*/^])\s*/g, '$1')
    // m s⁻² is a product, and not milliseconds.
    .replace(/\s+/g, '*')
  if (written === '' || written.length > 40) return undefined
  let [factor, below] = [one, false]
  const dimension = new Map<string, number>()
  for (const part of written.split(/([*/])/)) {
    if (part === '*' || part === '/') {
      if (part === '/' && below) return undefined
      below ||= part === '/'
      continue
    }
    const [, name = '', raised = '1'] = /^([^^()\d-]+)(?:\^?[({]?(-?[1-3])[)}]?)?$/.exec(part) ?? []
    const unit =
      units.get(name) ?? (anyCase.has(name.toLowerCase()) ? lower.get(name.toLowerCase()) : undefined)
    if (!unit) return undefined
    const exponent = Number(raised) * (below ? -1 : 1)
    const size = power(unit.factor, BigInt(Math.abs(exponent)))
    factor = times(factor, exponent < 0 ? inverse(size) : size)
    for (const [base, count] of unit.dimension)
      dimension.set(base, (dimension.get(base) ?? 0) + count * exponent)
  }
  for (const [base, count] of dimension) if (count === 0) dimension.delete(base)
  return { factor, dimension }
}

export const isSameDimension = (a: Unit, b: Unit) =>
  a.dimension.size === b.dimension.size &&
  [...a.dimension].every(([base, count]) => b.dimension.get(base) === count)

export interface Quantity {
  number: string
  unit: Unit | undefined
  /** The unit may as well be letters of an expression: 5m. */
  orLetters: boolean
  /** Although they may be letters, nobody would mean them: 5 cm. */
  likely: boolean
}

const likely = /^(?:[cmkd]m|[km]g|mL|ml|kPa|MPa|Pa|kJ|kW|kN|kV|k?Hz|MHz|kWh|mol|min|km\/h|m\/s)(?![a-zA-Z])/

/** Splits a folded text into its number and its unit, the longest there is. `3万元` is thirty thousand of them. */
export function readQuantity(text: string): Quantity {
  const money = /^[¥￥$] *(?=[\d.])/.exec(text)
  if (money)
    return {
      number: text.slice(money[0].length),
      unit: units.get(money[0].startsWith('$') ? '$' : '元'),
      orLetters: false,
      likely: true,
    }
  const none = { number: text, unit: undefined, orLetters: false, likely: false }
  for (let at = 1; at < text.length; at++) {
    const before = text.slice(0, at)
    if (!/[\d)}万亿%]\s*$/.test(before) && !/[\d)}]\s*[π]\s*$/.test(before)) continue
    const rest = text.slice(at).trim()
    if (!/^[a-zA-Z\u4e00-\u9fffΩμ°℃℉$]/.test(rest) || /^°(?![CF])/.test(rest)) continue
    const unit = readUnit(rest)
    if (unit)
      return {
        number: tenThousands(before.trim()),
        unit,
        orLetters: /^[a-zA-Z]/.test(rest),
        likely: likely.test(rest),
      }
  }
  return { ...none, number: tenThousands(text) }
}

/** 3万 is 3×10⁴, 3亿 3×10⁸. */
function tenThousands(text: string): string {
  return text.replace(/^([\d.]+) *([万亿])$/, (_, digits: string, by: string) => {
    return `${digits}*${by === '万' ? '10^4' : '10^8'}`
  })
}
