// Signature wrapping: what was signed is still somewhere in the message, what is read is not it.
import { assertionXml, responseXml } from '../saml-idp.ts'
import { assertion, evil, plain, type SamlCase, signatureOf, swap, wholeSigned, withoutSignature } from './saml-case.ts'

const whole = wholeSigned()
const twin = { xml: whole }
const bare = withoutSignature(whole)
const evilResponse = (content: string): string => {
  const renamed = evil(bare).replace('"_response1"', '"_evil"').replace('"_assertion1"', '"_evil1"')
  return swap(renamed, '</saml:Issuer>', `</saml:Issuer>${content}`)
}
const good = assertion()
const goodBare = withoutSignature(good)
const evilAssertion = (content: string): string =>
  evil(assertionXml({ id: '_evil' })).replace('</saml:Issuer>', () => `</saml:Issuer>${content}`)
const object = (content: string): string => `<ds:Object>${content}</ds:Object></ds:Signature>`

export const wrappings: readonly SamlCase[] = [
  {
    attack: 'XSW1: the signed response hangs inside the signature of a forged one',
    reason: 'assertion-count',
    message: { xml: evilResponse(swap(signatureOf(whole), '</ds:Signature>', object(bare))) },
    twin,
  },
  {
    attack: 'XSW2: the signed response stands beside its signature in a forged one',
    reason: 'assertion-count',
    message: { xml: evilResponse(bare + signatureOf(whole)) },
    twin,
  },
  {
    attack: 'XSW3: a forged assertion before the signed one',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion('') + good) },
  },
  {
    attack: 'XSW4: the signed assertion inside a forged one',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion(good)) },
  },
  {
    attack: 'XSW5: the signature in a forged assertion, the signed one at the end',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion(signatureOf(good)) + goodBare) },
  },
  {
    attack: 'XSW6: the signed assertion inside the signature of a forged one',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion(swap(signatureOf(good), '</ds:Signature>', object(goodBare)))) },
  },
  {
    attack: 'XSW7: a forged assertion in the extensions',
    reason: 'assertion-count',
    message: { xml: responseXml(`<samlp:Extensions>${evilAssertion('')}</samlp:Extensions>${good}`) },
  },
  {
    attack: 'XSW8: the signed assertion in an object of the signature',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion(swap(signatureOf(good), '</ds:Signature>', object(goodBare)))) },
  },
  {
    attack: 'a forged assertion of another namespace before the signed one',
    reason: 'assertion-count',
    message: { xml: responseXml(evilAssertion('').replaceAll('SAML:2.0:assertion', 'SAML:2.0:assertion2') + good) },
  },
  {
    attack: 'the signed assertion deeper in the response, nothing in its place',
    reason: 'assertion-count',
    message: { xml: responseXml(`<samlp:Extensions>${good}</samlp:Extensions>`) },
  },
  {
    attack: 'the reference of a forged assertion points at the signed one of the same id',
    reason: 'id',
    message: { xml: responseXml(evil(good) + goodBare) },
  },
  {
    attack: 'an id given again under another name of the attribute',
    reason: 'id',
    message: { xml: responseXml(good).replace('<samlp:Status>', '<samlp:Status Id="_assertion1">') },
  },
  {
    attack: 'a second signature, of somebody else, in the same assertion',
    reason: 'signature-form',
    message: { xml: responseXml(swap(good, '</saml:Assertion>', `${signatureOf(good)}</saml:Assertion>`)) },
  },
  {
    attack: 'a signature in another part of the message',
    reason: 'signature-place',
    message: {
      xml: swap(responseXml(goodBare), '</samlp:Status>', `${signatureOf(good)}</samlp:Status>`),
    },
  },
  {
    attack: 'the assertion of a signed response is exchanged for another',
    reason: 'signature',
    message: { xml: swap(whole, /<saml:Assertion .*<\/saml:Assertion>/s, evil(assertionXml())) },
    twin,
  },
  {
    attack: 'the response around a signed assertion is signed, but not as it is',
    reason: 'signature',
    message: { xml: swap(whole, 'cam.example/login/saml"', 'evil.example/login/saml"') },
    twin,
  },
  {
    attack: 'the signature of another assertion',
    reason: 'signature-reference',
    message: { xml: responseXml(swap(good, 'ID="_assertion1"', 'ID="_assertion2"')) },
  },
  { attack: 'a changed name', reason: 'signature', message: { xml: evil(plain.xml) } },
  {
    attack: 'a changed attribute of an attribute value',
    reason: 'signature',
    message: { xml: swap(plain.xml, '<saml:AttributeValue>alice', '<saml:AttributeValue>admin') },
  },
  { attack: 'no signature', reason: 'unsigned', message: { xml: withoutSignature(plain.xml) } },
  {
    attack: 'a signature that is none, by its namespace',
    reason: 'unsigned',
    message: { xml: plain.xml.replaceAll('www.w3.org/2000/09/xmldsig#"', 'www.w3.org/2000/09/xmldsig"') },
  },
]
