import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0

/** The command that runs nginx as one process in the foreground, whose processor time is then all of it. */
export function nginxCommand(port: number, upstreamUrl: string) {
  const dir = mkdtempSync(join(tmpdir(), 'lingzhi-bench-'))
  const file = join(dir, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${dir}/pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${dir}; proxy_temp_path ${dir}; fastcgi_temp_path ${dir};
  uwsgi_temp_path ${dir}; scgi_temp_path ${dir}; keepalive_requests 10000000;
  upstream service { server ${new URL(upstreamUrl).host}; keepalive 128; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`,
  )
  return { command: 'nginx', args: ['-c', file, '-p', dir], remove: () => rmSync(dir, { recursive: true }) }
}
