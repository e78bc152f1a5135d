// The grammar of the Authorization header of TC3-HMAC-SHA256. Reads, and says which part is at fault; believes nothing.
import { type ApiError, apiError } from './api-error.ts'
import { clip } from './utf8.ts'

export interface Authorization {
  readonly secretId: string
  readonly date: string
  readonly service: string
  /** Lower-case names in the order listed. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const signedHeadersMax = 64

// A header as client libraries write it, in one step: it is read for every call. What does not fit is taken apart by the
// patterns below, which say what is wrong with it.
const usualPattern =
  /^TC3-HMAC-SHA256 Credential=([^,\s/]+)\/(\d{4}-\d{2}-\d{2})\/([\x21-\x2b\x2d\x2e\x30-\x7e]{1,128})\/tc3_request, ?SignedHeaders=([^,\s]*), ?Signature=([0-9a-fA-F]{64})$/
const wholePattern =
  /^TC3-HMAC-SHA256[ \t]+Credential=([^,\s]*)[ \t]*,[ \t]*SignedHeaders=([^,\s]*)[ \t]*,[ \t]*Signature=([^,\s]*)[ \t]*$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/
// Some clients put the first label of the endpoint here, which may be an address with a port.
const servicePattern = /^[\x21-\x7e]{1,128}$/
const headerNamePattern = /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/
const signaturePattern = /^[0-9a-fA-F]{64}$/

/** AuthFailure.InvalidAuthorization with the part at fault; MissingParameter for an empty SecretId. */
export function readAuthorization(header: string): Authorization {
  const usual = usualPattern.exec(header)
  if (usual !== null) {
    const { 1: secretId = '', 2: date = '', 3: service = '', 4: names = '', 5: signature = '' } = usual
    return { secretId, date, service, signedHeaders: readNames(names), signature }
  }
  const match = wholePattern.exec(header)
  if (match === null) throw fault(outline(header))
  const [, credential = '', names = '', signature = ''] = match
  const [secretId = '', date = '', service = '', end, ...rest] = credential.split('/')
  if (end !== 'tc3_request' || rest.length > 0) {
    throw fault('`Credential` must be `SecretId/date/service/tc3_request`.')
  }
  if (secretId === '') throw apiError('MissingParameter', { name: 'SecretId' })
  if (!datePattern.test(date)) throw fault('`Date` in Credential not valid.')
  if (!servicePattern.test(service)) throw fault('`Service` in Credential not valid.')
  if (!signaturePattern.test(signature)) throw fault('`Signature` must be 64 hexadecimal digits.')
  return { secretId, date, service, signedHeaders: readNames(names), signature }
}

const usualNames: readonly string[] = ['content-type', 'host']

function readNames(list: string): readonly string[] {
  if (list === 'content-type;host') return usualNames
  const names = list.toLowerCase().split(';')
  if (names.length > signedHeadersMax) throw fault(`\`SignedHeaders\` names more than ${signedHeadersMax} headers.`)
  for (const name of names) {
    if (!headerNamePattern.test(name)) throw fault('`SignedHeaders` must be header names joined with `;`.')
  }
  if (new Set(names).size < names.length) throw fault('`SignedHeaders` names a header twice.')
  for (const required of usualNames) {
    if (!names.includes(required)) throw fault(`\`SignedHeaders\` must name \`${required}\`.`)
  }
  return names
}

/** Which part makes the outline of a header wrong. */
function outline(header: string): string {
  const algorithm = /^\S*/.exec(header)?.[0] ?? ''
  if (algorithm !== 'TC3-HMAC-SHA256') {
    return `the algorithm must be \`TC3-HMAC-SHA256\`, not \`${clip(algorithm, 32)}\`.`
  }
  for (const part of ['Credential', 'SignedHeaders', 'Signature']) {
    if (!header.includes(`${part}=`)) return `\`${part}\` is missing.`
  }
  return 'it must be `TC3-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.'
}

function fault(problem: string): ApiError {
  return apiError('AuthFailure.InvalidAuthorization', { problem })
}
