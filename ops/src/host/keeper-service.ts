import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { escaped, quotedWord, word } from '../systemd/words.ts'

type Kept = { root: string; dataDir: string; user: string | undefined }

/** The name of the service that keeps a deployment: one for each data directory. */
export const keeperService = (dataDir: string): string =>
  `lingzhi-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}.service`

/**
 * The keeper as a service of systemd. It is the one service, because the socket that two gateways accept from while traffic
 * moves has to outlive both; what it starts is in its control group. It may write in the deployment and nowhere else.
 */
export function keeperUnit({ root, dataDir, user }: Kept): string {
  const code = join(root, 'current')
  const command = [
    join(code, 'node_modules/node/bin/node'),
    join(code, 'ops/src/host/keeper/keeper.ts'),
    root,
    dataDir,
  ]
  return `[Unit]
Description=Lingzhi in ${escaped(root)}
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
${user ? `User=${user}\n` : ''}WorkingDirectory=${escaped(root)}
ExecStart=${command.map(word).join(' ')}
# The keeper ends its processes in good order; what is left after that is killed.
KillMode=mixed
TimeoutStopSec=60
Restart=always
RestartSec=2
UMask=0022
LimitNOFILE=65536
NoNewPrivileges=true
ProtectSystem=strict
ReadWritePaths=${[root, dataDir].map(quotedWord).join(' ')}
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectKernelLogs=true
ProtectControlGroups=true
ProtectClock=true
ProtectHostname=true
RestrictSUIDSGID=true
RestrictRealtime=true
# Those two are what takes the network from whatever decodes a file.
RestrictNamespaces=user net
LockPersonality=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
`
}
