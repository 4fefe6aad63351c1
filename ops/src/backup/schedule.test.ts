import t from 'tap'
import { units } from './schedule.ts'

t.test('the units of systemd take any path as one word', async (t) => {
  const { service, timer } = units({
    code: '/srv/ling zhi',
    dataDir: '/srv/100% "data" $HOME',
    args: ['/srv/ling zhi/node', 'scripts/ops.ts', '--to=/mnt/$x'],
    hour: '03',
    minute: '30',
  })
  t.match(service, 'ExecStart="/srv/ling zhi/node" "scripts/ops.ts" "--to=/mnt/$$x"\n')
  t.match(service, String.raw`Environment="DATA_DIR=/srv/100%% \"data\" $HOME"`)
  t.match(service, 'WorkingDirectory=/srv/ling zhi\n')
  t.match(timer, 'OnCalendar=*-*-* 03:30:00')
})
