// C++ with the vendor's library: its common client, which knows every action. Pure.
import { addressOf, type CodeCall, pretty, quoted } from './code-call.ts'

/** A raw string, whose end must not be found inside it. */
function rawText(text: string): string {
  let mark = 'json'
  while (text.includes(`)${mark}"`)) mark += '_'
  return `R"${mark}(${text})${mark}"`
}

export function cpp(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  // The library takes no host without a dot in it.
  const dotted = host.replace(/^localhost(?=:|$)/, '127.0.0.1')
  return `// Needs tencentcloud-sdk-cpp: c++ -std=c++11 main.cpp -ltencentcloud-sdk-cpp-core
#include <cstdlib>
#include <iostream>
#include <string>

#include <tencentcloud/core/AsyncCallerContext.h>
#include <tencentcloud/core/CommonClient.h>
#include <tencentcloud/core/Credential.h>
#include <tencentcloud/core/NetworkProxy.h>
#include <tencentcloud/core/TencentCloud.h>
#include <tencentcloud/core/profile/ClientProfile.h>
#include <tencentcloud/core/profile/HttpProfile.h>

static std::string setting(const char *name)
{
    const char *value = std::getenv(name);
    return value == nullptr ? "" : value;
}

int main()
{
    TencentCloud::InitAPI();
    TencentCloud::Credential credential(
        setting("TENCENTCLOUD_SECRET_ID"), setting("TENCENTCLOUD_SECRET_KEY"), setting("TENCENTCLOUD_TOKEN"));
    TencentCloud::HttpProfile http;
    http.SetEndpoint(${quoted(dotted)});
    http.SetProtocol(TencentCloud::HttpProfile::Scheme::${secure ? 'HTTPS' : 'HTTP'});
    TencentCloud::ClientProfile profile(http);
    TencentCloud::CommonClient client(${quoted(call.product)}, ${quoted(call.version)}, credential, ${quoted(call.region)}, profile);

    const std::string params = ${rawText(pretty(call))};
    auto outcome = client.MakeRequestJson(${quoted(call.action)}, params);
    int code = 0;
    if (outcome.IsSuccess())
    {
        auto answer = outcome.GetResult();
        std::cout << std::string(answer.Body(), answer.BodySize()) << std::endl;
    }
    else
    {
        std::cerr << outcome.GetError().PrintAll() << std::endl;
        code = 1;
    }
    TencentCloud::ShutdownAPI();
    return code;
}
`
}
