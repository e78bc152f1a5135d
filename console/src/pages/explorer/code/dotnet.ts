// C# with the vendor's library: its common client, which knows every action. Pure.
import { addressOf, type CodeCall, compact, quoted } from './code-call.ts'

export function dotnet(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `// dotnet add package TencentCloudSDK.Common
using System;
using TencentCloud.Common;
using TencentCloud.Common.Profile;

public static class Program
{
    public static int Main()
    {
        var credential = new Credential
        {
            SecretId = Environment.GetEnvironmentVariable("TENCENTCLOUD_SECRET_ID"),
            SecretKey = Environment.GetEnvironmentVariable("TENCENTCLOUD_SECRET_KEY"),
            Token = Environment.GetEnvironmentVariable("TENCENTCLOUD_TOKEN"),
        };
        var http = new HttpProfile
        {
            Protocol = HttpProfile.${secure ? 'REQ_HTTPS' : 'REQ_HTTP'},
            Endpoint = ${quoted(host)},
        };
        var profile = new ClientProfile { HttpProfile = http };
        var client = new CommonClient(${quoted(call.product)}, ${quoted(call.version)}, credential, ${quoted(call.region)}, profile);

        string body = ${quoted(compact(call))};
        try
        {
            Console.WriteLine(client.Call(new CommonRequest(body), ${quoted(call.action)}));
            return 0;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error.InnerException ?? error);
            return 1;
        }
    }
}
`
}
