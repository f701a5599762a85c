// This configuration runs the end of every installation of scripts/prove-install.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  cacheDir: '/tmp/vitest',
  test: { include: ['e2e/install.ts'], pool: 'forks', testTimeout: 180_000, hookTimeout: 30_000, bail: 1 },
})
