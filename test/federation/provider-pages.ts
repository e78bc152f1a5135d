// The pages that identity providers of tests show to a person in a browser. Each posts to where it was shown.
import type { IncomingMessage, ServerResponse } from 'node:http'

export type ProviderPage =
  | { readonly kind: 'password'; readonly wrong?: boolean }
  | { readonly kind: 'agree'; readonly who: string }
  /** Sends itself on, as soon as it is shown. */
  | { readonly kind: 'post'; readonly to: string; readonly fields: Readonly<Record<string, string>> }

export function sendPage(response: ServerResponse, page: ProviderPage): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><title>Identity provider</title>${bodyOf(page)}`)
}

function bodyOf(page: ProviderPage): string {
  switch (page.kind) {
    case 'password':
      return `<h1>Corporate sign-in</h1>${page.wrong === true ? '<p role="alert">Wrong name or password</p>' : ''}
<form method="post"><label>Name <input name="name"></label><label>Password <input name="password" type="password"></label>
<button name="answer" value="yes">Log in</button><button name="answer" value="no">Cancel</button></form>`
    case 'agree':
      return `<h1>May ${page.who} know who you are?</h1>
<form method="post"><button name="answer" value="yes">Allow</button><button name="answer" value="no">Deny</button></form>`
    case 'post':
      return `<form method="post" action="${page.to}">${Object.entries(page.fields)
        .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
        .join('')}<noscript><button>Go on</button></noscript></form><script>document.forms[0].submit()</script>`
  }
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
