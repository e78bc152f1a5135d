// Assertions that the provider did sign, but that are not for us, not for now or not for this purpose.
import {
  assertionXml,
  at,
  audienceXml,
  conditionsXml,
  confirmationXml,
  issuedMs,
  ourAudience,
  ourRecipient,
  sessionDurationAttribute,
  sessionNameAttribute,
  signed,
  signedResponse,
} from '../saml-idp.ts'
import { fromAssertion, idp, plain, type SamlCase } from './saml-case.ts'

const response = (given: Parameters<typeof signedResponse>[1]) => ({ xml: signedResponse(idp, given) })
const times = (from: number, to: number): string => ` NotBefore="${at(from)}" NotOnOrAfter="${at(to)}"`
const confirmed = (attributes: string) => fromAssertion({ confirmation: confirmationXml(attributes) })
const until = ` NotOnOrAfter="${at(300)}"`
const to = (recipient: string): string => ` Recipient="${recipient}"`
const conditions = (attributes: string, content: string) =>
  fromAssertion({ conditions: conditionsXml(attributes, content) })
const authn = (attributes: string): string => `<saml:AuthnStatement AuthnInstant="${at(0)}"${attributes}/>`
const asked = (nowMs: number) => ({ xml: plain.xml, asked: { nowMs } })
const minute = 60_000

