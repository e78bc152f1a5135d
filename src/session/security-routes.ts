// The ways in of looking after one's own protection.
import { type Route, stagedForm, stagedJson, stagedPage } from './route.ts'
import {
  addPasskey,
  bindToken,
  changePassword,
  dropPasskey,
  endOthers,
  passkeyOptions,
  sendContactCode,
  setSwitches,
  showBinding,
  showSecurity,
  tokenImage,
  unbindToken,
  verifyContact,
} from './security.ts'

export const securityRoutes: readonly Route[] = [
  stagedPage('/session/security', 'open', showSecurity),
  stagedPage('/session/security/soft-token', 'open', showBinding),
  stagedForm('/session/security/soft-token', 'open', bindToken),
  stagedPage('/session/security/soft-token/qr.svg', 'open', tokenImage),
  stagedForm('/session/security/soft-token/unbind', 'open', unbindToken),
  stagedJson('POST', '/session/security/passkey/options', 'open', passkeyOptions),
  stagedForm('/session/security/passkey', 'open', addPasskey),
  stagedForm('/session/security/passkey/remove', 'open', dropPasskey),
  stagedForm('/session/security/contact/send', 'open', sendContactCode),
  stagedForm('/session/security/contact', 'open', verifyContact),
  stagedForm('/session/security/switches', 'open', setSwitches),
  stagedForm('/session/security/password', 'open', changePassword),
  stagedForm('/session/security/end-others', 'open', endOthers),
]
