// Ruby with the vendor's library: its base client, told product and version. Pure.
import { addressOf, type CodeCall, pretty, shellQuoted } from './code-call.ts'

/** Between single quotes; hosts, versions and names hold neither quotes nor backslashes. */
const rubyText = (text: string): string => shellQuoted(text.replaceAll(/['\\]/g, ''))

export function ruby(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `# gem install tencentcloud-sdk-common
require 'json'
require 'tencentcloud-sdk-common'

# Any action of one product and version.
class Client < TencentCloud::Common::AbstractClient
  @@api_version = ${rubyText(call.version)}
  @@endpoint = ${rubyText(host)}
end

credential = TencentCloud::Common::Credential.new(
  ENV.fetch('TENCENTCLOUD_SECRET_ID'),
  ENV.fetch('TENCENTCLOUD_SECRET_KEY'),
  ENV['TENCENTCLOUD_TOKEN']
)
http = TencentCloud::Common::HttpProfile.new('${secure ? 'https' : 'http'}', ${rubyText(host)})
profile = TencentCloud::Common::ClientProfile.new('TC3-HMAC-SHA256', http, 'en-US')

params = JSON.parse(<<~'JSON')
  ${pretty(call).replaceAll('\n', '\n  ')}
JSON

begin
  answer = JSON.parse(Client.new(credential, ${rubyText(call.region)}, profile).send_request(${rubyText(call.action)}, params))
  puts JSON.pretty_generate(answer)
  exit 1 if answer['Response'].key?('Error')
rescue TencentCloud::Common::TencentCloudSDKException => e
  abort e.message
end
`
}
