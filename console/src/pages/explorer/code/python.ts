// Python: with the vendor's library, and by hand with nothing but the standard library. Pure.
import { addressOf, type CodeCall, quoted } from './code-call.ts'

/** A value as Python writes it. */
export function pythonLiteral(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}    `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((one) => `${inner}${pythonLiteral(one, inner)},\n`).join('')}${indent}]`
  }
  const members = Object.entries(value)
  if (members.length === 0) return '{}'
  return `{\n${members.map(([name, one]) => `${inner}${quoted(name)}: ${pythonLiteral(one, inner)},\n`).join('')}${indent}}`
}

export function pythonSdk(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `# pip install tencentcloud-sdk-python-common
import json
import os
import sys

from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

credential = Credential(
    os.environ["TENCENTCLOUD_SECRET_ID"],
    os.environ["TENCENTCLOUD_SECRET_KEY"],
    os.environ.get("TENCENTCLOUD_TOKEN"),
)
http = HttpProfile(protocol="${secure ? 'https' : 'http'}", endpoint=${quoted(host)})
client = CommonClient(${quoted(call.product)}, ${quoted(call.version)}, credential, ${quoted(call.region)}, ClientProfile(httpProfile=http))

params = ${pythonLiteral(call.params)}

try:
    answer = client.call_json(${quoted(call.action)}, params)
    print(json.dumps(answer, indent=2, ensure_ascii=False))
except TencentCloudSDKException as error:
    sys.exit(str(error))
`
}

export function pythonPlain(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `# Python 3, standard library only: signs the call by hand.
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.request

secret_id = os.environ["TENCENTCLOUD_SECRET_ID"]
secret_key = os.environ["TENCENTCLOUD_SECRET_KEY"]
token = os.environ.get("TENCENTCLOUD_TOKEN")

host = ${quoted(host)}
service = ${quoted(call.product)}
params = ${pythonLiteral(call.params)}

body = json.dumps(params).encode()
timestamp = int(time.time())
date = time.strftime("%Y-%m-%d", time.gmtime(timestamp))


def digest(data):
    return hashlib.sha256(data).hexdigest()


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


canonical = "\\n".join([
    "POST",
    "/",
    "",
    "content-type:application/json\\nhost:" + host + "\\n",
    "content-type;host",
    digest(body),
])
scope = date + "/" + service + "/tc3_request"
to_sign = "\\n".join(["TC3-HMAC-SHA256", str(timestamp), scope, digest(canonical.encode())])
key = sign(sign(sign(("TC3" + secret_key).encode(), date), service), "tc3_request")
signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()

headers = {
    "Authorization": "TC3-HMAC-SHA256 Credential=" + secret_id + "/" + scope
    + ", SignedHeaders=content-type;host, Signature=" + signature,
    "Content-Type": "application/json",
    "Host": host,
    "X-TC-Action": ${quoted(call.action)},
    "X-TC-Version": ${quoted(call.version)},
    "X-TC-Timestamp": str(timestamp),
}
${call.region === '' ? '' : `headers["X-TC-Region"] = ${quoted(call.region)}\n`}if token:
    headers["X-TC-Token"] = token

request = urllib.request.Request("${secure ? 'https' : 'http'}://" + host + "/", data=body, headers=headers)
with urllib.request.urlopen(request) as reply:
    answer = json.load(reply)["Response"]
print(json.dumps(answer, indent=2, ensure_ascii=False))
if "Error" in answer:
    sys.exit(1)
`
}
