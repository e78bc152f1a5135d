// How the console is built: files named by their content, each with a compressed one beside it, so that the server only
// has to send. Nothing is written into the page that its content security policy would have to make an exception for.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const worthCompressing = 1024

/** Runs once all files are written. */
function compressed(folder: string): Plugin {
  return {
    name: 'compressed',
    closeBundle() {
      for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
        if (!entry.isFile() || !/\.(js|css|svg|json)$/.test(entry.name)) continue
        const file = path.join(entry.parentPath, entry.name)
        const plain = readFileSync(file)
        if (plain.length < worthCompressing) continue
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
        writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }))
      }
    },
  }
}

const folder = path.join(import.meta.dirname, 'dist')

export default defineConfig({
  base: '/console/',
  plugins: [react(), compressed(folder)],
  worker: { format: 'es' },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: address would need an exception in the policy; so would a script written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
})
