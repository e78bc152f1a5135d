// Starts the prover. The page's content security policy wants the address of every script vouched for; this vouches for the
// one that the build made, and for nothing else.
import address from './prover.ts?worker&url'

declare global {
  interface Window {
    /** Absent in browsers that do not ask for it. What it gives stands where an address stands. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): string }
    }
  }
}

const vouched = window.trustedTypes?.createPolicy('prover', {
  createScriptURL(asked) {
    if (asked !== address) throw new TypeError('this is not the prover')
    return asked
  },
})

export const startProver = (): Worker => new Worker(vouched?.createScriptURL(address) ?? address, { type: 'module' })
