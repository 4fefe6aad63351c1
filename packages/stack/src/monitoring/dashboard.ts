/** What a panel shows: one line for each query, or for each series of one. */
export interface Panel {
  title: string
  /** Grafana's word for the unit: `reqps`, `s`, `bytes`, `percentunit`, `short`. */
  unit: string
  queries: readonly Query[]
  /** Of 24 columns; 8 unless said otherwise. */
  width?: number
  /** Why one looks at it, or what is worth a look. */
  description?: string
  /** The last value in large figures instead of a curve. */
  single?: boolean
}

/** A PromQL expression and the name of its lines, in which `{{label}}` stands for a label's value. */
type Query = readonly [expr: string, legend: string]

export interface Dashboard {
  /** Its file and its address. */
  uid: string
  title: string
  rows: readonly { title: string; panels: readonly Panel[] }[]
}

const datasource = { type: 'prometheus', uid: 'prometheus' }
const height = 7

/** A dashboard as Grafana reads it from a file (schema of Grafana 10 and later). */
export function grafanaJson({ uid, title, rows }: Dashboard): string {
  let id = 0
  let y = 0
  const panels = rows.flatMap((row) => {
    const head = {
      id: ++id,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: 24, h: 1 },
    }
    y += 1
    let x = 0
    const placed = row.panels.map((panel) => {
      const w = panel.width ?? 8
      if (x + w > 24) {
        x = 0
        y += height
      }
      const gridPos = { x, y, w, h: height }
      x += w
      return { id: ++id, ...panelJson(panel), gridPos }
    })
    y += height
    return [head, ...placed]
  })
  const dashboard = {
    uid: `lingzhi-${uid}`,
    title: `Lingzhi: ${title}`,
    tags: ['lingzhi'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    links: [
      {
        type: 'dashboards',
        title: 'Lingzhi',
        tags: ['lingzhi'],
        asDropdown: false,
        keepTime: true,
        icon: '',
      },
    ],
    panels,
  }
  return `${JSON.stringify(dashboard, null, 2)}\n`
}

function panelJson({ title, unit, queries, description, single }: Panel) {
  return {
    type: single ? 'stat' : 'timeseries',
    title,
    ...(description && { description }),
    datasource,
    fieldConfig: {
      defaults: { unit, min: 0, custom: single ? {} : { fillOpacity: 10, showPoints: 'never' } },
      overrides: [],
    },
    options: single
      ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat,
    })),
  }
}
