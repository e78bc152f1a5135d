// For a shell: curl with the signature made by openssl, and the vendor's command line. Pure.
import { addressOf, type CodeCall, compact, shellQuoted } from './code-call.ts'

export function curl(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `#!/bin/sh
# Needs curl, openssl and od. Signs the call by hand.
set -eu

host=${shellQuoted(host)}
service=${shellQuoted(call.product)}
body=${shellQuoted(compact(call))}

set -- $(date -u '+%s %Y-%m-%d')
timestamp=$1
date=$2

digest() { printf '%s' "$1" | openssl dgst -sha256 | sed 's/^.* //'; }
sign() { printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" | sed 's/^.* //'; }

canonical="POST
/

content-type:application/json
host:$host

content-type;host
$(digest "$body")"
scope="$date/$service/tc3_request"
to_sign="TC3-HMAC-SHA256
$timestamp
$scope
$(digest "$canonical")"

key=$(printf 'TC3%s' "$TENCENTCLOUD_SECRET_KEY" | od -An -v -tx1 | tr -d ' \\n')
key=$(sign "$key" "$date")
key=$(sign "$key" "$service")
key=$(sign "$key" tc3_request)
signature=$(sign "$key" "$to_sign")

curl --silent --show-error "${secure ? 'https' : 'http'}://$host/" \\
  -H "Authorization: TC3-HMAC-SHA256 Credential=$TENCENTCLOUD_SECRET_ID/$scope, SignedHeaders=content-type;host, Signature=$signature" \\
  -H 'Content-Type: application/json' \\
  -H ${shellQuoted(`X-TC-Action: ${call.action}`)} \\
  -H ${shellQuoted(`X-TC-Version: ${call.version}`)} \\
  -H "X-TC-Timestamp: $timestamp" \\
${call.region === '' ? '' : `  -H ${shellQuoted(`X-TC-Region: ${call.region}`)} \\\n`}  \${TENCENTCLOUD_TOKEN:+-H "X-TC-Token: $TENCENTCLOUD_TOKEN"} \\
  --data-binary "$body"
`
}

export function tccli(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  const params = Object.entries(call.params).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return ` \\\n  --${name} ${shellQuoted(text)}`
  })
  const warning = secure ? '' : '# tccli speaks HTTPS only, and this server answered over HTTP.\n'
  return `# pip install tccli; reads TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN.
# It knows the actions of its own release only.
${warning}tccli ${call.product} ${call.action} --version ${call.version} \\
  --endpoint ${shellQuoted(host)} --region ${shellQuoted(call.region === '' ? 'ap-guangzhou' : call.region)}${params.join('')}
`
}
