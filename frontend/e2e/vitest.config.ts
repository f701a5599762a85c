// The end-to-end tests run the real server and Debian's Chromium, two files at a time: a file alone waits for its
// browser and its server as long as it computes.
import { defineConfig } from 'vitest/config'
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** The longest come first; one that began last would keep the others' cores idle. */
const LONGEST = ['routes', 'console', 'talk', 'perf']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex(name => moduleId.endsWith(`/${name}.e2e.ts`))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // As long as a page may take where the machine has other work.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    // Playwright takes a second to load; a worker loads it once for all of its files.
    isolate: false,
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
  },
})
