import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { blockingScript } from './build/blocking-script.ts'
import { compressed } from './build/compressed.ts'
import { newestFonts } from './build/newest-fonts.ts'

/** The newest two years of browsers: all know light-dark(), popovers and nested rules. */
const target = ['chrome123', 'edge123', 'firefox128', 'safari17.5']

/** Where `npm run dev` finds the gateway. */
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080'
const toGateway = { target: gateway, changeOrigin: false }

export default defineConfig({
  plugins: [react(), tailwindcss(), blockingScript('src/theme-script.js'), newestFonts(), compressed()],
  build: {
    target,
    // The content security policy allows no data: addresses and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    proxy: { '/api': toGateway, '/v1': toGateway, '/.well-known': toGateway },
  },
})
