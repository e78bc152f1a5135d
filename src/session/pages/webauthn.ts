// The one script of the sign-in pages: asks the browser for a security key and puts the answer into the form. It knows no
// secret, and everything that it sends is judged by the server.
export const webauthnScript = `'use strict'
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '')
const credentials = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }))

async function get(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: credentials(options.allowCredentials) }
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey })
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
    },
  }
}

async function create(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: credentials(options.excludeCredentials),
  }
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey })
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports ? response.getTransports() : [],
    },
  }
}

async function answer(form) {
  const value = (name) => form.elements.namedItem(name).value
  const asked = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': value('token') },
    body: JSON.stringify({ kind: value('kind') }),
  })
  const options = await asked.json()
  if (!asked.ok) throw new Error(options.error)
  const credential = await (form.dataset.passkey === 'create' ? create(options) : get(options))
  form.elements.namedItem('response').value = JSON.stringify(credential)
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', (event) => {
    if (form.elements.namedItem('response').value !== '') return
    event.preventDefault()
    // An answer that never came is no answer: the server says so in the reader's language.
    answer(form)
      .catch((error) => { form.elements.namedItem('response').value = JSON.stringify({ error: String(error.name) }) })
      .then(() => form.submit())
  })
}
`
