// Java with the vendor's library: its common client, which knows every action. Pure.
import { addressOf, type CodeCall, compact, quoted } from './code-call.ts'

export function java(call: CodeCall): string {
  const { host, secure } = addressOf(call)
  return `// Maven: com.tencentcloudapi:tencentcloud-sdk-java-common
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;

public class Main {
    public static void main(String[] args) {
        Credential credential = new Credential(
            System.getenv("TENCENTCLOUD_SECRET_ID"),
            System.getenv("TENCENTCLOUD_SECRET_KEY"),
            System.getenv("TENCENTCLOUD_TOKEN"));
        HttpProfile http = new HttpProfile();
        http.setProtocol(HttpProfile.${secure ? 'REQ_HTTPS' : 'REQ_HTTP'});
        http.setEndpoint(${quoted(host)});
        ClientProfile profile = new ClientProfile();
        profile.setHttpProfile(http);
        CommonClient client = new CommonClient(${quoted(call.product)}, ${quoted(call.version)}, credential, ${quoted(call.region)}, profile);

        String params = ${quoted(compact(call))};
        try {
            System.out.println(client.call(${quoted(call.action)}, params));
        } catch (TencentCloudSDKException error) {
            System.err.println(error);
            System.exit(1);
        }
    }
}
`
}
