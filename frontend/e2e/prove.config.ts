import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['e2e/prove.ts'], pool: 'forks', testTimeout: 600_000, hookTimeout: 1_200_000 },
})