export const claims: readonly SamlCase[] = [
  { attack: 'another issuer', reason: 'issuer', message: fromAssertion({ issuer: 'https://other.example' }) },
  {
    attack: 'an issuer that only begins like ours',
    reason: 'issuer',
    message: fromAssertion({ issuer: 'https://idp.example/saml/metadata/evil' }),
  },
  {
    attack: 'a response of another issuer',
    reason: 'issuer',
    message: response({ response: { issuer: 'https://other.example' } }),
  },
  { attack: 'another audience', reason: 'audience', message: fromAssertion({ audience: 'https://other.example' }) },
  { attack: 'no audience', reason: 'audience', message: conditions(times(-60, 300), '') },
  {
    attack: 'two restrictions of which one is not for us',
    reason: 'audience',
    message: conditions(times(-60, 300), audienceXml(ourAudience) + audienceXml('https://other.example')),
    twin: conditions(times(-60, 300), audienceXml(ourAudience, 'https://other.example')),
  },
  {
    attack: 'another recipient',
    reason: 'recipient',
    message: fromAssertion({ recipient: 'https://other.example/saml' }),
  },
  { attack: 'no recipient', reason: 'recipient', message: confirmed(until), twin: confirmed(until + to(ourRecipient)) },
  {
    attack: 'another destination',
    reason: 'destination',
    message: response({ response: { destination: 'https://other.example/saml' } }),
    twin: response({ response: { destination: ourRecipient } }),
  },
  {
    attack: 'an answer to a request when none was sent',
    reason: 'in-response-to',
    message: response({ response: { inResponseTo: '_stolen' } }),
  },
  {
    attack: 'an assertion in answer to a request when none was sent',
    reason: 'in-response-to',
    message: fromAssertion({ inResponseTo: '_stolen' }),
  },
  {
    attack: 'an answer to another request',
    reason: 'in-response-to',
    message: {
      ...response({ response: { inResponseTo: '_r2' }, assertion: { inResponseTo: '_r2' } }),
      asked: { inResponseTo: '_r1' },
    },
    twin: {
      ...response({ response: { inResponseTo: '_r1' }, assertion: { inResponseTo: '_r1' } }),
      asked: { inResponseTo: '_r1' },
    },
  },
  {
    attack: 'an assertion that nobody asked for in the answer to a request',
    reason: 'in-response-to',
    message: { ...response({ response: { inResponseTo: '_r1' } }), asked: { inResponseTo: '_r1' } },
    twin: {
      ...response({ response: { inResponseTo: '_r1' }, assertion: { inResponseTo: '_r1' } }),
      asked: { inResponseTo: '_r1' },
    },
  },
  {
    attack: 'too late',
    reason: 'expired',
    message: asked(issuedMs + 6 * minute),
    twin: asked(issuedMs + 6 * minute - 1),
  },
  {
    attack: 'too early',
    reason: 'issue-instant',
    message: asked(issuedMs - 2 * minute - 1),
    twin: asked(issuedMs - minute),
  },
  {
    attack: 'before the conditions hold',
    reason: 'not-yet-valid',
    message: conditions(times(120, 300), audienceXml(ourAudience)),
    twin: conditions(times(60, 300), audienceXml(ourAudience)),
  },
  {
    attack: 'a confirmation that is over',
    reason: 'confirmation-expired',
    message: confirmed(` NotOnOrAfter="${at(-60)}"${to(ourRecipient)}`),
    twin: confirmed(` NotOnOrAfter="${at(-40)}"${to(ourRecipient)}`),
  },
  { attack: 'a confirmation without end', reason: 'confirmation', message: confirmed(to(ourRecipient)) },
  {
    attack: 'a time without a zone',
    reason: 'confirmation',
    message: confirmed(` NotOnOrAfter="2026-11-27T12:05:00"${to(ourRecipient)}`),
    twin: confirmed(` NotOnOrAfter="2026-11-27T12:05:00.123456Z"${to(ourRecipient)}`),
  },
  {
    attack: 'a day that does not exist',
    reason: 'conditions',
    message: conditions(' NotOnOrAfter="2026-11-31T00:00:00Z"', audienceXml(ourAudience)),
    twin: conditions(' NotOnOrAfter="2026-11-30T00:00:00Z"', audienceXml(ourAudience)),
  },
  {
    attack: 'an assertion for the holder of a key',
    reason: 'confirmation',
    message: fromAssertion({
      confirmation: confirmationXml(until + to(ourRecipient), 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key'),
    }),
    twin: fromAssertion({ confirmation: confirmationXml(until + to(ourRecipient)) }),
  },
  { attack: 'no confirmation', reason: 'confirmation', message: fromAssertion({ confirmation: '' }) },
  { attack: 'no subject', reason: 'subject', message: fromAssertion({ subject: '' }) },
  {
    attack: 'two names',
    reason: 'subject',
    message: fromAssertion({
      confirmation: `<saml:NameID>admin</saml:NameID>${confirmationXml(until + to(ourRecipient))}`,
    }),
    twin: fromAssertion({ confirmation: confirmationXml(until + to(ourRecipient)) }),
  },
  { attack: 'no conditions', reason: 'conditions', message: fromAssertion({ conditions: '' }) },
  {
    attack: 'a condition that is not known',
    reason: 'conditions',
    message: conditions(times(-60, 300), `${audienceXml(ourAudience)}<saml:Condition/>`),
    twin: conditions(times(-60, 300), `${audienceXml(ourAudience)}<saml:OneTimeUse/>`),
  },
  { attack: 'nobody signed in', reason: 'authn-statement', message: fromAssertion({ authnStatement: '' }) },
  {
    attack: "the provider's session is over",
    reason: 'session-expired',
    message: fromAssertion({ authnStatement: authn(` SessionNotOnOrAfter="${at(-60)}"`) }),
    twin: fromAssertion({ authnStatement: authn(` SessionNotOnOrAfter="${at(60)}"`) }),
  },
  {
    attack: 'a status that says no, with an assertion',
    reason: 'status',
    message: response({ response: { status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' } }),
  },
  { attack: 'SAML 1.1', reason: 'version', message: fromAssertion({ version: '1.1' }) },
  {
    attack: 'an assertion without its response where a response is asked for',
    reason: 'root',
    message: { xml: signed(assertionXml(), 'Assertion', idp) },
    twin: { xml: signed(assertionXml(), 'Assertion', idp), asked: { form: 'response-or-assertion' } },
  },
  {
    attack: 'two session names',
    reason: 'attributes',
    message: fromAssertion({ attributes: [[sessionNameAttribute, 'alice', 'admin']] }),
  },
  {
    attack: 'a session without end',
    reason: 'attributes',
    message: fromAssertion({ attributes: [[sessionDurationAttribute, '1e9']] }),
    twin: fromAssertion({ attributes: [[sessionDurationAttribute, '900']] }),
  },
  {
    attack: 'an encrypted assertion',
    reason: 'encrypted',
    message: { xml: plain.xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion') },
  },
  {
    attack: 'an encrypted name',
    reason: 'encrypted',
    message: fromAssertion({ subject: '<saml:Subject><saml:EncryptedID/></saml:Subject>' }),
  },
]
