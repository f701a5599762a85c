// How the application is built. Hashed files are immutable, so everything but the few files of public/ is hashed.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiData } from './tools/emoji-data.ts'
import { packed } from './tools/packed.ts'
import { version } from './tools/version.ts'

const server = process.env.PARLANCE_API ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/api', '/media', '/openapi.yaml'].map(path => [path, { target: server, ws: true }]))

export default defineConfig({
  plugins: [react(), emojiData(), version(), packed()],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
    },
  },
  build: {
    target: 'es2023',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|wouter|regexparam)\//,
            },
            // What all chats need, and what each page needs: in pieces they would be larger.
            {
              name: 'chats',
              test: /src\/(lib\/markup\/(?!tree)|ui\/(count|marked)\/|ui\/menu\/useContextMenu)/,
            },
            { name: 'pages', test: /node_modules\/@tanstack|src\/server\/(keys|query)\./ },
            {
              name: 'icons',
              test: /lucide-react.*\/(check|check-check|pin|bell-off|arrow-left|chevron-down|x)\.m?js$/,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy },
  preview: { host: '127.0.0.1', port: 4173, strictPort: true, proxy },
})
