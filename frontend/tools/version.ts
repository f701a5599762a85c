// This writes version.json: the name of the application's first script. A page that was loaded before an upgrade reads
// there that it is an old one.
import type { Plugin } from 'vite'

export const version = (): Plugin => ({
  name: 'version',
  apply: 'build',
  generateBundle(_options, bundle) {
    const entry = Object.values(bundle).find(file => file.type === 'chunk' && file.isEntry)?.fileName
    if (!entry) this.error('the build has no first script')
    this.emitFile({ type: 'asset', fileName: 'version.json', source: JSON.stringify({ entry }) })
  },
})
